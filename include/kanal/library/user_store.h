// SPDX-License-Identifier: MIT
// What the user did: favourites, hidden entries, recents, tracks, positions, settings. Keyed by a stable identity
// (EntryKey plus the name and guide id behind it), never by rows of the catalogue, so that no answer of a panel can
// take it away. Any thread; every write is on disk (synchronous FULL) when the call returns, but for positions.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/ids.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kanal::library
{

/// What an entry was when the user marked it: enough to find it again after a panel renumbered.
struct EntryShape {
    EntryKey key;
    std::string name;
    std::string guideId; ///< of an episode: the id of its series
    std::string categoryName;
};

struct Position {
    std::chrono::milliseconds at{0};
    std::chrono::milliseconds duration{0};
    bool watched = false;
};

/// Which tracks the user chose for an entry: a language (ISO 639) or a title, as the stream says it.
struct TrackChoice {
    std::string audio;    ///< empty: never chosen
    std::string subtitle; ///< empty: never chosen; kNoSubtitles: none, on purpose

    bool operator==(const TrackChoice &) const = default;
};

class UserStore
{
public:
    virtual ~UserStore() = default;

    virtual Result<> setFavourite(const EntryShape &entry, bool favourite) = 0;
    virtual Result<std::vector<EntryShape>> favourites(AccountId account,
                                                       EntryKind kind) const = 0; ///< in the user's order

    /// The order of favourites, by id; those that are not named keep their place behind them.
    virtual Result<> orderFavourites(AccountId account, EntryKind kind, const std::vector<std::string> &ids) = 0;

    virtual Result<> setHidden(const EntryShape &entry, bool hidden) = 0;
    virtual Result<std::vector<EntryShape>> hidden(AccountId account, EntryKind kind) const = 0; ///< by name

    virtual Result<> setTrackChoice(const EntryShape &entry, const TrackChoice &choice) = 0;
    virtual Result<std::vector<std::pair<std::string, TrackChoice>>> trackChoices(AccountId account,
                                                                                  EntryKind kind) const = 0;

    virtual Result<> noteWatched(const EntryShape &entry, std::chrono::sys_seconds when) = 0;
    virtual Result<std::vector<EntryShape>> recents(AccountId account, EntryKind kind,
                                                    int limit) const = 0; ///< newest first

    virtual Result<> setPosition(const EntryKey &key, const Position &position) = 0;
    virtual Result<std::optional<Position>> position(const EntryKey &key) const = 0;
    /// All of one kind, in no order.
    virtual Result<std::vector<std::pair<std::string, Position>>> positions(AccountId account,
                                                                            EntryKind kind) const = 0;

    /// Settings and view states: small texts by dotted name ("live.wrap"), the account is 0 for the profile's own.
    virtual Result<> setSetting(AccountId account, const std::string &name, const std::string &value) = 0;
    virtual Result<std::optional<std::string>> setting(AccountId account, const std::string &name) const = 0;

    /// Every entry something above hangs on, once each.
    virtual Result<std::vector<EntryShape>> marked(AccountId account, EntryKind kind) const = 0;
    /// After a refresh: marked entries whose id vanished follow the entry with the same name and guide id (or
    /// name and category) to its new id. Returns how many moved.
    virtual Result<int> followRenumbered(AccountId account, EntryKind kind,
                                         const std::vector<EntryShape> &catalogue) = 0;
};

} // namespace kanal::library
