// SPDX-License-Identifier: MIT
#include "hidden_rows.h"
#include "refresh_summary.h"
#include "serial_writer.h"
#include "text.h"

#include <kanal/core/log.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/presenters/refresh_report_model.h>

#include <QDateTime>
#include <QFont>
#include <QLocale>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace kanal::presenters
{

namespace
{

using library::CatalogueNews;

/// The groups of a section, in their order.
enum class What : int { Added, Gone, Renamed };
constexpr std::array kGroups = {What::Added, What::Gone, What::Renamed};

using CategoryNames = std::map<std::string, std::string>;

struct Section {
    EntryKind kind = EntryKind::Live;
    int age = 0; ///< 0: the newest refresh of its list
    CatalogueNews news;
    std::shared_ptr<const CategoryNames> categories;
    std::vector<What> groups; ///< that have entries
};

const std::vector<CatalogueNews::Entry> &entriesOf(const CatalogueNews &news, What what)
{
    return what == What::Added ? news.newEntries : what == What::Gone ? news.goneEntries : news.renamedEntries;
}

std::uint32_t countOf(const CatalogueNews &news, What what)
{
    return what == What::Added ? news.added : what == What::Gone ? news.gone : news.renamed;
}

CategoryNames categoriesOf(const library::CatalogueStore &store, AccountId account, EntryKind kind)
{
    CategoryNames names;
    if (const auto snapshot = store.snapshot(account, kind))
        for (std::uint32_t i = 0; i < (*snapshot)->categoryCount(); ++i)
            names.emplace((*snapshot)->category(i).id, (*snapshot)->category(i).name);
    return names;
}

/// What is for adults goes, also out of the counts. It was so in the list it stood in, or is in the one of
/// now (null: that one cannot be read).
void dropAdult(CatalogueNews &news, const library::CatalogueSnapshot *list)
{
    std::set<std::string, std::less<>> categories;
    for (std::uint32_t i = 0; list && i < list->categoryCount(); ++i)
        if (list->category(i).adult)
            categories.emplace(list->category(i).id);
    const auto drop = [&](std::vector<CatalogueNews::Entry> &entries, std::uint32_t &count, std::uint32_t adult) {
        const auto dropped = std::uint32_t(std::erase_if(entries, [&](const CatalogueNews::Entry &entry) {
            const auto row = list ? list->find(entry.id) : std::nullopt;
            return entry.adult || categories.contains(entry.categoryId) || (row && isAdult(*list, *row));
        }));
        count -= std::max(adult, dropped); // not all are there by name
    };
    drop(news.newEntries, news.added, news.adultAdded);
    drop(news.goneEntries, news.gone, news.adultGone);
    drop(news.renamedEntries, news.renamed, news.adultRenamed);
}

/// The newest refresh of each list first, then the ones before.
std::vector<Section> readSections(const library::CatalogueStore &store, AccountId account, library::AdultEntries adult)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    std::vector<Section> sections;
    for (const EntryKind kind : {EntryKind::Live, EntryKind::Movie, EntryKind::Series}) {
        auto news = store.news(account, kind, now - library::kNewsAge);
        if (!news) {
            log::warning("kanal.presenters.report", "not read: " + news.error().detail);
            continue;
        }
        const auto names = std::make_shared<const CategoryNames>(categoriesOf(store, account, kind));
        const auto list = store.snapshot(account, kind);
        int age = 0;
        for (CatalogueNews &one : *news) {
            if (adult == library::AdultEntries::Hidden)
                dropAdult(one, list ? list->get() : nullptr);
            Section section{kind, age++, std::move(one), names, {}};
            for (const What what : kGroups)
                if (countOf(section.news, what) > 0)
                    section.groups.push_back(what);
            if (!section.groups.empty())
                sections.push_back(std::move(section));
        }
    }
    std::stable_sort(sections.begin(), sections.end(),
                     [](const Section &a, const Section &b) { return a.age < b.age; });
    return sections;
}

// Which row an index is, in its id: 0: a section; else section + 1 above two bits: 0: a group, else group row + 1.
quintptr groupId(int section)
{
    return quintptr(section + 1) << 2;
}
quintptr entryId(int section, int group)
{
    return groupId(section) | quintptr(group + 1);
}
bool isSection(const QModelIndex &index)
{
    return index.internalId() == 0;
}
bool isGroup(const QModelIndex &index)
{
    return !isSection(index) && (index.internalId() & 3) == 0;
}
int sectionRow(const QModelIndex &index)
{
    return isSection(index) ? index.row() : int(index.internalId() >> 2) - 1;
}

} // namespace

