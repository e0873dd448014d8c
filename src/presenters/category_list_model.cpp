// SPDX-License-Identifier: MIT
#include "text.h"

#include <kanal/core/text.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/presenters/category_list_model.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace kanal::presenters
{

namespace
{

enum class Special { Favourites, Recent, Added, All, Hidden };

QString specialKey(Special special)
{
    switch (special) {
    case Special::Favourites:
        return QStringLiteral("favourites");
    case Special::Recent:
        return QStringLiteral("recent");
    case Special::Added:
        return QStringLiteral("added");
    case Special::All:
        return QStringLiteral("all");
    case Special::Hidden:
        return QStringLiteral("hidden");
    }
    Q_UNREACHABLE();
}

constexpr QLatin1String kCategoryPrefix{"category:"};

int playableRows(const library::CatalogueSnapshot &snapshot)
{
    int count = 0;
    for (std::uint32_t row = 0; row < snapshot.size(); ++row)
        count += !snapshot.isHeading(row);
    return count;
}

std::vector<std::string_view> categoriesOf(const library::CatalogueSnapshot &snapshot, std::uint32_t row)
{
    const auto both = [](const auto &entry) {
        std::vector<std::string_view> ids = split(entry.moreCategoryIds, '\n');
        ids.push_back(entry.categoryId);
        return ids;
    };
    switch (snapshot.kind()) {
    case EntryKind::Movie:
        return both(snapshot.movie(row));
    case EntryKind::Series:
        return both(snapshot.series(row));
    default:
        return both(snapshot.channel(row));
    }
}

QString specialName(Special special, EntryKind kind)
{
    switch (special) {
    case Special::Favourites:
        return CategoryListModel::tr("Favourites");
    case Special::Recent:
        return kind == EntryKind::Live ? CategoryListModel::tr("Recent") : CategoryListModel::tr("Continue watching");
    case Special::Added:
        return CategoryListModel::tr("Recently added");
    case Special::All:
        return CategoryListModel::tr("All");
    case Special::Hidden:
        return CategoryListModel::tr("Hidden");
    }
    Q_UNREACHABLE();
}

QString accessibleText(const QString &name, int count, EntryKind kind)
{
    if (count < 0)
        return name;
    switch (kind) {
    case EntryKind::Movie:
        return count == 1 ? CategoryListModel::tr("%1, one film").arg(name)
                          : CategoryListModel::tr("%1, %n films", nullptr, count).arg(name);
    case EntryKind::Series:
        return CategoryListModel::tr("%1, %n series", nullptr, count).arg(name);
    default:
        return count == 1 ? CategoryListModel::tr("%1, one channel").arg(name)
                          : CategoryListModel::tr("%1, %n channels", nullptr, count).arg(name);
    }
}

} // namespace

struct CategoryListModel::Data {
    explicit Data(EntryKind whatKind)
        : kind(whatKind)
    {
        if (kind != EntryKind::Live)
            specials.insert(specials.end() - 1, Special::Added);
    }

    const EntryKind kind;
    std::shared_ptr<const library::CatalogueSnapshot> snapshot;
    std::vector<Special> specials{Special::Favourites, Special::All};
    int favourites = 0;
    int recents = 0;
    int hidden = 0;
    std::vector<int> hiddenIn; ///< by the snapshot's index; empty: nothing is hidden
    int all = 0;

    int countOf(int row) const
    {
        const auto index = std::size_t(row) - specials.size();
        return int(category(row).count) - (index < hiddenIn.size() ? hiddenIn[index] : 0);
    }
    void countHidden(const std::vector<std::uint32_t> &rows);
    int categories() const { return snapshot ? int(snapshot->categoryCount()) : 0; }
    library::CategoryView category(int row) const
    {
        return snapshot->category(std::uint32_t(row) - std::uint32_t(specials.size()));
    }
    int count(Special special) const
    {
        return special == Special::Favourites ? favourites
               : special == Special::Recent   ? recents
               : special == Special::Added    ? -1
               : special == Special::Hidden   ? hidden
                                              : all - hidden;
    }
    int rowOf(Special special) const
    {
        const auto found = std::find(specials.begin(), specials.end(), special);
        return found == specials.end() ? -1 : int(found - specials.begin());
    }
};

/// In each category they stand in; what stands in none is in the last one.
void CategoryListModel::Data::countHidden(const std::vector<std::uint32_t> &rows)
{
    hiddenIn.assign(rows.empty() ? 0 : std::size_t(categories()), 0);
    if (hiddenIn.empty())
        return;
    std::unordered_map<std::string_view, std::size_t> indices;
    for (std::size_t i = 0; i < hiddenIn.size(); ++i)
        indices.emplace(snapshot->category(std::uint32_t(i)).id, i);
    for (const std::uint32_t row : rows) {
        std::set<std::size_t> in;
        for (const std::string_view id : categoriesOf(*snapshot, row))
            if (const auto found = indices.find(id); found != indices.end() && !id.empty())
                in.insert(found->second);
        if (const auto rest = indices.find(std::string_view()); in.empty() && rest != indices.end())
            in.insert(rest->second);
        for (const std::size_t index : in)
            ++hiddenIn[index];
    }
}

CategoryListModel::CategoryListModel(EntryKind kind, QObject *parent)
    : QAbstractListModel(parent)
    , m_data(std::make_unique<Data>(kind))
{
}

CategoryListModel::~CategoryListModel() = default;

int CategoryListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_data->specials.size()) + m_data->categories();
}

