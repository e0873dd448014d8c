// SPDX-License-Identifier: MIT
// catalogue.db and the folder of mapped files beside it: what is where, and what belongs to whom.
//
// A mapped file and its plots are all there is of a list; SQLite says which generation of it is the one to show, and
// what was news. A refresh
//   1. reserves a generation nobody shows,
//   2. publishes its files (flushed and renamed),
//   3. makes its generation the shown one instead of the one before and notes what is news, in one transaction that is
//      on the disk when it ends,
//   4. removes the files of the generation before.
// A crash before 3 leaves the old generation, after it the new one; files that no shown generation names are removed at
// the next start. A list whose file cannot be read is empty until it is fetched again.
#pragma once

#include "database.h"
#include "row_file.h"
#include "row_file_builder.h"

#include <kanal/library/catalogue_store.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>

namespace kanal::library
{

struct ListKey {
    AccountId account;
    EntryKind kind = EntryKind::Live;
    auto operator<=>(const ListKey &) const = default;
};

/// For the log.
std::string listText(const ListKey &list);

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
    RowFilePaths files(const ListKey &list, std::uint64_t generation) const;

    std::filesystem::path database;
    std::filesystem::path folder;
};

// Statements on an open catalogue.db; the caller holds its mutex.
namespace catalogue
{

Result<std::map<ListKey, ShownList>> shownLists(Database &db);
/// A new generation nobody shows yet.
Result<RowFileName> beginGeneration(Database &db, const ListKey &list);
/// Step 3, and what is news about it. Fails with Cancelled when the generation was removed meanwhile (with its
/// account).
Result<> showGeneration(Database &db, const ListKey &list, const ShownList &shown, const ListNews &news);
/// False: it is shown, and stays.
Result<bool> removeGeneration(Database &db, std::uint64_t generation);
/// Of refreshes that never ended.
Result<> removeLeftovers(Database &db);
Result<> removeLists(Database &db, AccountId account);

} // namespace catalogue

} // namespace kanal::library
