// SPDX-License-Identifier: MIT
#include <kanal/presenters/search_list_model.h>

#include <QLocale>

#include <algorithm>

namespace kanal::presenters
{

SearchListModel::SearchListModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

int SearchListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString SearchListModel::headingText(const SearchGroup &group) const
{
    const QString count =
        QLocale().toString(qlonglong(group.items.size())) + (group.more ? QStringLiteral("+") : QString());
    if (m_query.isEmpty())
        return group.kind == EntryKind::Live    ? tr("Recent and favourite channels")
               : group.kind == EntryKind::Movie ? tr("Recent and favourite films")
                                                : tr("Recent and favourite series");
    return group.kind == EntryKind::Live    ? tr("Channels  %1").arg(count)
           : group.kind == EntryKind::Movie ? tr("Films  %1").arg(count)
                                            : tr("Series  %1").arg(count);
}

QVariant SearchListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || std::size_t(index.row()) >= m_rows.size())
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const SearchGroup &group = m_groups[row.group];
    if (role == TypeRole)
        return int(row.type);
    if (role == KindRole)
        return int(group.kind);
    if (row.type == RowType::Heading)
        return role == NameRole || role == Qt::DisplayRole || role == Qt::AccessibleTextRole ? headingText(group)
                                                                                             : QVariant();
    if (row.type == RowType::Cut)
        return role == NameRole || role == Qt::DisplayRole || role == Qt::AccessibleTextRole
                   ? tr("There are more: type more letters to find them.")
                   : QVariant();
    if (row.type == RowType::More)
        return role == NameRole || role == Qt::DisplayRole || role == Qt::AccessibleTextRole
                   ? tr("Show %n more", nullptr, int(group.items.size()) - kFirst)
                   : QVariant();
    const SearchItem &item = group.items[row.item];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return item.name;
    case FactsRole:
        return item.facts;
    case ArtRole:
        return item.artUrl;
    case InitialsRole:
        return item.initials;
    case AccountRole:
        return qint64(item.key.account.value);
    case FavouriteRole:
        return item.favourite;
    case RecentRole:
        return item.recent;
    case AdultRole:
        return item.adult;
    case RadioRole:
        return item.radio;
    case NewRole:
        return item.isNew;
    case Qt::AccessibleTextRole: {
        QStringList parts{item.name, item.facts};
        if (item.radio)
            parts << tr("radio");
        if (item.isNew)
            parts << tr("new");
        if (item.adult)
            parts << tr("for adults");
        if (item.favourite)
            parts << tr("favourite");
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

Qt::ItemFlags SearchListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || !isChoosable(index.row()))
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

void SearchListModel::setGroups(std::vector<SearchGroup> groups, const QString &query)
{
    beginResetModel();
    m_groups = std::move(groups);
    if (query != m_query)
        m_whole.clear();
    m_query = query;
    layOut();
    endResetModel();
}

void SearchListModel::showAll(EntryKind kind)
{
    if (std::find(m_whole.begin(), m_whole.end(), kind) != m_whole.end())
        return;
    beginResetModel();
    m_whole.push_back(kind);
    layOut();
    endResetModel();
}

void SearchListModel::layOut()
{
    m_rows.clear();
    for (std::size_t group = 0; group < m_groups.size(); ++group) {
        const SearchGroup &each = m_groups[group];
        if (each.items.empty())
            continue;
        m_rows.push_back({RowType::Heading, group, 0});
        const bool whole = std::find(m_whole.begin(), m_whole.end(), each.kind) != m_whole.end();
        const std::size_t shown = whole ? each.items.size() : std::min<std::size_t>(each.items.size(), kFirst);
        for (std::size_t item = 0; item < shown; ++item)
            m_rows.push_back({RowType::Item, group, item});
        if (shown < each.items.size())
            m_rows.push_back({RowType::More, group, 0});
        else if (each.more)
            m_rows.push_back({RowType::Cut, group, 0});
    }
}

const QString &SearchListModel::query() const
{
    return m_query;
}

SearchListModel::RowType SearchListModel::typeOf(int row) const
{
    return row >= 0 && std::size_t(row) < m_rows.size() ? m_rows[std::size_t(row)].type : RowType::Heading;
}

bool SearchListModel::isChoosable(int row) const
{
    return typeOf(row) == RowType::Item || typeOf(row) == RowType::More;
}

EntryKind SearchListModel::kindOf(int row) const
{
    return row >= 0 && std::size_t(row) < m_rows.size() ? m_groups[m_rows[std::size_t(row)].group].kind
                                                        : EntryKind::Live;
}

const SearchItem *SearchListModel::item(int row) const
{
    if (row < 0 || std::size_t(row) >= m_rows.size() || m_rows[std::size_t(row)].type != RowType::Item)
        return nullptr;
    return &m_groups[m_rows[std::size_t(row)].group].items[m_rows[std::size_t(row)].item];
}

int SearchListModel::rowOf(const SearchItem &wanted) const
{
    int renumbered = -1;
    for (int row = 0; row < int(m_rows.size()); ++row) {
        const SearchItem *each = item(row);
        if (!each || each->name != wanted.name || each->key.kind != wanted.key.kind ||
            each->key.account != wanted.key.account)
            continue; // an id alone may be another's by now
        if (each->key == wanted.key)
            return row;
        renumbered = renumbered < 0 ? row : renumbered;
    }
    return renumbered;
}

} // namespace kanal::presenters