struct RefreshReportModel::Data {
    const library::CatalogueStore &store;
    const AccountId account;
    const library::AdultEntries adult;
    std::vector<Section> sections;
    bool loaded = false;
    SerialWriter worker; // last: its work ends before the rest goes

    const Section &section(const QModelIndex &index) const { return sections[std::size_t(sectionRow(index))]; }
    What group(const QModelIndex &index) const
    {
        const int row = isGroup(index) ? index.row() : int(index.internalId() & 3) - 1;
        return section(index).groups[std::size_t(row)];
    }
    /// Null: the row that says how many more there were.
    const CatalogueNews::Entry *entry(const QModelIndex &index) const
    {
        const auto &entries = entriesOf(section(index).news, group(index));
        return std::size_t(index.row()) < entries.size() ? &entries[std::size_t(index.row())] : nullptr;
    }

    QString sectionText(const Section &section) const;
    QString groupText(const QModelIndex &index) const;
    QString entryText(const QModelIndex &index) const;
    QString name(const QModelIndex &index, int role) const;
    QString tip(const QModelIndex &index, const QString &text) const;
    QString where(const QModelIndex &index) const;
    QString spoken(const QModelIndex &index) const;
};

QString RefreshReportModel::Data::sectionText(const Section &section) const
{
    const CatalogueNews &news = section.news;
    const QString changes = changesText(news.added, news.gone, news.renamed);
    switch (section.kind) {
    case EntryKind::Movie:
        return tr("Films: %1").arg(changes);
    case EntryKind::Series:
        return tr("Series: %1").arg(changes);
    default:
        return tr("Channels: %1").arg(changes);
    }
}

QString RefreshReportModel::Data::groupText(const QModelIndex &index) const
{
    const QString count = QLocale().toString(countOf(section(index).news, group(index)));
    switch (group(index)) {
    case What::Added:
        return tr("New (%1)").arg(count);
    case What::Gone:
        return tr("Gone (%1)").arg(count);
    case What::Renamed:
        return tr("Renamed (%1)").arg(count);
    }
    Q_UNREACHABLE();
}

QString RefreshReportModel::Data::entryText(const QModelIndex &index) const
{
    const CatalogueNews::Entry *shown = entry(index);
    if (!shown) {
        const auto more = countOf(section(index).news, group(index)) - std::uint32_t(index.row());
        return tr("… and %1 more").arg(QLocale().toString(more));
    }
    return group(index) == What::Renamed ? tr("%1 → %2").arg(toQString(shown->nameBefore), toQString(shown->name))
                                         : toQString(shown->name);
}

/// Of an entry only.
QString RefreshReportModel::Data::name(const QModelIndex &index, int role) const
{
    const CatalogueNews::Entry *shown =
        isSection(index) || isGroup(index) || index.column() != NameColumn ? nullptr : entry(index);
    if (!shown || (role == BeforeRole && group(index) != What::Renamed))
        return {};
    return toQString(role == BeforeRole ? shown->nameBefore : shown->name);
}

/// Names are a stranger's text: none of it is taken for markup.
QString RefreshReportModel::Data::tip(const QModelIndex &index, const QString &text) const
{
    const QString before = name(index, BeforeRole);
    if (text.isEmpty())
        return {};
    return before.isEmpty()
               ? QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped())
               : QStringLiteral("<p>%1<br>→ %2</p>").arg(before.toHtmlEscaped(), name(index, NameRole).toHtmlEscaped());
}

QString RefreshReportModel::Data::where(const QModelIndex &index) const
{
    const Section &of = section(index);
    if (isSection(index))
        return QLocale().toString(QDateTime::fromSecsSinceEpoch(of.news.at.time_since_epoch().count()),
                                  QLocale::ShortFormat);
    const CatalogueNews::Entry *shown = isGroup(index) ? nullptr : entry(index);
    const auto category = shown ? of.categories->find(shown->categoryId) : of.categories->end();
    return category == of.categories->end() ? QString() : toQString(category->second);
}

