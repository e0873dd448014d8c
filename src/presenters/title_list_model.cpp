// SPDX-License-Identifier: MIT
#include "text.h"
#include "watch_history.h"

#include <kanal/core/text.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/presenters/title_list_model.h>

#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace kanal::presenters
{

namespace
{

/// What films and series have in common.
struct Title {
    std::string_view id, name, poster;
    int year = 0;
    double rating = 0;
    bool adult = false;
};

Title titleOf(const library::CatalogueSnapshot &snapshot, std::uint32_t row)
{
    if (snapshot.kind() == EntryKind::Movie) {
        const MovieRow movie = snapshot.movie(row);
        return {movie.id, movie.name, movie.posterUrl, movie.year, double(movie.rating), movie.adult};
    }
    const SeriesRow series = snapshot.series(row);
    return {series.id, series.name, series.posterUrl, series.year, double(series.rating), series.adult};
}

} // namespace

struct TitleListModel::Data {
    const WatchHistory &history;
    std::shared_ptr<const library::CatalogueSnapshot> snapshot;
    std::vector<std::uint32_t> rows;
    std::shared_ptr<const std::vector<bool>> isNew; ///< by row of the snapshot; null: unknown
    QSet<QString> favourites;
    ListPlace place = ListPlace::List;

    bool isNewRow(int row) const { return isNew && (*isNew)[rows[std::size_t(row)]]; }
    std::optional<library::Position> position(std::string_view id) const
    {
        return snapshot->kind() == EntryKind::Movie ? history.movie(std::string(id)) : std::nullopt;
    }
};

TitleListModel::TitleListModel(const WatchHistory &history, QObject *parent)
    : QAbstractListModel(parent)
    , m_data(new Data{history, {}, {}, {}, {}})
{
}

TitleListModel::~TitleListModel() = default;

int TitleListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_data->rows.size());
}

QVariant TitleListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Title title = titleOf(*m_data->snapshot, m_data->rows[std::size_t(index.row())]);
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return shownName(title.name, title.year);
    case IdRole:
        return toQString(title.id);
    case PosterRole:
        return toQString(title.poster);
    case InitialsRole:
        return toQString(initials(title.name));
    case YearRole:
        return title.year;
    case RatingRole:
        return title.rating;
    case FavouriteRole:
        return m_data->favourites.contains(toQString(title.id));
    case ProgressRole: {
        const auto position = m_data->position(title.id);
        return position && isResumable(*position) ? shareOf(*position) : 0.0;
    }
    case WatchedRole: {
        const auto position = m_data->position(title.id);
        return position && position->watched;
    }
    case NewRole:
        return m_data->isNewRow(index.row());
    case AdultRole:
        return title.adult;
    case Qt::AccessibleTextRole:
        return accessibleText(index);
    default:
        return {};
    }
}

QString TitleListModel::accessibleText(const QModelIndex &index) const
{
    QStringList parts{data(index, NameRole).toString()};
    if (const int year = data(index, YearRole).toInt())
        parts << QString::number(year);
    if (const double rating = data(index, RatingRole).toDouble(); rating > 0)
        parts << tr("rated %1").arg(QLocale().toString(rating, 'f', 1));
    if (data(index, NewRole).toBool())
        parts << tr("new");
    if (data(index, AdultRole).toBool())
        parts << tr("for adults");
    if (data(index, FavouriteRole).toBool())
        parts << tr("favourite");
    if (data(index, WatchedRole).toBool())
        parts << tr("watched");
    if (const double progress = data(index, ProgressRole).toDouble(); progress > 0)
        parts << tr("%1 % watched").arg(qRound(progress * 100));
    return parts.join(QStringLiteral(", "));
}

QHash<int, QByteArray> TitleListModel::roleNames() const
{
    return {
        {Qt::DisplayRole, "display"}, {IdRole, "id"},           {NameRole, "name"},     {PosterRole, "poster"},
        {InitialsRole, "initials"},   {YearRole, "year"},       {RatingRole, "rating"}, {FavouriteRole, "favourite"},
        {ProgressRole, "progress"},   {WatchedRole, "watched"}, {NewRole, "new"},       {AdultRole, "adult"}};
}

void TitleListModel::setRows(std::shared_ptr<const library::CatalogueSnapshot> snapshot,
                             std::vector<std::uint32_t> rows)
{
    beginResetModel();
    if (m_data->snapshot != snapshot)
        m_data->isNew.reset();
    m_data->snapshot = std::move(snapshot);
    m_data->rows = m_data->snapshot ? std::move(rows) : std::vector<std::uint32_t>{};
    endResetModel();
}

void TitleListModel::setNew(const std::shared_ptr<const library::CatalogueSnapshot> &snapshot,
                            std::shared_ptr<const std::vector<bool>> isNew)
{
    if (snapshot != m_data->snapshot || isNew == m_data->isNew)
        return;
    m_data->isNew = std::move(isNew);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {NewRole, Qt::AccessibleTextRole});
}

void TitleListModel::setPlace(ListPlace place)
{
    m_data->place = place;
}

ListPlace TitleListModel::place() const
{
    return m_data->place;
}

void TitleListModel::setFavourites(const QSet<QString> &ids)
{
    const QSet<QString> changed = (m_data->favourites - ids) + (ids - m_data->favourites);
    m_data->favourites = ids;
    for (const QString &id : changed)
        if (const auto row = rowOf(id))
            Q_EMIT dataChanged(index(*row), index(*row), {FavouriteRole, Qt::AccessibleTextRole});
}

void TitleListModel::historyChanged()
{
    if (!m_data->rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ProgressRole, WatchedRole, Qt::AccessibleTextRole});
}

std::optional<int> TitleListModel::rowOf(const QString &id) const
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

} // namespace kanal::presenters
