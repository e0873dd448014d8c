// SPDX-License-Identifier: MIT
#include "sql_catalogue_store.h"

#include "catalogue_news.h"
#include "files.h"
#include "set_aside.h"
#include "sql_catalogue_refresh.h"

#include <kanal/core/log.h>

#include <utility>

namespace kanal::library
{
namespace
{

constexpr const char *kLog = "kanal.library.catalogue";
constexpr std::uint32_t kFewRows = 2000; // checked to the last byte within a millisecond or two

std::string listText(const ListKey &list)
{
    return "account=" + std::to_string(list.account.value) + " kind=" + std::string(entryKindName(list.kind));
}

} // namespace

CatalogueCore::CatalogueCore(const std::filesystem::path &profile, LastEnd lastEnd)
    : m_paths(profile)
    , m_lastEnd(lastEnd)
{
}

template<class Use>
auto CatalogueCore::withDatabase(Use use) -> decltype(use(std::declval<Database &>()))
{
    const std::lock_guard lock(m_databaseMutex);
    if (!m_database || m_database->isReadOnly())
        return fail(ErrorKind::Storage, "opened for reading only", m_paths.database.filename().string());
    auto answer = use(*m_database);
    m_damaged = m_database->isDamaged();
    return answer;
}

/// The same, to read; nothing where there is no database.
template<class Answer, class Use>
Result<Answer> CatalogueCore::reading(Use use)
{
    const std::lock_guard lock(m_databaseMutex);
    if (!m_database)
        return Answer{};
    Result<Answer> answer = use(*m_database);
    m_damaged = m_database->isDamaged();
    return answer;
}

Result<std::shared_ptr<CatalogueCore>> CatalogueCore::open(const std::filesystem::path &profile,
                                                           DatabaseOptions::Access access, LastEnd lastEnd,
                                                           bool &rebuilt)
{
    rebuilt = false;
    std::shared_ptr<CatalogueCore> core(new CatalogueCore(profile, lastEnd));
    if (auto opened = core->openDatabase(access, rebuilt); !opened)
        return tl::unexpected(opened.error());
    return core;
}

Result<> CatalogueCore::openDatabase(DatabaseOptions::Access access, bool &rebuilt)
{
    std::error_code ignored;
    DatabaseOptions options = kCatalogueDatabase;
    options.access = access;
    if (access != DatabaseOptions::Access::ReadWrite) {
        Database::State state;
        if (auto opened = Database::open(m_paths.database, options, state); opened) {
            m_database.emplace(std::move(*opened));
            if (auto lists = catalogue::shownLists(*m_database))
                m_shown = std::move(*lists);
        }
        return {}; // nothing to show is no reason not to start
    }

    if (auto made = ensurePrivateFolder(m_paths.folder); !made)
        return made;
    if (auto made = ensurePrivateFile(m_paths.database); !made)
        return made;
    Database::State state;
    Result<> usable;
    if (auto opened = Database::open(m_paths.database, options, state); opened) {
        m_database.emplace(std::move(*opened));
        usable = sweep();
        if (usable || !m_database->isDamaged())
            return usable;
    } else if (state != Database::State::Damaged) {
        return tl::unexpected(opened.error());
    } else {
        usable = tl::unexpected(opened.error());
    }
    log::warning(kLog, "starting anew: " + usable.error().detail);
    rebuilt = true;
    return startAnew();
}

/// Nothing in the catalogue cannot be fetched again. Snapshots in use stay readable. Called with no refresh running.
Result<> CatalogueCore::startAnew()
{
    std::uint64_t newest = 0; // generations go on counting: nobody may take a new list for the one it has
    for (const auto &[list, loaded] : m_loaded)
        newest = std::max(newest, loaded->generation());
    m_database.reset();
    m_shown.clear();
    if (auto done = setAside(m_paths.database, KeepOlder::No); !done)
        return done;
    if (auto made = ensurePrivateFile(m_paths.database); !made)
        return made;
    Database::State state;
    auto opened = Database::open(m_paths.database, kCatalogueDatabase, state);
    if (!opened)
        return tl::unexpected(opened.error());
    m_database.emplace(std::move(*opened));
    sweepFiles();
    Query query(*m_database, "INSERT INTO sqlite_sequence (name, seq) VALUES ('generation', ?)");
    return query.bind(std::int64_t(newest)).run();
}

Result<> CatalogueCore::sweep()
{
    auto lists = catalogue::shownLists(*m_database);
    if (!lists)
        return tl::unexpected(lists.error());
    m_shown = std::move(*lists);
    const auto depth =
        m_lastEnd == LastEnd::Crashed ? catalogue::Leftovers::Everywhere : catalogue::Leftovers::Generations;
    if (auto done = catalogue::removeLeftovers(*m_database, depth); !done)
        return done;
    sweepFiles();
    return {};
}

void CatalogueCore::sweepFiles() const
{
    std::set<std::filesystem::path> wanted;
    for (const auto &[list, shown] : m_shown)
        wanted.insert(m_paths.rowFile(list, shown.generation));
    std::error_code ignored;
    for (const auto &item : std::filesystem::directory_iterator(m_paths.folder, ignored))
        if (!wanted.contains(item.path()))
            std::filesystem::remove(item.path(), ignored);
}

Result<RowFile> CatalogueCore::openRowFile(const ListKey &list, const ShownList &shown) const
{
    // After a crash of the computer any page may be missing; after a good end only the indices are checked.
    const auto check = m_lastEnd == LastEnd::Crashed ? RowFile::Check::Content : RowFile::Check::Structure;
    auto file = RowFile::open(m_paths.rowFile(list, shown.generation), check);
    if (!file)
        return file;
    const RowFileHeader &header = file->header();
    if (header.account != list.account.value || header.kind != std::uint32_t(list.kind) ||
        header.generation != shown.generation || header.stamp != shown.stamp || header.rows != shown.rows)
        return fail(ErrorKind::Storage, "belongs to another list");
    return file;
}

std::shared_ptr<const RowSnapshot> CatalogueCore::load(const ListKey &list, const ShownList &shown)
{
    auto file = openRowFile(list, shown);
    if (!file) {
        log::warning(kLog, "making the mapped file again: " + listText(list) + " reason=" + file.error().detail);
        const auto rebuilt =
            withDatabase([&](Database &db) { return catalogue::rebuildRowFile(db, m_paths, list, shown); });
        if (rebuilt)
            file = openRowFile(list, shown);
        else
            file = tl::unexpected(rebuilt.error());
    }
    if (file)
        return std::make_shared<const RowSnapshot>(std::move(*file));
    log::error(kLog, "cannot be made again, refresh it: " + listText(list) + " reason=" + file.error().detail);
    return std::make_shared<const RowSnapshot>(list.account, list.kind);
}

std::shared_ptr<const RowSnapshot> CatalogueCore::snapshot(const ListKey &list)
{
    ShownList shown;
    {
        std::unique_lock lock(m_listsMutex);
        m_opened.wait(lock, [&] { return !m_opening.contains(list); });
        if (const auto loaded = m_loaded.find(list); loaded != m_loaded.end())
            return loaded->second;
        if (const auto found = m_shown.find(list); found != m_shown.end())
            shown = found->second;
        else
            return m_loaded[list] = std::make_shared<const RowSnapshot>(list.account, list.kind);
        m_opening.insert(list);
    }
    return opened(list, shown, load(list, shown)); // may take a second: others go on meanwhile
}

/// What is shown now, whether that is what was opened or what a refresh brought meanwhile.
std::shared_ptr<const RowSnapshot> CatalogueCore::opened(const ListKey &list, const ShownList &shown,
                                                         std::shared_ptr<const RowSnapshot> snapshot)
{
    const std::lock_guard lock(m_listsMutex);
    m_opening.erase(list);
    m_opened.notify_all();
    if (const auto loaded = m_loaded.find(list); loaded != m_loaded.end())
        return loaded->second;
    if (const auto still = m_shown.find(list); still != m_shown.end() && still->second.generation == shown.generation)
        m_loaded[list] = snapshot;
    return snapshot;
}

bool CatalogueCore::isAtHand(const ListKey &list)
{
    ShownList shown;
    {
        const std::lock_guard lock(m_listsMutex);
        const auto found = m_shown.find(list);
        if (found == m_shown.end() || m_loaded.contains(list))
            return true;
        if (m_opening.contains(list) || (m_lastEnd == LastEnd::Crashed && found->second.rows > kFewRows))
            return false;
        shown = found->second;
        m_opening.insert(list);
    }
    auto file = openRowFile(list, shown);
    if (file) {
        opened(list, shown, std::make_shared<const RowSnapshot>(std::move(*file)));
        return true;
    }
    const std::lock_guard lock(m_listsMutex);
    m_opening.erase(list);
    m_opened.notify_all();
    return false;
}

std::shared_ptr<const CatalogueSnapshot> CatalogueCore::snapshotWithoutAdult(const ListKey &list)
{
    std::shared_ptr<const RowSnapshot> whole = snapshot(list);
    {
        const std::lock_guard lock(m_listsMutex);
        if (auto known = m_clean[list].lock(); known && known->whole() == whole)
            return known;
    }
    auto clean = CleanSnapshot::of(whole);
    if (!clean)
        return whole;
    const std::lock_guard lock(m_listsMutex);
    m_clean[list] = clean;
    return clean;
}

std::optional<ShownList> CatalogueCore::shown(const ListKey &list)
{
    const std::lock_guard lock(m_listsMutex);
    const auto shown = m_shown.find(list);
    if (shown == m_shown.end())
        return std::nullopt;
    const auto loaded = m_loaded.find(list);
    if (loaded != m_loaded.end() && loaded->second->generation() == 0) // it could not be read, nor made again
        return std::nullopt;
    return shown->second;
}

Result<CatalogueCore::Started> CatalogueCore::start(const ListKey &list)
{
    if (auto claimed = claim(list); !claimed)
        return tl::unexpected(claimed.error());
    // Nobody who reads lists waits here for the database.
    auto started = startClaimed(list);
    const std::lock_guard lock(m_listsMutex);
    if (!started)
        m_refreshing.erase(list);
    else if (const auto claimed = m_refreshing.find(list); claimed != m_refreshing.end())
        claimed->second = started->name.generation;
    return started;
}

Result<> CatalogueCore::claim(const ListKey &list)
{
    const std::lock_guard lock(m_listsMutex);
    if (!m_refreshing.try_emplace(list, 0).second)
        return fail(ErrorKind::Storage, "this list is being refreshed already: " + listText(list));
    if (m_refreshing.size() > 1 || !m_damaged)
        return {};
    log::error(kLog, "found damaged, starting anew");
    const std::lock_guard databaseLock(m_databaseMutex);
    Result<> anew = startAnew();
    m_damaged = !anew;
    if (!anew)
        m_refreshing.erase(list);
    return anew;
}

Result<CatalogueCore::Started> CatalogueCore::startClaimed(const ListKey &list)
{
    auto name = withDatabase([&](Database &db) { return catalogue::beginGeneration(db, list); });
    if (!name)
        return tl::unexpected(name.error());
    auto builder = RowFileBuilder::create(m_paths.temporary(list, name->generation), *name);
    if (!builder) {
        dropGeneration(list, name->generation);
        return tl::unexpected(builder.error());
    }
    return Started{*name, std::move(*builder)};
}

Result<> CatalogueCore::storeCategories(std::uint64_t generation, std::uint32_t firstPosition,
                                        std::span<const CategoryRow> rows)
{
    return withDatabase([&](Database &db) { return catalogue::storeCategories(db, generation, firstPosition, rows); });
}

Result<> CatalogueCore::storeBlock(std::uint64_t generation, std::uint32_t number, std::span<const std::byte> block)
{
    return withDatabase([&](Database &db) { return catalogue::storeBlock(db, generation, number, block); });
}

Result<> CatalogueCore::show(const ListKey &list, const ShownList &shown, const RowSnapshot &listBefore,
                             const ListDifference &difference)
{
    // Opened before it is announced: from here on it cannot fail for what is on the disk.
    auto file = RowFile::open(m_paths.rowFile(list, shown.generation), RowFile::Check::Structure);
    if (!file)
        return tl::unexpected(file.error());
    auto fresh = std::make_shared<const RowSnapshot>(std::move(*file));
    const ListNews news{difference, listBefore, *fresh};
    if (auto done = withDatabase([&](Database &db) { return catalogue::showGeneration(db, list, shown, news); }); !done)
        return done;

    ShownList before;
    {
        const std::lock_guard lock(m_listsMutex);
        if (!m_refreshing.contains(list)) // its account was removed between the two locks
            return fail(ErrorKind::Cancelled, "the list was removed while it was refreshed");
        before = std::exchange(m_shown[list], shown);
        m_loaded[list] = std::move(fresh);
    }
    if (before.generation != 0)
        dropGeneration(list, before.generation);
    return {};
}

void CatalogueCore::dropGeneration(const ListKey &list, std::uint64_t generation)
{
    const auto done = withDatabase([&](Database &db) { return catalogue::removeGeneration(db, generation); });
    if (!done)
        log::warning(kLog, "left for the next start: " + listText(list) + " reason=" + done.error().detail);
    std::error_code ignored;
    std::filesystem::remove(m_paths.rowFile(list, generation), ignored);
}

void CatalogueCore::end(const ListKey &list, std::uint64_t generation)
{
    bool isShown = false;
    {
        const std::lock_guard lock(m_listsMutex);
        if (const auto running = m_refreshing.find(list);
            running != m_refreshing.end() && running->second == generation)
            m_refreshing.erase(running);
        const auto shown = m_shown.find(list);
        isShown = shown != m_shown.end() && shown->second.generation == generation;
    }
    if (!isShown)
        dropGeneration(list, generation);
}

Result<> CatalogueCore::removeAccount(AccountId account)
{
    if (auto done = withDatabase([&](Database &db) { return catalogue::removeLists(db, account); }); !done)
        return done;
    const std::lock_guard lock(m_listsMutex);
    std::erase_if(m_loaded, [account](const auto &item) { return item.first.account == account; });
    std::erase_if(m_refreshing, [account](const auto &item) { return item.first.account == account; });
    std::error_code ignored;
    for (const auto &[list, shown] : m_shown)
        if (list.account == account)
            std::filesystem::remove(m_paths.rowFile(list, shown.generation), ignored);
    std::erase_if(m_shown, [account](const auto &item) { return item.first.account == account; });
    return {};
}

Result<> CatalogueCore::keepOnly(const std::set<AccountId> &accounts)
{
    std::set<AccountId> gone;
    for (const auto &[list, shown] : m_shown)
        if (!accounts.contains(list.account))
            gone.insert(list.account);
    for (const AccountId account : gone)
        if (auto done = removeAccount(account); !done)
            return done;
    return {};
}

Result<std::string> CatalogueCore::plot(const ListKey &list, std::string_view id)
{
    const auto shown = snapshot(list);
    const auto row = shown->find(id);
    if (!row)
        return fail(ErrorKind::NotFound, "no such entry");
    return reading<std::string>(
        [&](Database &db) { return catalogue::plotOf(db, shown->generation(), shown->blockOf(*row), id); });
}

Result<std::vector<CatalogueNews>> CatalogueCore::news(const ListKey &list, std::chrono::sys_seconds since)
{
    return reading<std::vector<CatalogueNews>>([&](Database &db) { return catalogue::newsOf(db, list, since); });
}

Result<std::vector<CatalogueNews::Entry>> CatalogueCore::entriesGone(const ListKey &list,
                                                                     std::chrono::sys_seconds since)
{
    return reading<std::vector<CatalogueNews::Entry>>(
        [&](Database &db) { return catalogue::entriesGone(db, list, since); });
}

Result<std::vector<std::string>> CatalogueCore::idsAdded(const ListKey &list, std::chrono::sys_seconds since)
{
    return reading<std::vector<std::string>>([&](Database &db) { return catalogue::idsAdded(db, list, since); });
}

SqlCatalogueStore::SqlCatalogueStore(std::shared_ptr<CatalogueCore> core)
    : m_core(std::move(core))
{
}

Result<std::shared_ptr<const CatalogueSnapshot>> SqlCatalogueStore::snapshot(AccountId account, EntryKind kind,
                                                                             AdultEntries adult) const
{
    if (adult == AdultEntries::Hidden)
        return m_core->snapshotWithoutAdult({account, kind});
    return std::shared_ptr<const CatalogueSnapshot>(m_core->snapshot({account, kind}));
}

bool SqlCatalogueStore::isAtHand(AccountId account, EntryKind kind) const
{
    return m_core->isAtHand({account, kind});
}

std::optional<CatalogueStore::Shown> SqlCatalogueStore::shown(AccountId account, EntryKind kind) const
{
    const auto shown = m_core->shown({account, kind});
    return shown ? std::optional(Shown{shown->generation, shown->refreshedAt}) : std::nullopt;
}

Result<std::unique_ptr<CatalogueRefresh>> SqlCatalogueStore::beginRefresh(AccountId account, EntryKind kind)
{
    return SqlCatalogueRefresh::begin(m_core, {account, kind});
}

Result<> SqlCatalogueStore::removeAccount(AccountId account)
{
    return m_core->removeAccount(account);
}

Result<std::string> SqlCatalogueStore::plot(AccountId account, EntryKind kind, std::string_view id) const
{
    return m_core->plot({account, kind}, id);
}

Result<std::vector<CatalogueNews>> SqlCatalogueStore::news(AccountId account, EntryKind kind,
                                                           std::chrono::sys_seconds since) const
{
    return m_core->news({account, kind}, since);
}

Result<std::vector<std::string>> SqlCatalogueStore::idsAdded(AccountId account, EntryKind kind,
                                                             std::chrono::sys_seconds since) const
{
    return m_core->idsAdded({account, kind}, since);
}

} // namespace kanal::library
