// SPDX-License-Identifier: MIT
#include "sql_catalogue_store.h"

#include "catalogue_news.h"
#include "sql_catalogue_refresh.h"

#include <kanal/core/log.h>

#include <utility>

namespace kanal::library
{
namespace
{

constexpr const char *kLog = "kanal.library.catalogue";
constexpr std::uint32_t kFewRows = 2000; // checked to the last byte within a millisecond or two

} // namespace

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

Result<RowFile> CatalogueCore::openRowFile(const ListKey &list, const ShownList &shown) const
{
    // After a crash of the computer any page may be missing; after a good end only the indices are checked.
    const auto check = m_lastEnd == LastEnd::Crashed ? RowFile::Check::Content : RowFile::Check::Structure;
    auto file = RowFile::open(m_paths.files(list, shown.generation).rows, check);
    if (!file)
        return file;
    const RowFileHeader &header = file->header();
    if (header.account != list.account.value || header.kind != std::uint32_t(list.kind) ||
        header.generation != shown.generation || header.stamp != shown.stamp || header.rows != shown.rows)
        return fail(ErrorKind::Storage, "belongs to another list");
    return file;
}

/// Empty when it cannot be read: see isLost(). The file stays until a refresh replaces it: perhaps it is the disk.
std::shared_ptr<const RowSnapshot> CatalogueCore::load(const ListKey &list, const ShownList &shown) const
{
    auto file = openRowFile(list, shown);
    if (file)
        return std::make_shared<const RowSnapshot>(std::move(*file));
    log::error(kLog, "cannot be read, refresh it: " + listText(list) + " reason=" + file.error().detail);
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
    snapshot = judged(list, snapshot);
    if (const auto still = m_shown.find(list); still != m_shown.end() && still->second.generation == shown.generation)
        m_loaded[list] = snapshot;
    return snapshot;
}

/// With m_listsMutex: a list nobody judged is given back as it is; of others each row is looked at (2 ms for 150,000).
std::shared_ptr<const RowSnapshot> CatalogueCore::judged(const ListKey &list,
                                                         const std::shared_ptr<const RowSnapshot> &snapshot) const
{
    const auto found = m_judgements.find(list);
    return RowSnapshot::judged(snapshot,
                               found == m_judgements.end() ? std::span<const CategoryJudgement>() : found->second);
}

void CatalogueCore::judge(const ListKey &list, std::vector<CategoryJudgement> judgements)
{
    const std::lock_guard lock(m_listsMutex);
    std::vector<CategoryJudgement> &known = m_judgements[list];
    if (known == judgements)
        return;
    known = std::move(judgements);
    if (const auto loaded = m_loaded.find(list); loaded != m_loaded.end())
        loaded->second = judged(list, loaded->second);
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
    if (loaded != m_loaded.end() && loaded->second->generation() == 0) // it could not be read
        return std::nullopt;
    return shown->second;
}

bool CatalogueCore::isLost(const ListKey &list)
{
    const std::lock_guard lock(m_listsMutex);
    const auto loaded = m_loaded.find(list);
    return m_shown.contains(list) && loaded != m_loaded.end() && loaded->second->generation() == 0;
}

Result<CatalogueCore::Started> CatalogueCore::start(const ListKey &list)
{
    if (auto claimed = claim(list); !claimed)
        return tl::unexpected(claimed.error());
    // Nobody who reads lists waits here for the database.
    auto started = startClaimed(list);
    if (!started && m_damaged && mend()) // as was found only now
        started = startClaimed(list);
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
    Result<> mended = mendLocked();
    if (!mended)
        m_refreshing.erase(list);
    return mended;
}

Result<> CatalogueCore::mend()
{
    const std::lock_guard lock(m_listsMutex);
    return mendLocked();
}

/// A damaged catalogue begins anew, if no other refresh is under way. With m_listsMutex.
Result<> CatalogueCore::mendLocked()
{
    if (m_refreshing.size() > 1)
        return {};
    if (const std::lock_guard databaseLock(m_databaseMutex); m_mayBeWrittenLater) {
        Result<> opened = openAgainToWrite();
        m_mayBeWrittenLater = !opened;
        return opened;
    }
    if (!m_damaged)
        return {};
    log::error(kLog, "found damaged, starting anew");
    const std::lock_guard databaseLock(m_databaseMutex);
    Result<> anew = startAnew(Old::SetAside);
    m_damaged = !anew;
    return anew;
}

Result<CatalogueCore::Started> CatalogueCore::startClaimed(const ListKey &list)
{
    auto name = withDatabase([&](Database &db) { return catalogue::beginGeneration(db, list); });
    if (!name)
        return tl::unexpected(name.error());
    auto builder = RowFileBuilder::create(m_paths.files(list, name->generation), *name);
    if (!builder) {
        dropGeneration(list, name->generation);
        return tl::unexpected(builder.error());
    }
    return Started{*name, std::move(*builder)};
}

Result<> CatalogueCore::show(const ListKey &list, const ShownList &shown, const RowSnapshot &listBefore,
                             const ListDifference &difference)
{
    // Opened before it is announced: from here on it cannot fail for what is on the disk.
    auto file = RowFile::open(m_paths.files(list, shown.generation).rows, RowFile::Check::Structure);
    if (!file)
        return tl::unexpected(file.error());
    auto fresh = std::make_shared<const RowSnapshot>(std::move(*file));
    {
        const std::lock_guard lock(m_listsMutex);
        fresh = judged(list, fresh);
    }
    const ListNews news{difference, listBefore, *fresh};
    if (auto done = withDatabase([&](Database &db) { return catalogue::showGeneration(db, list, shown, news); }); !done)
        return done;

    ShownList before;
    {
        const std::lock_guard lock(m_listsMutex);
        if (!m_refreshing.contains(list)) // its account was removed between the two locks
            return fail(ErrorKind::Cancelled, "the list was removed while it was refreshed");
        before = std::exchange(m_shown[list], shown);
        m_loaded[list] = judged(list, fresh); // once more: the user may have judged meanwhile
    }
    if (before.generation != 0)
        removeFiles(list, before.generation);
    return {};
}

void CatalogueCore::removeFiles(const ListKey &list, std::uint64_t generation) const
{
    const RowFilePaths files = m_paths.files(list, generation);
    std::error_code ignored; // what stays is swept at the next start
    std::filesystem::remove(files.rows, ignored);
    std::filesystem::remove(files.plots, ignored);
}

/// Its files stay unless the database says that it is not shown: a commit that failed may have reached the disk.
void CatalogueCore::dropGeneration(const ListKey &list, std::uint64_t generation)
{
    const auto gone = withDatabase([&](Database &db) { return catalogue::removeGeneration(db, generation); });
    if (gone && *gone)
        removeFiles(list, generation);
    else
        log::warning(kLog, "left for the next start: " + listText(list) +
                               " reason=" + (gone ? "it is shown" : gone.error().detail));
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
    for (const auto &[list, shown] : m_shown)
        if (list.account == account)
            removeFiles(list, shown.generation);
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
    return readPlot(m_paths.files(list, shown->generation()).plots, shown->stamp(), shown->plotPlace(*row));
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

void SqlCatalogueStore::judge(AccountId account, EntryKind kind, std::vector<CategoryJudgement> judgements)
{
    m_core->judge({account, kind}, std::move(judgements));
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

bool SqlCatalogueStore::isLost(AccountId account, EntryKind kind) const
{
    return m_core->isLost({account, kind});
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