/// An entry is read without its group above it.
QString RefreshReportModel::Data::spoken(const QModelIndex &index) const
{
    const QString place = where(index);
    const QString text = isSection(index) ? sectionText(section(index))
                         : isGroup(index) ? groupText(index)
                                          : entryText(index);
    const QString mark = isSection(index) || isGroup(index) ? QString()
                         : group(index) == What::Added      ? tr("new")
                         : group(index) == What::Gone       ? tr("gone")
                                                            : tr("renamed");
    QStringList parts{text, mark, place};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

RefreshReportModel::RefreshReportModel(const library::CatalogueStore &store, AccountId account,
                                       library::AdultEntries adult, QObject *parent)
    : QAbstractItemModel(parent)
    , m_data(new Data{store, account, adult, {}, false, {}})
{
}

RefreshReportModel::~RefreshReportModel() = default;

void RefreshReportModel::load()
{
    m_data->worker.post([this, &store = m_data->store, account = m_data->account, adult = m_data->adult] {
        auto sections = std::make_shared<std::vector<Section>>(readSections(store, account, adult));
        QMetaObject::invokeMethod(
            this,
            [this, sections] {
                beginResetModel();
                m_data->sections = std::move(*sections);
                m_data->loaded = true;
                endResetModel();
                Q_EMIT loaded();
            },
            Qt::QueuedConnection);
    });
}

bool RefreshReportModel::isLoaded() const
{
    return m_data->loaded;
}

bool RefreshReportModel::isNewest(const QModelIndex &section) const
{
    return section.isValid() && m_data->section(section).age == 0;
}

std::optional<EntryKey> RefreshReportModel::entry(const QModelIndex &index) const
{
    if (!index.isValid() || isSection(index) || isGroup(index) || m_data->group(index) == What::Gone)
        return std::nullopt;
    const CatalogueNews::Entry *shown = m_data->entry(index);
    if (!shown)
        return std::nullopt;
    return EntryKey{m_data->account, m_data->section(index).kind, shown->id};
}

QModelIndex RefreshReportModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || row >= rowCount(parent) || column < 0 || column >= Columns)
        return {};
    if (!parent.isValid())
        return createIndex(row, column, quintptr(0));
    const int section = sectionRow(parent);
    return createIndex(row, column, isSection(parent) ? groupId(section) : entryId(section, parent.row()));
}

QModelIndex RefreshReportModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || isSection(index))
        return {};
    const int section = sectionRow(index);
    return isGroup(index) ? createIndex(section, 0, quintptr(0))
                          : createIndex(int(index.internalId() & 3) - 1, 0, groupId(section));
}

int RefreshReportModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_data->sections.size());
    if (parent.column() != 0)
        return 0;
    if (isSection(parent))
        return int(m_data->section(parent).groups.size());
    if (!isGroup(parent))
        return 0;
    const CatalogueNews &news = m_data->section(parent).news;
    const What what = m_data->group(parent);
    const std::size_t kept = entriesOf(news, what).size();
    return int(kept) + (kept < countOf(news, what) ? 1 : 0);
}

int RefreshReportModel::columnCount(const QModelIndex & /*parent*/) const
{
    return Columns;
}

QVariant RefreshReportModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::AccessibleTextRole)
        return m_data->spoken(index);
    if (role == Qt::FontRole && isSection(index)) {
        QFont font;
        font.setWeight(QFont::DemiBold); // the rest is the view's
        return font;
    }
    if (role == NameRole || role == BeforeRole)
        return m_data->name(index, role);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    QString text;
    if (index.column() == WhereColumn)
        text = m_data->where(index);
    else if (isSection(index))
        text = m_data->sectionText(m_data->section(index));
    else
        text = isGroup(index) ? m_data->groupText(index) : m_data->entryText(index);
    return role == Qt::ToolTipRole ? m_data->tip(index, text) : text;
}

} // namespace kanal::presenters
