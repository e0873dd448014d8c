// SPDX-License-Identifier: MIT
#include "user_database.h"

#include "files.h"
#include "set_aside.h"

#include <kanal/core/log.h>

namespace kanal::library
{
namespace fs = std::filesystem;

namespace
{

constexpr const char *kLog = "kanal.library.user";

constexpr const char *kSchema[] = {
    // The profile itself is identity 0.
    "CREATE TABLE identity ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  server TEXT NOT NULL,"
    "  user TEXT NOT NULL,"
    "  UNIQUE (server, user)"
    ") STRICT;"
    "INSERT INTO identity (id, server, user) VALUES (0, '', '');"
    "CREATE TABLE account ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT," // never used twice: the catalogue knows accounts by it
    "  identity INTEGER NOT NULL REFERENCES identity,"
    "  position INTEGER NOT NULL,"
    "  name TEXT NOT NULL,"
    "  server TEXT NOT NULL,"
    "  user TEXT NOT NULL,"
    "  guide_url TEXT NOT NULL,"
    "  user_agent TEXT NOT NULL,"
    "  pinned_certificate TEXT NOT NULL,"
    "  status INTEGER NOT NULL,"
    "  expires INTEGER,"
    "  max_connections INTEGER,"
    "  active_connections INTEGER,"
    "  output_formats TEXT NOT NULL,"
    "  time_zone TEXT NOT NULL,"
    "  utc_offset INTEGER,"
    "  message TEXT NOT NULL,"
    "  checked_at INTEGER"
    ") STRICT;"
    "CREATE TABLE active (one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE) STRICT;"
    "CREATE TABLE favourite ("
    "  identity INTEGER NOT NULL REFERENCES identity,"
    "  kind INTEGER NOT NULL,"
    "  entry TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  guide_id TEXT NOT NULL,"
    "  category_name TEXT NOT NULL,"
    "  position INTEGER NOT NULL,"
    "  PRIMARY KEY (identity, kind, entry)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE recent ("
    "  identity INTEGER NOT NULL REFERENCES identity,"
    "  kind INTEGER NOT NULL,"
    "  entry TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  guide_id TEXT NOT NULL,"
    "  category_name TEXT NOT NULL,"
    "  watched_at INTEGER NOT NULL,"
    "  PRIMARY KEY (identity, kind, entry)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX recent_newest ON recent (identity, kind, watched_at DESC);"
    "CREATE TABLE position ("
    "  identity INTEGER NOT NULL REFERENCES identity,"
    "  kind INTEGER NOT NULL,"
    "  entry TEXT NOT NULL,"
    "  at_ms INTEGER NOT NULL,"
    "  duration_ms INTEGER NOT NULL,"
    "  watched INTEGER NOT NULL,"
    "  PRIMARY KEY (identity, kind, entry)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE setting ("
    "  identity INTEGER NOT NULL REFERENCES identity,"
    "  name TEXT NOT NULL,"
    "  value TEXT NOT NULL,"
    "  PRIMARY KEY (identity, name)"
    ") STRICT, WITHOUT ROWID;",
    "CREATE TABLE hidden ("
    "  identity INTEGER NOT NULL REFERENCES identity,"
    "  kind INTEGER NOT NULL,"
    "  entry TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  guide_id TEXT NOT NULL,"
    "  category_name TEXT NOT NULL,"
    "  PRIMARY KEY (identity, kind, entry)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE track_choice ("
    "  identity INTEGER NOT NULL REFERENCES identity,"
    "  kind INTEGER NOT NULL,"
    "  entry TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  guide_id TEXT NOT NULL,"
    "  category_name TEXT NOT NULL,"
    "  audio TEXT NOT NULL,"
    "  subtitle TEXT NOT NULL,"
    "  PRIMARY KEY (identity, kind, entry)"
    ") STRICT, WITHOUT ROWID;",
};

std::chrono::sys_days today()
{
    return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

Result<Database> openIntact(const fs::path &file, const DatabaseOptions &options, Database::State &state)
{
    auto db = Database::open(file, options, state);
    if (!db)
        return db;
    const Result<bool> intact = db->isIntact();
    if (!intact)
        return tl::unexpected(intact.error());
    if (!*intact) {
        state = Database::State::Damaged;
        return fail(ErrorKind::Storage, "damaged", file.filename().string());
    }
    return db;
}

/// Puts the newest good backup in the place of user.db; NotFound when there is none.
Result<> restoreNewest(const fs::path &file, const Backups &backups)
{
    for (const auto day : backups.daysToRestore(today())) {
        const fs::path temporary = fs::path(file).concat(".tmp");
        std::error_code error;
        fs::remove(temporary, error);
        fs::copy_file(backups.fileOf(day), temporary, error);
        if (error)
            return storageFailure(temporary, error.value(), "cannot restore");
        if (auto made = ensurePrivateFile(temporary); !made)
            return made;
        DatabaseOptions options = kUserDatabase;
        options.emptiness = DatabaseOptions::Emptiness::Damage;
        Database::State state;
        // Closed again before it gets its name: nothing may hold a database that is renamed.
        if (openIntact(temporary, options, state).has_value())
            return replaceFile(temporary, file);
        log::warning(kLog, "a backup is damaged too: " + backups.fileOf(day).filename().string());
        for (const char *suffix : {"", "-wal", "-shm"})
            fs::remove(fs::path(temporary).concat(suffix), error);
    }
    return fail(ErrorKind::NotFound, "no good backup");
}

} // namespace

const DatabaseOptions kUserDatabase{
    .applicationId = 0x4B6E6C55, // "KnlU"
    .schema = kSchema,
};

Result<std::unique_ptr<UserDatabase>> UserDatabase::open(const fs::path &profile, DatabaseOptions::Access access,
                                                         Outcome &outcome)
{
    outcome = Outcome::Fine;
    const fs::path file = profile / "user.db";
    Backups backups(profile / "backup");
    DatabaseOptions options = kUserDatabase;
    options.access = access;
    // Where there are backups, an empty file is a lost one, not a first start.
    const bool hadData = !backups.days().empty();
    options.emptiness = hadData ? DatabaseOptions::Emptiness::Damage : DatabaseOptions::Emptiness::Fresh;
    if (access == DatabaseOptions::Access::ReadWrite)
        if (auto made = ensurePrivateFile(file); !made)
            return tl::unexpected(made.error());

    Database::State state;
    auto db = openIntact(file, options, state);
    if (!db && state == Database::State::Damaged && access == DatabaseOptions::Access::ReadWrite) {
        log::error(kLog, "set aside: " + db.error().detail);
        if (auto done = setAside(file, KeepOlder::Yes); !done)
            return tl::unexpected(done.error());
        const auto restored = restoreNewest(file, backups);
        if (!restored && restored.error().kind != ErrorKind::NotFound)
            return tl::unexpected(restored.error());
        outcome = restored ? Outcome::Restored : Outcome::Lost;
        options.emptiness = DatabaseOptions::Emptiness::Fresh;
        if (auto made = ensurePrivateFile(file); !made)
            return tl::unexpected(made.error());
        db = openIntact(file, options, state);
    }
    if (!db)
        return tl::unexpected(db.error());
    std::unique_ptr<UserDatabase> user(new UserDatabase(std::move(*db), std::move(backups)));
    if (access == DatabaseOptions::Access::ReadWrite)
        user->backUpOncePerDay();
    return user;
}

UserDatabase::UserDatabase(Database db, Backups backups)
    : m_db(std::move(db))
    , m_backups(std::move(backups))
{
}

UserDatabase::~UserDatabase()
{
    if (!m_db.isReadOnly() && m_db.changedRowsSinceOpen() != m_changesBackedUp)
        backUp(today());
}

/// Null: nothing can be read beside the writer now.
Database *UserDatabase::ensureReader()
{
    if (!m_reader && !m_db.isReadOnly() && !m_standsIn) {
        DatabaseOptions options = kUserDatabase;
        options.access = DatabaseOptions::Access::ReadOnly;
        Database::State state;
        if (auto opened = Database::open(m_db.file(), options, state))
            m_reader.emplace(std::move(*opened));
    }
    return m_reader ? &*m_reader : nullptr;
}

void UserDatabase::relax()
{
    if (auto done = m_db.run("PRAGMA synchronous=NORMAL"); !done)
        log::warning(kLog, done.error().detail);
}

void UserDatabase::tighten()
{
    if (auto done = m_db.run("PRAGMA synchronous=FULL"); !done)
        log::warning(kLog, done.error().detail);
}

void UserDatabase::backUpOncePerDay()
{
    const auto day = today();
    if (day != m_backedUp && !m_backups.has(day))
        backUp(day);
    m_backedUp = day;
}

void UserDatabase::backUp(std::chrono::sys_days day)
{
    // A backup that fails is no reason to fail what the user did.
    if (auto made = m_backups.make(m_db, kUserDatabase, day); !made)
        log::warning(kLog, "no backup: " + made.error().detail);
    m_changesBackedUp = m_db.changedRowsSinceOpen();
}

Result<std::int64_t> identityOf(Database &db, AccountId account)
{
    if (!account)
        return 0;
    Query query(db, "SELECT identity FROM account WHERE id = ?");
    if (query.bind(account.value).next())
        return query.integer(0);
    if (auto done = query.result(); !done)
        return tl::unexpected(done.error());
    return fail(ErrorKind::NotFound, "no such account");
}

} // namespace kanal::library
