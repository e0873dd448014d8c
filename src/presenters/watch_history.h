// SPDX-License-Identifier: MIT
// How far an account's films and episodes were watched: at hand in memory, written behind the GUI thread. GUI thread.
#pragma once

#include "serial_writer.h"

#include <kanal/library/user_store.h>

#include <QObject>

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>

namespace kanal::presenters
{

/// Between 2 % and 95 %: worth asking whether to go on there.
bool isResumable(const library::Position &position);
/// 0…1; 0: unknown.
double shareOf(const library::Position &position);

class WatchHistory : public QObject
{
    Q_OBJECT

public:
    explicit WatchHistory(library::UserStore &store, QObject *parent = nullptr);
    ~WatchHistory() override;

    /// Which account the rest is about: read from the store.
    void setAccount(AccountId account);

    std::optional<library::Position> movie(const std::string &id) const;
    std::optional<library::Position> episode(const std::string &id) const;
    /// Of a series: the episode that was on last; empty: none.
    std::string lastEpisode(const std::string &seriesId) const;

    /// Of a film or an episode, of any account.
    void setPosition(const EntryKey &key, const library::Position &position);
    /// `episode.guideId` is its series.
    void noteEpisode(const library::EntryShape &episode);

Q_SIGNALS:
    void changed();

private:
    using Positions = std::unordered_map<std::string, library::Position>;

    library::UserStore &m_store;
    AccountId m_account;
    Positions m_movies;
    Positions m_episodes;
    std::unordered_map<std::string, std::string> m_last; ///< series → episode
    SerialWriter m_writer;                               // last: its writes end before the rest goes
};

} // namespace kanal::presenters
