// SPDX-License-Identifier: MIT
// What a panel lists. Written by refreshes, one generation at a time; read through immutable snapshots that are there
// at once (a mapped file of records and folded names) and cost no SQL. Any thread.
//
// The files of a generation are filled while the rows arrive and are all there is of it: one that cannot be read leaves
// its list empty until it is fetched again.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/ids.h>
#include <kanal/core/rows.h>
#include <kanal/library/catalogue_news.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kanal::library
{

/// A category of a snapshot; index 0 … categoryCount()-1 in the panel's order. Entries without a known category are in
/// one more, with an empty id, at the end (only when there are such entries).
struct CategoryView {
    std::string_view id;
    std::string_view name;
    std::uint32_t count = 0; ///< entries, headings not counted
    bool adult = false;
};

struct SearchHit {
    EntryKind kind = EntryKind::Live;
    std::uint32_t row = 0;
    float score = 0; ///< higher is better; comparable between kinds and accounts
};

/// What panels mark as for adults, and what stands in a category that is; of a category the user judged, all or none.
enum class AdultEntries { Shown, Hidden };

/// The user's word on a category, over the panel's. It is known by its name; by its id once no category has that name.
struct CategoryJudgement {
    std::string id;
    std::string name;
    bool adult = false;

    bool operator==(const CategoryJudgement &) const = default;
};

/// What a search of a snapshot leaves for the next one of the same snapshot: where one types on, only the rows that may
/// have matched what was typed so far are looked at. One thread at a time.
struct SearchMemory {
    std::vector<std::string> words;  ///< of the query, folded; none: there is nothing to go by
    std::vector<std::uint64_t> rows; ///< a bit for each row: no other one holds all the words
};

/// One kind of one account at one moment. Immutable; held by shared_ptr, its text lives as long.
class CatalogueSnapshot
{
public:
    virtual ~CatalogueSnapshot() = default;

    virtual AccountId account() const = 0;
    virtual EntryKind kind() const = 0;
    virtual std::uint64_t generation() const = 0;
    virtual std::chrono::sys_seconds refreshedAt() const = 0;

    virtual std::uint32_t size() const = 0;                  ///< rows, in the panel's order, duplicates merged
    virtual ChannelRow channel(std::uint32_t row) const = 0; ///< kind() == Live
    virtual MovieRow
    movie(std::uint32_t row) const = 0; ///< kind() == Movie; the plot is empty here, see CatalogueStore::plot
    virtual SeriesRow series(std::uint32_t row) const = 0; ///< kind() == Series; likewise
    virtual std::string_view id(std::uint32_t row) const = 0;
    virtual std::string_view name(std::uint32_t row) const = 0;
    /// It only parts the others: never played, found or counted.
    virtual bool isHeading(std::uint32_t row) const = 0;
    virtual std::optional<std::uint32_t> find(std::string_view id) const = 0;

    virtual std::uint32_t categoryCount() const = 0;
    virtual CategoryView category(std::uint32_t index) const = 0;
    /// Rows of a category in order (headings included); an entry stands in every category it names.
    virtual std::span<const std::uint32_t> rowsOf(std::uint32_t category) const = 0;

    /// Rows whose folded name holds every folded word of `query`, in order. `within`: only these rows; empty span: all.
    virtual std::vector<std::uint32_t> filter(std::string_view query,
                                              std::span<const std::uint32_t> within = {}) const = 0;
    /// The best `limit` hits for what was typed; word starts rank before infixes.
    virtual std::vector<SearchHit> search(std::string_view query, std::size_t limit,
                                          SearchMemory *memory = nullptr) const = 0;
    /// Those of `rows` that match, ranked as search() does, best first.
    virtual std::vector<SearchHit> rank(std::string_view query, std::span<const std::uint32_t> rows) const = 0;
};

/// A refresh of one kind of one account in progress. Nothing is visible before commit(); dropping it leaves all as it
/// was.
class CatalogueRefresh
{
public:
    virtual ~CatalogueRefresh() = default;

    virtual Result<> addCategories(std::span<const CategoryRow> rows) = 0;
    /// The categories could not be had, or not all: those of the list before that the rows still name are kept.
    virtual void keepCategories() = 0;
    virtual Result<> addChannels(std::span<const ChannelRow> rows) = 0;
    virtual Result<> addMovies(std::span<const MovieRow> rows) = 0;
    virtual Result<> addSeries(std::span<const SeriesRow> rows) = 0;

    struct Change {
        std::uint32_t before = 0, after = 0; ///< rows
        /// Headings are not counted, nor what only got another id: a list numbered anew brings nothing new. Of a first
        /// list everything is added.
        std::uint32_t added = 0, gone = 0, renamed = 0;
        std::uint32_t adultAdded = 0, adultGone = 0, adultRenamed = 0; ///< of them, for adults
        /// The new list is empty, more than 20 % smaller, or hardly holds anything the old one held: it is kept aside,
        /// the old one stays visible.
        bool heldBack = false;
    };
    enum class Trust { Check, Believe };
    /// Swaps the generation in one step. With Trust::Check a list that is not to be believed is held back and the old
    /// one stays; this refresh then still holds the new one: commit(now, Trust::Believe) takes it without fetching
    /// again, dropping it forgets it.
    virtual Result<Change> commit(std::chrono::sys_seconds now, Trust trust = Trust::Check) = 0;
};

class CatalogueStore
{
public:
    virtual ~CatalogueStore() = default;

    /// The newest generation; never null: empty with generation 0 before the first refresh. Cheap: cached.
    /// AdultEntries::Hidden: the same list as if the panel had neither adult entries nor adult categories, with rows of
    /// its own; the whole list itself where it has none. Making it reads every row (2 ms for 150,000); shared while
    /// somebody holds it.
    virtual Result<std::shared_ptr<const CatalogueSnapshot>> snapshot(AccountId account, EntryKind kind,
                                                                      AdultEntries adult) const = 0;
    Result<std::shared_ptr<const CatalogueSnapshot>> snapshot(AccountId account, EntryKind kind) const
    {
        return snapshot(account, kind, AdultEntries::Shown);
    }
    /// From now on, of the list that is there and of those that come; not stored here. What snapshot() gave before
    /// stays as it was.
    virtual void judge(AccountId account, EntryKind kind, std::vector<CategoryJudgement> judgements) = 0;
    /// Whether snapshot() answers at once, as after a good end. After a crash a long list is read to its last byte
    /// first: a second or more, off the GUI thread.
    virtual bool isAtHand(AccountId account, EntryKind kind) const = 0;
    struct Shown {
        std::uint64_t generation = 0;
        std::chrono::sys_seconds refreshedAt{};
    };
    /// Which list is shown, without reading it; nullopt: there is none.
    virtual std::optional<Shown> shown(AccountId account, EntryKind kind) const = 0;
    /// There was one, but what is stored of it cannot be read: its snapshot is empty until it is refreshed. Known when
    /// snapshot() has answered.
    virtual bool isLost(AccountId account, EntryKind kind) const = 0;
    /// One at a time per (account, kind); fails with Storage when it cannot be written.
    virtual Result<std::unique_ptr<CatalogueRefresh>> beginRefresh(AccountId account, EntryKind kind) = 0;
    virtual Result<> removeAccount(AccountId account) = 0;
    /// The plot the list gave for a film or series, empty where it gave none; it is not in the snapshot. One short read
    /// of a file. NotFound; Storage when that file is missing or damaged.
    virtual Result<std::string> plot(AccountId account, EntryKind kind, std::string_view id) const = 0;
    /// What the refreshes since then changed, newest first; nothing is older than kNewsAge before the last refresh. May
    /// be thousands of entries: not on a GUI thread.
    virtual Result<std::vector<CatalogueNews>> news(AccountId account, EntryKind kind,
                                                    std::chrono::sys_seconds since) const = 0;
    /// The ids of what they added, whatever became of it: in no order, perhaps one twice, perhaps gone again.
    virtual Result<std::vector<std::string>> idsAdded(AccountId account, EntryKind kind,
                                                      std::chrono::sys_seconds since) const = 0;
};

} // namespace kanal::library
