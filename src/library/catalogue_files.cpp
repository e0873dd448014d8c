// SPDX-License-Identifier: MIT
#include "catalogue_files.h"

#include "catalogue_news.h"

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
    "CREATE UNIQUE INDEX generation_shown ON generation (account, kind) WHERE shown;",
    catalogue::kNewsSchema,
    catalogue::kAdultNewsSchema,
};

std::string listName(const ListKey &list, std::uint64_t generation)
{
    return std::to_string(list.account.value) + "-" + std::string(entryKindName(list.kind)) + "-" +
           std::to_string(generation);
}

} // namespace

std::string listText(const ListKey &list)
{
    return "account=" + std::to_string(list.account.value) + " kind=" + std::string(entryKindName(list.kind));
}

const DatabaseOptions kCatalogueDatabase{
    .applicationId = 0x4B6E6C43, // "KnlC"
    .firstVersion = 3,           // before, it kept all rows as well
    .schema = kSchema,
};

CataloguePaths::CataloguePaths(const std::filesystem::path &profile)
    : database(profile / "catalogue.db")
    , folder(profile / "catalogue")
{
}

RowFilePaths CataloguePaths::files(const ListKey &list, std::uint64_t generation) const
{
    const std::string name = listName(list, generation);
    return {folder / (name + ".rows"), folder / (name + ".plots")};
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

Result<> showGeneration(Database &db, const ListKey &list, const ShownList &shown, const ListNews &news)
{
    Transaction transaction(db);
    Query hide(db, "DELETE FROM generation WHERE account = ? AND kind = ? AND shown");
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

Result<bool> removeGeneration(Database &db, std::uint64_t generation)
{
    Query remove(db, "DELETE FROM generation WHERE id = ? AND NOT shown");
    if (auto done = remove.bind(std::int64_t(generation)).run(); !done)
        return tl::unexpected(done.error());
    Query left(db, "SELECT 1 FROM generation WHERE id = ?");
    const bool isGone = !left.bind(std::int64_t(generation)).next();
    return left.result().map([isGone] { return isGone; });
}

Result<> removeLeftovers(Database &db)
{
    Query query(db, "DELETE FROM generation WHERE NOT shown");
    return query.run();
}

Result<> removeLists(Database &db, AccountId account)
{
    Transaction transaction(db);
    Query lists(db, "DELETE FROM generation WHERE account = ?");
    Result<> done = lists.bind(account.value).run();
    if (done)
        done = removeNews(db, account);
    return done ? transaction.commit() : done;
}

} // namespace catalogue

} // namespace kanal::library