QVariant CategoryListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const int row = index.row();
    if (row < int(m_data->specials.size())) {
        const Special special = m_data->specials[std::size_t(row)];
        switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return specialName(special, m_data->kind);
        case KeyRole:
            return specialKey(special);
        case CountRole:
            return m_data->count(special);
        case SpecialRole:
            return true;
        case Qt::AccessibleTextRole:
            return accessibleText(data(index, NameRole).toString(), m_data->count(special), m_data->kind);
        default:
            return {};
        }
    }
    const library::CategoryView category = m_data->category(row);
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return category.id.empty() || category.name.empty() ? tr("Other") : toQString(category.name);
    case KeyRole:
        return kCategoryPrefix + toQString(category.id);
    case CountRole:
        return m_data->countOf(row);
    case SpecialRole:
        return false;
    case AdultRole:
        return category.id.empty() ? QVariant() : QVariant(category.adult);
    case Qt::AccessibleTextRole:
        return accessibleText(data(index, NameRole).toString(), m_data->countOf(row), m_data->kind);
    default:
        return {};
    }
}

QHash<int, QByteArray> CategoryListModel::roleNames() const
{
    return {{Qt::DisplayRole, "display"}, {KeyRole, "key"},         {NameRole, "name"},
            {CountRole, "count"},         {SpecialRole, "special"}, {AdultRole, "adult"}};
}

void CategoryListModel::setSnapshot(std::shared_ptr<const library::CatalogueSnapshot> snapshot, int favourites)
{
    beginResetModel();
    m_data->snapshot = std::move(snapshot);
    m_data->hiddenIn.clear(); // until they are counted anew
    m_data->favourites = favourites;
    m_data->all = m_data->snapshot ? playableRows(*m_data->snapshot) : 0;
    endResetModel();
}

void CategoryListModel::setFavouriteCount(int favourites)
{
    if (m_data->favourites == favourites)
        return;
    m_data->favourites = favourites;
    const QModelIndex changed = index(m_data->rowOf(Special::Favourites));
    Q_EMIT dataChanged(changed, changed, {CountRole, Qt::AccessibleTextRole});
}

void CategoryListModel::setRecentCount(int recents)
{
    if (m_data->recents == recents)
        return;
    m_data->recents = recents;
    showSpecial(int(Special::Recent), 1, recents > 0);
}

