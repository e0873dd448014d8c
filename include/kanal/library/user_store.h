// SPDX-License-Identifier: MIT
// What the user did: favourites, hidden entries, recents, tracks, positions, settings. Keyed by a stable identity
// (EntryKey plus the name and guide id behind it), never by rows of the catalogue, so that no answer of a panel can
// take it away. Any thread; every write is on disk (synchronous FULL) when the call returns, but for positions.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/ids.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
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

/// Whether what has its id now is still the marked entry, by its name: panels that number anew give a known id to
/// another.
bool isSameEntry(const EntryShape &marked, const EntryShape &now);
/// Or by its guide id alone. The variants of a channel (SD, HD) share one: it counts only where no other entry of the
/// list has the name.
bool hasSameGuide(const EntryShape &marked, const EntryShape &now);

/// The id under which an entry waits for its own to be found while that belongs to another; no panel has such ids.
std::string waitingId(const EntryShape &entry);
/// The id an entry had before it waited; nullopt: it does not.
std::optional<std::string> idBeforeWaiting(std::string_view id);

/// An entry of a list that was refreshed.
struct ListedEntry : EntryShape {
    ListedEntry(EntryShape shape) // NOLINT(google-explicit-constructor): one, with nothing known of the list before
        : EntryShape(std::move(shape))
    {
    }
    std::vector<std::string> otherCategories = {}; ///< names of those it stands in besides
    bool isNew = true;                             ///< its id was not there in the list before, or was another entry's
    bool isOnly = false;                           ///< no other entry has its name, neither now nor in the list before
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
    /// `told` is called for each one the disk did not take, on the thread that wrote it. Before the first write.
    virtual void whenSettingRefused(std::function<void()> told) = 0;

    /// Erases everything above that belongs to the account's subscription, unless another account has the same one.
    /// Backups of the last days still have it until newer ones replace them. NotFound.
    virtual Result<> forget(AccountId account) = 0;

    /// Every entry something above hangs on, once each.
    virtual Result<std::vector<EntryShape>> marked(AccountId account, EntryKind kind) const = 0;
    /// After a refresh: marked entries whose id vanished or became another's follow the new entry with the same name
    /// and guide id, or name and category, or a name that only it has, to its new id; the episodes of a series follow
    /// it. Returns how many moved. `catalogue`: the entries of the list with a marked id, and those named like one that
    /// was lost. `before`: what the list before had under ids that only have a position. `list`: which list that was,
    /// for followed(); empty: not noted.
    virtual Result<int> followRenumbered(AccountId account, EntryKind kind, const std::vector<ListedEntry> &catalogue,
                                         const std::vector<EntryShape> &before = {}, const std::string &list = {}) = 0;
    /// The list that was followed last; empty: none.
    virtual Result<std::string> followed(AccountId account, EntryKind kind) const = 0;
    /// Everything that hangs on the id `from` moves to `to.key.id`, all in one step; what hung on that gives way.
    struct Move {
        std::string from;
        EntryShape to;
    };
    virtual Result<> moveEntries(AccountId account, EntryKind kind, const std::vector<Move> &moves) = 0;
};

} // namespace kanal::library
