// SPDX-License-Identifier: MIT
// What a search finds, without a window: pure but for reading the library. Any thread.
#pragma once

#include <kanal/core/account.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/presenters/search_list_model.h>

#include <QByteArray>
#include <QHash>
#include <QString>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kanal::library
{
class Library;
}

namespace kanal::presenters
{

/// One kind of one account, and the rows of it the user cares about.
struct SearchSource {
    std::shared_ptr<const library::CatalogueSnapshot> snapshot;
    QHash<QByteArray, QString> categories{}; ///< names by id
    QString accountName{};                   ///< empty: there is only one, no need to tell
    std::vector<std::uint32_t> favourites{}; ///< in the user's order
    std::vector<std::uint32_t> recents{};    ///< newest first
    std::vector<std::uint32_t> hidden{};     ///< sorted: never found
    std::vector<std::uint32_t> fresh{};      ///< sorted: new this week
    mutable library::SearchMemory memory{};  ///< one search at a time
};

inline constexpr std::size_t kSearchLimit = 200; ///< hits of a kind

/// Everything of these accounts that can be searched; what cannot be read is left out.
std::vector<SearchSource> searchSources(library::Library &library, const std::vector<Account> &accounts,
                                        library::AdultEntries adult = library::AdultEntries::Shown);

struct FoundRow {
    const SearchSource *source = nullptr;
    std::uint32_t row = 0;
    float score = 0;
};

/// The rows of one source that match, unsorted: hidden ones left out, favourites and recents lifted. At most `limit` of
/// the others.
std::vector<FoundRow> foundIn(const SearchSource &source, const std::string &query, std::size_t limit = kSearchLimit);

/// The best hits of each kind: as CatalogueSnapshot::search ranks them, favourites and recents lifted over others that
/// match no better than they do. An empty query lists recents and favourites. `stale` is asked in between, on two
/// threads: true ends the search early, with whatever is there.
std::vector<SearchGroup> answerSearch(const std::vector<SearchSource> &sources, const QString &query,
                                      const std::function<bool()> &stale);

} // namespace kanal::presenters