void CategoryListModel::setHidden(const std::vector<std::uint32_t> &rows)
{
    const std::vector<int> before = std::exchange(m_data->hiddenIn, {});
    m_data->countHidden(rows);
    const int hidden = int(rows.size());
    if (m_data->hidden != hidden) {
        m_data->hidden = hidden;
        const bool there = m_data->rowOf(Special::Hidden) >= 0;
        showSpecial(int(Special::Hidden), int(m_data->specials.size()) - (there ? 1 : 0), hidden > 0);
    } else if (before == m_data->hiddenIn) {
        return;
    }
    Q_EMIT dataChanged(index(m_data->rowOf(Special::All)), index(rowCount() - 1), {CountRole, Qt::AccessibleTextRole});
}

/// A row that is there only while it counts something.
void CategoryListModel::showSpecial(int which, int row, bool wanted)
{
    const auto special = Special(which);
    std::vector<Special> &specials = m_data->specials;
    const bool shown = m_data->rowOf(special) >= 0;
    if (shown && wanted) {
        const QModelIndex changed = index(m_data->rowOf(special));
        Q_EMIT dataChanged(changed, changed, {CountRole, Qt::AccessibleTextRole});
    } else if (shown) {
        beginRemoveRows({}, row, row);
        specials.erase(specials.begin() + row);
        endRemoveRows();
    } else if (wanted) {
        beginInsertRows({}, row, row);
        specials.insert(specials.begin() + row, special);
        endInsertRows();
    }
}

int CategoryListModel::rowOf(const QString &key) const
{
    for (const Special special : m_data->specials)
        if (key == specialKey(special))
            return m_data->rowOf(special);
    if (!key.startsWith(kCategoryPrefix))
        return -1;
    const std::string id = toUtf8(key.mid(kCategoryPrefix.size()));
    for (int i = 0; i < m_data->categories(); ++i)
        if (m_data->snapshot->category(std::uint32_t(i)).id == id)
            return int(m_data->specials.size()) + i;
    return -1;
}

QString CategoryListModel::placeText(const QString &key) const
{
    const auto index = categoryIndex(key);
    return index ? key + u'\n' + toQString(m_data->snapshot->category(*index).name) : key;
}

QString CategoryListModel::keyAt(const QString &placeText) const
{
    const QString key = placeText.section(u'\n', 0, 0), name = placeText.section(u'\n', 1);
    const std::string wanted = toUtf8(name);
    const auto known = categoryIndex(key);
    const auto isNamed = [&](std::uint32_t index) { return m_data->snapshot->category(index).name == wanted; };
    if (!name.isEmpty() && !(known && isNamed(*known)))
        for (int i = 0; i < m_data->categories(); ++i)
            if (isNamed(std::uint32_t(i)))
                return kCategoryPrefix + toQString(m_data->snapshot->category(std::uint32_t(i)).id);
    const bool another =
        known && !name.isEmpty() && !isNamed(*known) && !isSimilarName(m_data->snapshot->category(*known).name, wanted);
    return rowOf(key) < 0 || another ? specialKey(Special::All) : key;
}

std::optional<library::CategoryJudgement> CategoryListModel::judgement(const QString &key, bool adult) const
{
    const auto index = categoryIndex(key);
    if (!index)
        return std::nullopt;
    const library::CategoryView category = m_data->snapshot->category(*index);
    if (category.id.empty())
        return std::nullopt;
    return library::CategoryJudgement{std::string(category.id), std::string(category.name), adult};
}

std::optional<std::uint32_t> CategoryListModel::categoryIndex(const QString &key) const
{
    const int row = key.startsWith(kCategoryPrefix) ? rowOf(key) : -1;
    if (row < 0)
        return std::nullopt;
    return std::uint32_t(row) - std::uint32_t(m_data->specials.size());
}

} // namespace kanal::presenters
