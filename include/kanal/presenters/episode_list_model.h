// SPDX-License-Identifier: MIT
// The episodes of one season, with how far each was watched.
#pragma once

#include <kanal/core/details.h>

#include <QAbstractListModel>

#include <memory>
#include <optional>
#include <vector>

namespace kanal::presenters
{

class WatchHistory;

class EpisodeListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        TitleRole,      ///< QString; "Episode 3" where it has none
        NumberRole,     ///< int; 0: none
        FactsRole,      ///< "42 min · 12 May 2020 · ★ 7.8"
        PlotRole,       ///< QString; empty: unknown
        ImageRole,      ///< QString address; empty: none
        ProgressRole,   ///< double 0…1; 0: nothing to resume
        ResumeRole,     ///< qint64 ms; 0: nothing to resume
        ResumeTextRole, ///< the same as "12:34"
        WatchedRole,    ///< bool
    };

    explicit EpisodeListModel(const WatchHistory &history, QObject *parent = nullptr);
    ~EpisodeListModel() override;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    void setEpisodes(std::vector<Episode> episodes);
    void historyChanged();
    std::optional<int> rowOf(const QString &id) const;

private:
    const WatchHistory &m_history;
    std::vector<Episode> m_episodes;
};

} // namespace kanal::presenters
