// SPDX-License-Identifier: MIT
#include "catalogue_files.h"

#include "catalogue_news.h"
#include "row_block.h"

#include <random>

namespace kanal::library
{
namespace
{

constexpr const char *kSchema[] = {
    "CREATE TABLE generation ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT," // never used twice: it is in the names of files
    "  account INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL,"
    "  stamp INTEGER NOT NULL,"
    "  shown INTEGER NOT NULL DEFAULT 0,"
    "  refreshed_at INTEGER NOT NULL DEFAULT 0,"
    "  rows INTEGER NOT NULL DEFAULT 0"
    ") STRICT;"
    "CREATE UNIQUE INDEX generation_shown ON generation (account, kind) WHERE shown;"
    "CREATE TABLE category ("
    "  generation INTEGER NOT NULL REFERENCES generation ON DELETE CASCADE,"
    "  position INTEGER NOT NULL,"
    "  id TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  adult INTEGER NOT NULL,"
    "  PRIMARY KEY (generation, position)"
    ") STRICT, WITHOUT ROWID;"
    // No foreign key: it would have to be looked up for every block. id = generation * 2^24 + number.
    "CREATE TABLE block (id INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;",
    catalogue::kNewsSchema,
};

constexpr std::uint64_t kBlocksPerGeneration = std::uint64_t(1) << 24;

std::int64_t blockId(std::uint64_t generation, std::uint32_t number)
{
    return std::int64_t(generation * kBlocksPerGeneration + number); // unsigned: a damaged file may hold any number
}

std::string listName(const ListKey &list, std::uint64_t generation)
{
    return std::to_string(list.account.value) + "-" + std::string(entryKindName(list.kind)) + "-" +
           std::to_string(generation);
}

} // namespace

const DatabaseOptions kCatalogueDatabase{
    .durability = DatabaseOptions::Durability::Ordered,
    .pageBytes = 16384, // blobs of 256 KB: a quarter of the overflow pages, a third less CPU
    .checkpointPages = 512,
    .applicationId = 0x4B6E6C43, // "KnlC"
    .schema = kSchema,
};

CataloguePaths::CataloguePaths(const std::filesystem::path &profile)
    : database(profile / "catalogue.db")
    , folder(profile / "catalogue")
{
}

std::filesystem::path CataloguePaths::rowFile(const ListKey &list, std::uint64_t generation) const
{
    return folder / (listName(list, generation) + ".rows");
}

std::filesystem::path CataloguePaths::temporary(const ListKey &list, std::uint64_t generation) const
{
    return folder / (listName(list, generation) + ".tmp");
}

namespace catalogue
{

Result<std::map<ListKey, ShownList>> shownLists(Database &db)
{
    std::map<ListKey, ShownList> lists;
    Query query(db, "SELECT account, kind, id, stamp, refreshed_at, rows FROM generation WHERE shown");
    while (query.next()) {
        const std::int64_t kind = query.integer(1);
        if (kind < 0 || kind > std::int64_t(EntryKind::Series))
            continue;
        lists[{AccountId{query.integer(0)}, EntryKind(kind)}] = {
            std::uint64_t(query.integer(2)), std::uint64_t(query.integer(3)),
            std::chrono::sys_seconds(std::chrono::seconds(query.integer(4))), std::uint32_t(query.integer(5))};
    }
    if (auto done = query.result(); !done)
        return tl::unexpected(done.error());
    return lists;
}

Result<RowFileName> beginGeneration(Database &db, const ListKey &list)
{
    std::random_device random;
    const std::uint64_t stamp = std::uint64_t(random()) << 32 | random();
    Query query(db, "INSERT INTO generation (account, kind, stamp) VALUES (?, ?, ?)");
    if (auto done = query.bind(list.account.value, int(list.kind), std::int64_t(stamp)).run(); !done)
        return tl::unexpected(done.error());
    return RowFileName{list.account, list.kind, std::uint64_t(db.lastInsertId()), stamp};
}

Result<> storeCategories(Database &db, std::uint64_t generation, std::uint32_t firstPosition,
                         std::span<const CategoryRow> rows)
{
    Transaction transaction(db);
    for (const CategoryRow &row : rows) {
        Query query(db, "INSERT INTO category (generation, position, id, name, adult) VALUES (?, ?, ?, ?, ?)");
        query.bind(std::int64_t(generation), std::int64_t(firstPosition++), row.id, row.name, row.adult);
        if (auto done = query.run(); !done)
            return done;
    }
    return transaction.commit();
}

Result<> storeBlock(Database &db, std::uint64_t generation, std::uint32_t number, std::span<const std::byte> block)
{
    Query query(db, "INSERT INTO block (id, rows) VALUES (?, ?)");
    return query.bind(blockId(generation, number), block).run();
}

Result<> showGeneration(Database &db, const ListKey &list, const ShownList &shown, const ListNews &news)
{
    Transaction transaction(db);
    Query hide(db, "UPDATE generation SET shown = 0 WHERE account = ? AND kind = ? AND shown");
    Query show(db, "UPDATE generation SET shown = 1, refreshed_at = ?, rows = ? WHERE id = ?");
    Result<> done = hide.bind(list.account.value, int(list.kind)).run();
    if (done)
        done = show.bind(std::int64_t(shown.refreshedAt.time_since_epoch().count()), std::int64_t(shown.rows),
                         std::int64_t(shown.generation))
                   .run();
    if (!done)
        return done;
    if (db.changedRows() != 1)
        return fail(ErrorKind::Cancelled, "the list was removed while it was refreshed");
    if (done = storeNews(db, list, shown, news); !done)
        return done;
    return transaction.commit();
}

Result<> removeGeneration(Database &db, std::uint64_t generation)
{
    Transaction transaction(db);
    Query blocks(db, "DELETE FROM block WHERE id BETWEEN ? AND ?");
    Query row(db, "DELETE FROM generation WHERE id = ? AND NOT shown");
    Result<> done = blocks.bind(blockId(generation, 0), blockId(generation + 1, 0) - 1).run();
    if (done)
        done = row.bind(std::int64_t(generation)).run();
    return done ? transaction.commit() : done;
}

Result<> removeLeftovers(Database &db, Leftovers where)
{
    std::vector<std::uint64_t> unshown;
    const auto collect = [&](std::string_view sql) -> Result<> {
        Query query(db, sql);
        while (query.next())
            unshown.push_back(std::uint64_t(query.integer(0)));
        return query.result();
    };
    if (auto done = collect("SELECT id FROM generation WHERE NOT shown"); !done)
        return done;
    // The account was removed while a refresh was storing them, and then the computer went down.
    if (where == Leftovers::Everywhere)
        if (auto done = collect("SELECT DISTINCT id / 16777216 FROM block"
                                " WHERE id / 16777216 NOT IN (SELECT id FROM generation)");
            !done)
            return done;
    for (const std::uint64_t generation : unshown)
        if (auto done = removeGeneration(db, generation); !done)
            return done;
    return {};
}

Result<> removeLists(Database &db, AccountId account)
{
    Transaction transaction(db);
    Query blocks(db, "DELETE FROM block WHERE id / 16777216 IN (SELECT id FROM generation WHERE account = ?)");
    Query rows(db, "DELETE FROM generation WHERE account = ?");
    Result<> done = blocks.bind(account.value).run();
    if (done)
        done = rows.bind(account.value).run();
    if (done)
        done = removeNews(db, account);
    return done ? transaction.commit() : done;
}

Result<> rebuildRowFile(Database &db, const CataloguePaths &paths, const ListKey &list, const ShownList &shown)
{
    auto builder = RowFileBuilder::create(paths.temporary(list, shown.generation),
                                          {list.account, list.kind, shown.generation, shown.stamp});
    if (!builder)
        return tl::unexpected(builder.error());
    Query categories(db, "SELECT id, name, adult FROM category WHERE generation = ? ORDER BY position");
    categories.bind(std::int64_t(shown.generation));
    while (categories.next())
        builder->addCategory({categories.text(0), categories.text(1), categories.integer(2) != 0});
    if (auto done = categories.result(); !done)
        return done;

    Query blocks(db, "SELECT id, rows FROM block WHERE id BETWEEN ? AND ? ORDER BY id");
    blocks.bind(blockId(shown.generation, 0), blockId(shown.generation + 1, 0) - 1);
    while (blocks.next()) {
        auto reader = RowBlockReader::open(blocks.blob(1));
        if (!reader)
            return fail(ErrorKind::Storage, "a damaged block", paths.database.filename().string());
        Entry entry;
        while (reader->next(entry))
            if (auto added =
                    builder->add(entry, std::uint32_t(std::uint64_t(blocks.integer(0)) % kBlocksPerGeneration));
                !added)
                return tl::unexpected(added.error());
        if (reader->isBroken())
            return fail(ErrorKind::Storage, "a damaged block", paths.database.filename().string());
    }
    if (auto done = blocks.result(); !done)
        return done;
    if (builder->rows() != shown.rows)
        return fail(ErrorKind::Storage, "rows are missing", paths.database.filename().string());
    return builder->publish(paths.rowFile(list, shown.generation), shown.refreshedAt);
}

Result<std::string> plotOf(Database &db, std::uint64_t generation, std::uint32_t block, std::string_view id)
{
    Query query(db, "SELECT rows FROM block WHERE id = ?");
    query.bind(blockId(generation, block));
    if (query.next()) {
        auto reader = RowBlockReader::open(query.blob(0));
        Entry entry;
        while (reader && reader->next(entry))
            if (entry.text(EntryText::Id) == id)
                return std::string(entry.text(EntryText::Plot));
    }
    if (auto done = query.result(); !done)
        return tl::unexpected(done.error());
    return fail(ErrorKind::NotFound, "no such entry in its block");
}

} // namespace catalogue

} // namespace kanal::library
