// SPDX-License-Identifier: MIT
#include "text.h"

#include <kanal/core/text.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/presenters/channel_list_model.h>

#include <QStringList>

#include <algorithm>

namespace kanal::presenters
{

namespace
{

/// Panels dress their headings: "##### SPORTS #####" is shown as "SPORTS".
QString headingText(std::string_view name)
{
    const QString text = toQString(name);
    const auto worthShowing = [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); };
    const auto first = std::find_if(text.begin(), text.end(), worthShowing);
    const auto last = std::find_if(text.rbegin(), text.rend(), worthShowing).base();
    return first < last ? text.mid(first - text.begin(), last - first) : text;
}

} // namespace

struct ChannelListModel::Data {
    struct Now {
        QString title;
        double progress = -1;
    };

    std::shared_ptr<const library::CatalogueSnapshot> snapshot;
    std::vector<std::uint32_t> rows;
    std::shared_ptr<const std::vector<bool>> isNew; ///< by row of the snapshot; null: unknown
    QSet<QString> favourites;
    ListPlace place = ListPlace::List;
    QString playing;
    QHash<QString, Now> now;

    bool isNewRow(int row) const { return isNew && (*isNew)[rows[std::size_t(row)]]; }
    ChannelRow channel(int row) const { return snapshot->channel(rows[std::size_t(row)]); }
};

ChannelListModel::ChannelListModel(QObject *parent)
    : QAbstractListModel(parent)
    , m_data(std::make_unique<Data>())
{
}

ChannelListModel::~ChannelListModel() = default;

int ChannelListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_data->rows.size());
}

QVariant ChannelListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ChannelRow channel = m_data->channel(index.row());
    const bool heading = channel.form == LiveForm::Heading;
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return heading ? headingText(channel.name) : toQString(channel.name);
    case IdRole:
        return toQString(channel.id);
    case NumberRole:
        return heading ? 0 : int(channel.number);
    case LogoRole:
        return toQString(channel.logoUrl);
    case InitialsRole:
        return toQString(initials(channel.name));
    case FavouriteRole:
        return m_data->favourites.contains(toQString(channel.id));
    case ArchiveRole:
        return int(channel.archiveDays);
    case HeadingRole:
        return heading;
    case RadioRole:
        return channel.form == LiveForm::Radio;
    case PlayingRole:
        return !heading && !m_data->playing.isEmpty() && m_data->playing == toQString(channel.id);
    case NowTitleRole:
        return m_data->now.value(toQString(channel.id)).title;
    case NowProgressRole:
        return m_data->now.value(toQString(channel.id)).progress;
    case NewRole:
        return !heading && m_data->isNewRow(index.row());
    case AdultRole:
        return !heading && channel.adult;
    case Qt::AccessibleTextRole:
        return accessibleText(index);
    default:
        return {};
    }
}

QString ChannelListModel::accessibleText(const QModelIndex &index) const
{
    QStringList parts;
    if (const int number = data(index, NumberRole).toInt())
        parts << QString::number(number);
    parts << data(index, NameRole).toString();
    if (data(index, RadioRole).toBool())
        parts << tr("radio");
    if (data(index, PlayingRole).toBool())
        parts << tr("playing");
    if (data(index, NewRole).toBool())
        parts << tr("new");
    if (data(index, AdultRole).toBool())
        parts << tr("for adults");
    if (data(index, FavouriteRole).toBool())
        parts << tr("favourite");
    if (const QString now = data(index, NowTitleRole).toString(); !now.isEmpty())
        parts << now;
    return parts.join(QStringLiteral(", "));
}

Qt::ItemFlags ChannelListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return Qt::NoItemFlags;
    // A disabled row is skipped by the view's own cursor keys, too.
    if (m_data->channel(index.row()).form == LiveForm::Heading)
        return Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

QHash<int, QByteArray> ChannelListModel::roleNames() const
{
    return {{Qt::DisplayRole, "display"},
            {IdRole, "id"},
            {NameRole, "name"},
            {NumberRole, "number"},
            {LogoRole, "logo"},
            {InitialsRole, "initials"},
            {FavouriteRole, "favourite"},
            {ArchiveRole, "archive"},
            {HeadingRole, "heading"},
            {RadioRole, "radio"},
            {PlayingRole, "playing"},
            {NowTitleRole, "nowTitle"},
            {NowProgressRole, "nowProgress"},
            {NewRole, "new"},
            {AdultRole, "adult"}};
}

void ChannelListModel::setRows(std::shared_ptr<const library::CatalogueSnapshot> snapshot,
                               std::vector<std::uint32_t> rows)
{
    beginResetModel();
    if (m_data->snapshot != snapshot)
        m_data->isNew.reset();
    m_data->snapshot = std::move(snapshot);
    m_data->rows = m_data->snapshot ? std::move(rows) : std::vector<std::uint32_t>{};
    endResetModel();
}

void ChannelListModel::setNew(const std::shared_ptr<const library::CatalogueSnapshot> &snapshot,
                              std::shared_ptr<const std::vector<bool>> isNew)
{
    if (snapshot != m_data->snapshot || isNew == m_data->isNew)
        return;
    m_data->isNew = std::move(isNew);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {NewRole, Qt::AccessibleTextRole});
}

void ChannelListModel::setPlace(ListPlace place)
{
    m_data->place = place;
}

ListPlace ChannelListModel::place() const
{
    return m_data->place;
}

void ChannelListModel::setFavourites(const QSet<QString> &ids)
{
    const QSet<QString> changed = (m_data->favourites - ids) + (ids - m_data->favourites);
    m_data->favourites = ids;
    for (const QString &id : changed)
        touch(id, {FavouriteRole, Qt::AccessibleTextRole});
}

void ChannelListModel::setPlaying(const QString &id)
{
    if (m_data->playing == id)
        return;
    const QString before = std::exchange(m_data->playing, id);
    touch(before, {PlayingRole, Qt::AccessibleTextRole});
    touch(id, {PlayingRole, Qt::AccessibleTextRole});
}

void ChannelListModel::setNow(const QString &id, const QString &title, double progress)
{
    m_data->now.insert(id, {title, progress});
    touch(id, {NowTitleRole, NowProgressRole, Qt::AccessibleTextRole});
}

std::optional<int> ChannelListModel::rowOf(const QString &id) const
{
    if (!m_data->snapshot || id.isEmpty())
        return std::nullopt;
    const auto row = m_data->snapshot->find(toUtf8(id));
    if (!row)
        return std::nullopt;
    const auto found = std::find(m_data->rows.begin(), m_data->rows.end(), *row);
    if (found == m_data->rows.end())
        return std::nullopt;
    return int(found - m_data->rows.begin());
}

void ChannelListModel::touch(const QString &id, const QList<int> &roles)
{
    if (const auto row = rowOf(id))
        Q_EMIT dataChanged(index(*row), index(*row), roles);
}

} // namespace kanal::presenters
