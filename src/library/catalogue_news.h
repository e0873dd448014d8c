// SPDX-License-Identifier: MIT
// News in catalogue.db. Statements on an open database; the caller holds its mutex.
#pragma once

#include "catalogue_files.h"
#include "list_comparison.h"

#include <kanal/library/catalogue_news.h>

#include <string>
#include <vector>

namespace kanal::library
{

/// What a generation changes: the rows of `difference` in the lists they are of.
struct ListNews {
    const ListDifference &difference;
    const RowSnapshot &before;
    const RowSnapshot &after;
};

namespace catalogue
{

/// The second step of the schema of catalogue.db.
inline constexpr const char *kNewsSchema =
    "CREATE TABLE news ("
    "  generation INTEGER PRIMARY KEY," // that brought it; no reference: news outlive generations
    "  account INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  rows_before INTEGER NOT NULL,"
    "  rows_after INTEGER NOT NULL,"
    "  added INTEGER NOT NULL,"
    "  gone INTEGER NOT NULL,"
    "  renamed INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE news_entry ("
    "  generation INTEGER NOT NULL REFERENCES news ON DELETE CASCADE,"
    "  position INTEGER NOT NULL,"
    "  what INTEGER NOT NULL," // 0 added, 1 gone, 2 renamed
    "  entry TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  name_before TEXT NOT NULL,"
    "  category TEXT NOT NULL,"
    "  PRIMARY KEY (generation, position)"
    ") STRICT, WITHOUT ROWID;";

/// The third step; what came before it is marked by nothing.
inline constexpr const char *kAdultNewsSchema = "ALTER TABLE news ADD COLUMN adult_added INTEGER NOT NULL DEFAULT 0;"
                                                "ALTER TABLE news ADD COLUMN adult_gone INTEGER NOT NULL DEFAULT 0;"
                                                "ALTER TABLE news ADD COLUMN adult_renamed INTEGER NOT NULL DEFAULT 0;"
                                                "ALTER TABLE news_entry ADD COLUMN adult INTEGER NOT NULL DEFAULT 0;";

/// Within the transaction that shows the generation: adds its news, lets the ids of earlier ones follow what moved, and
/// drops what is older than a week.
Result<> storeNews(Database &db, const ListKey &list, const ShownList &shown, const ListNews &news);
/// Newest first.
Result<std::vector<CatalogueNews>> newsOf(Database &db, const ListKey &list, std::chrono::sys_seconds since);
/// Ids of what was added, each once or more, in no order.
Result<std::vector<std::string>> idsAdded(Database &db, const ListKey &list, std::chrono::sys_seconds since);
/// What went since then, by name.
Result<std::vector<CatalogueNews::Entry>> entriesGone(Database &db, const ListKey &list,
                                                      std::chrono::sys_seconds since);
/// Within a transaction.
Result<> removeNews(Database &db, AccountId account);

} // namespace catalogue

} // namespace kanal::library
