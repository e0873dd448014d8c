// SPDX-License-Identifier: MIT
// catalogue.db and the folder of mapped files beside it: what is where, and what belongs to whom.
//
// SQLite says which generation of a list is the one to show, and keeps all rows of it, packed in blocks. The mapped
// files are made from the same rows; one that is missing or damaged is made again from its blocks. A refresh
//   1. stores its blocks, a transaction each, under a generation nobody shows,
//   2. publishes its mapped file (flushed and renamed),
//   3. makes its generation the shown one and notes what is news, in one transaction,
//   4. removes the blocks and the file of the generation before.
// A crash before 3 leaves the old generation, after it the new one; what the others left behind is swept at the next
// start.
#pragma once

#include "database.h"
#include "row_file.h"
#include "row_file_builder.h"

#include <kanal/library/catalogue_store.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace kanal::library
{

struct ListKey {
    AccountId account;
    EntryKind kind = EntryKind::Live;
    auto operator<=>(const ListKey &) const = default;
};

struct ListNews;

/// The generation a list shows.
struct ShownList {
    std::uint64_t generation = 0;
    std::uint64_t stamp = 0;
    std::chrono::sys_seconds refreshedAt{};
    std::uint32_t rows = 0;
};

extern const DatabaseOptions kCatalogueDatabase;

/// Where things lie in the profile.
struct CataloguePaths {
    explicit CataloguePaths(const std::filesystem::path &profile);
    std::filesystem::path rowFile(const ListKey &list, std::uint64_t generation) const;
    std::filesystem::path temporary(const ListKey &list, std::uint64_t generation) const;

    std::filesystem::path database;
    std::filesystem::path folder;
};

// Statements on an open catalogue.db; the caller holds its mutex.
namespace catalogue
{

Result<std::map<ListKey, ShownList>> shownLists(Database &db);
/// A new generation nobody shows yet.
Result<RowFileName> beginGeneration(Database &db, const ListKey &list);
Result<> storeCategories(Database &db, std::uint64_t generation, std::uint32_t firstPosition,
                         std::span<const CategoryRow> rows);
Result<> storeBlock(Database &db, std::uint64_t generation, std::uint32_t number, std::span<const std::byte> block);
/// Step 3, and what is news about it. Fails with Cancelled when the generation was removed meanwhile (with its
/// account).
Result<> showGeneration(Database &db, const ListKey &list, const ShownList &shown, const ListNews &news);
Result<> removeGeneration(Database &db, std::uint64_t generation);
/// Removes what no list shows.
enum class Leftovers {
    Generations, ///< refreshes that never ended
    Everywhere,  ///< also blocks without a generation; reads the whole index
};
Result<> removeLeftovers(Database &db, Leftovers where);
Result<> removeLists(Database &db, AccountId account);

/// The rows of a generation once more, from its blocks, into a new mapped file.
Result<> rebuildRowFile(Database &db, const CataloguePaths &paths, const ListKey &list, const ShownList &shown);
/// NotFound when the row's block does not hold it.
Result<std::string> plotOf(Database &db, std::uint64_t generation, std::uint32_t block, std::string_view id);

} // namespace catalogue

} // namespace kanal::library
