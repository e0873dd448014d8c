// SPDX-License-Identifier: MIT
// How far an account's films and episodes were watched: at hand in memory, written behind the GUI thread. GUI thread.
#pragma once

#include "serial_writer.h"

#include <kanal/library/user_store.h>

#include <QObject>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

namespace kanal::session
{
class Services;
}

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
    explicit WatchHistory(session::Services &services, QObject *parent = nullptr);
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
    void notNoted(kanal::EntryKind kind); ///< it could not be written

private:
    using Positions = std::unordered_map<std::string, library::Position>;
    struct Known {
        Positions movies;
        Positions episodes;
        std::unordered_map<std::string, std::string> last; ///< series → episode
    };

    void write(EntryKind kind, std::function<Result<>()> change);
    static Known read(library::UserStore &store, AccountId account);
    /// The store changed underneath (a refresh followed renumbered entries): read again behind what is still to be
    /// written.
    void reload();

    library::UserStore &m_store;
    AccountId m_account;
    Known m_known;
    std::uint64_t m_edits = 0; ///< a reading that began before an edit, or for another account, is stale
    SerialWriter m_writer{SerialWriter::Of::Marks}; // last: its writes end before the rest goes
};

} // namespace kanal::presenters
