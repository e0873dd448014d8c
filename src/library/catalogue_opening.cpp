// SPDX-License-Identifier: MIT
// What CatalogueCore does once, at the start: which lists there are, which of them cannot be read, what goes.
#include "files.h"
#include "set_aside.h"
#include "sql_catalogue_store.h"

#include <kanal/core/log.h>

#include <set>
#include <utility>

namespace kanal::library
{
namespace
{

constexpr const char *kLog = "kanal.library.catalogue";

} // namespace

CatalogueCore::CatalogueCore(const std::filesystem::path &profile, LastEnd lastEnd)
    : m_paths(profile)
    , m_lastEnd(lastEnd)
{
}

Result<std::shared_ptr<CatalogueCore>>
CatalogueCore::open(const std::filesystem::path &profile, DatabaseOptions::Access access, LastEnd lastEnd, Found &found)
{
    std::shared_ptr<CatalogueCore> core(new CatalogueCore(profile, lastEnd));
    found = {};
    if (access == DatabaseOptions::Access::ReadWrite) {
        const Result<> opened = core->openToWrite(found);
        if (opened)
            return core;
        if (found.state == Database::State::Newer)
            return tl::unexpected(opened.error());
        log::warning(kLog, "opened for reading only: " + opened.error().detail);
        core->m_mayBeWrittenLater = true;
        access = DatabaseOptions::Access::Frozen; // a full disk refuses the log a writer needs
    }
    found.readOnly = true;
    core->openToRead(access);
    return core;
}

/// Nothing to show is no reason not to start.
void CatalogueCore::openToRead(DatabaseOptions::Access access)
{
    m_database.reset();
    m_shown.clear();
    DatabaseOptions options = kCatalogueDatabase;
    options.access = access;
    Database::State state;
    auto opened = Database::open(m_paths.database, options, state);
    if (!opened)
        return;
    m_database.emplace(std::move(*opened));
    if (auto lists = catalogue::shownLists(*m_database))
        m_shown = std::move(*lists);
}

Result<> CatalogueCore::openToWrite(Found &found)
{
    if (auto made = ensurePrivateFolder(m_paths.folder); !made)
        return made;
    if (auto made = ensurePrivateFile(m_paths.database); !made)
        return made;
    Result<> usable;
    if (auto opened = Database::open(m_paths.database, kCatalogueDatabase, found.state); opened) {
        m_database.emplace(std::move(*opened));
        usable = sweep();
        found.lost = findLost();
        if (usable || !m_database->isDamaged())
            return usable;
    } else if (found.state == Database::State::Older) {
        log::info(kLog, "starting anew: " + opened.error().detail);
        return startAnew(Old::Remove);
    } else if (found.state != Database::State::Damaged) {
        return tl::unexpected(opened.error());
    } else {
        usable = tl::unexpected(opened.error());
    }
    log::warning(kLog, "starting anew: " + usable.error().detail);
    found.lost = true;
    return startAnew(Old::SetAside);
}

/// What could only be read at the start, tried again where a refresh needs it: the disk may have room by now. With
/// m_listsMutex and m_databaseMutex, and no other refresh running.
Result<> CatalogueCore::openAgainToWrite()
{
    Database::State state;
    auto opened = Database::open(m_paths.database, kCatalogueDatabase, state);
    if (!opened)
        return state == Database::State::Damaged ? startAnew(Old::SetAside) : tl::unexpected(opened.error());
    m_database.emplace(std::move(*opened));
    std::erase_if(m_loaded, [](const auto &item) { return item.second->generation() == 0; });
    return sweep();
}

/// Nothing in the catalogue cannot be fetched again. Snapshots in use stay readable. Called with no refresh running.
Result<> CatalogueCore::startAnew(Old database)
{
    std::uint64_t newest = 0; // generations go on counting: nobody may take a new list for the one it has
    for (const auto &[list, loaded] : m_loaded)
        newest = std::max(newest, loaded->generation());
    m_database.reset();
    m_shown.clear();
    if (auto done =
            database == Old::Remove ? removeDatabase(m_paths.database) : setAside(m_paths.database, KeepOlder::No);
        !done)
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
    if (auto done = catalogue::removeLeftovers(*m_database); !done)
        return done;
    sweepFiles();
    return {};
}

/// A quick look at every file: what is missing or cut short is known before anybody asks for the list. Whether there
/// was such a one.
bool CatalogueCore::findLost()
{
    for (const auto &[list, shown] : m_shown)
        if (const auto header = RowFile::readHeader(m_paths.files(list, shown.generation).rows);
            !header || header->stamp != shown.stamp) {
            log::error(kLog, "missing or damaged, refresh it: " + listText(list));
            m_loaded[list] = std::make_shared<const RowSnapshot>(list.account, list.kind);
        }
    return !m_loaded.empty();
}

void CatalogueCore::sweepFiles() const
{
    std::set<std::filesystem::path> wanted;
    for (const auto &[list, shown] : m_shown) {
        const RowFilePaths files = m_paths.files(list, shown.generation);
        wanted.insert({files.rows, files.plots});
    }
    std::error_code ignored;
    for (const auto &item : std::filesystem::directory_iterator(m_paths.folder, ignored))
        if (!wanted.contains(item.path()))
            std::filesystem::remove(item.path(), ignored);
}

} // namespace kanal::library
