// SPDX-License-Identifier: MIT
#include "text.h"
#include "watch_history.h"

#include <kanal/presenters/episode_list_model.h>
#include <kanal/presenters/track_text.h>

#include <QDate>
#include <QLocale>
#include <QStringList>

#include <utility>

namespace kanal::presenters
{

namespace
{

QString titleOf(const Episode &episode)
{
    if (!episode.title.empty())
        return toQString(episode.title);
    return episode.number > 0 ? EpisodeListModel::tr("Episode %1").arg(episode.number)
                              : EpisodeListModel::tr("Episode");
}

QString factsOf(const Episode &episode)
{
    QStringList facts;
    if (episode.durationSeconds > 0)
        facts << runningTimeText(episode.durationSeconds);
    if (const QDate aired = QDate::fromString(toQString(episode.airDate).left(10), Qt::ISODate); aired.isValid())
        facts << QLocale().toString(aired, QLocale::LongFormat);
    if (episode.rating > 0)
        facts << QStringLiteral("★ %1").arg(QLocale().toString(episode.rating, 'f', 1));
    return facts.join(QStringLiteral("  ·  "));
}

} // namespace

EpisodeListModel::EpisodeListModel(const WatchHistory &history, QObject *parent)
    : QAbstractListModel(parent)
    , m_history(history)
{
}

EpisodeListModel::~EpisodeListModel() = default;

int EpisodeListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_episodes.size());
}

QVariant EpisodeListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Episode &episode = m_episodes[std::size_t(index.row())];
    const auto position = [&] { return m_history.episode(episode.id); };
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        return titleOf(episode);
    case IdRole:
        return toQString(episode.id);
    case NumberRole:
        return episode.number;
    case FactsRole:
        return factsOf(episode);
    case PlotRole:
        return toQString(episode.plot);
    case ImageRole:
        return toQString(episode.imageUrl);
    case ProgressRole: {
        const auto left = position();
        return left && isResumable(*left) ? shareOf(*left) : 0.0;
    }
    case ResumeRole: {
        const auto left = position();
        return left && isResumable(*left) ? qint64(left->at.count()) : qint64(0);
    }
    case ResumeTextRole:
        return durationText(data(index, ResumeRole).toLongLong());
    case WatchedRole: {
        const auto left = position();
        return left && left->watched;
    }
    case Qt::AccessibleTextRole: {
        QStringList parts;
        if (episode.number > 0)
            parts << QString::number(episode.number);
        parts << titleOf(episode);
        if (const QString facts = factsOf(episode); !facts.isEmpty())
            parts << facts;
        if (data(index, WatchedRole).toBool())
            parts << tr("watched");
        if (const double progress = data(index, ProgressRole).toDouble(); progress > 0)
            parts << tr("%1 % watched").arg(qRound(progress * 100));
        return parts.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

void EpisodeListModel::setEpisodes(std::vector<Episode> episodes)
{
    beginResetModel();
    m_episodes = std::move(episodes);
    endResetModel();
}

void EpisodeListModel::historyChanged()
{
    if (!m_episodes.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1),
                           {ProgressRole, ResumeRole, WatchedRole, Qt::AccessibleTextRole});
}

std::optional<int> EpisodeListModel::rowOf(const QString &id) const
{
    const std::string wanted = toUtf8(id);
    for (std::size_t row = 0; row < m_episodes.size(); ++row)
        if (m_episodes[row].id == wanted)
            return int(row);
    return std::nullopt;
}

} // namespace kanal::presenters
