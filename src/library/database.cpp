// SPDX-License-Identifier: MIT
#include "database.h"

#include "files.h"
#include "schema_check.h"

#include <kanal/core/log.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kanal::library
{
namespace
{

constexpr int kBusyMs = 5000;
constexpr int kMaxValueBytes = 16 << 20;
constexpr int kMaxSqlBytes = 64 << 10;

/// As file: address, for what only addresses can say.
std::string addressOf(const std::filesystem::path &file, const char *options)
{
    std::string address = "file:";
    for (const char8_t byte : file.generic_u8string()) {
        const char c = char(byte);
        if (c == '%' || c == '?' || c == '#') {
            static constexpr char kHex[] = "0123456789ABCDEF";
            address += {'%', kHex[(c >> 4) & 15], kHex[c & 15]};
        } else {
            address += c;
        }
    }
    return address + options;
}

bool meansDamage(int code)
{
    const int primary = code & 0xff;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

bool passesQuickCheck(sqlite3 *db)
{
    sqlite3_stmt *raw = nullptr;
    if (sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &raw, nullptr) != SQLITE_OK)
        return false;
    const StatementHandle statement(raw);
    return sqlite3_step(raw) == SQLITE_ROW && sqlite3_column_text(raw, 0) &&
           std::string_view(reinterpret_cast<const char *>(sqlite3_column_text(raw, 0))) == "ok" &&
           sqlite3_step(raw) == SQLITE_DONE;
}

/// A head that says it is of a format SQLite does not have yet. It never wrote one, and takes such a file for one that
/// may only be read, or for none it knows, but not for a damaged one. Read through SQLite: whoever closes the file by
/// another way takes SQLite's locks off it.
bool hasHeadOfALaterFormat(sqlite3 *db)
{
    sqlite3_file *file = nullptr;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file || !file->pMethods)
        return false;
    std::array<unsigned char, 48> head{};
    if (file->pMethods->xRead(file, head.data(), int(head.size()), 0) != SQLITE_OK)
        return false;                         // fresh, or shorter than a head: found out otherwise
    constexpr std::size_t kWriteVersion = 18; // 1: with a journal, 2: with a log
    constexpr std::size_t kSchemaFormat = 44; // four bytes, the first is the highest; 1 to 4
    const bool laterSchema = std::any_of(&head[kSchemaFormat], &head[kSchemaFormat + 3], [](auto b) { return b != 0; });
    return head[kWriteVersion] > 2 || laterSchema || head[kSchemaFormat + 3] > 4;
}

int copyPages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return sqlite3_extended_errcode(to);
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    return stepped == SQLITE_DONE ? finished : stepped;
}

} // namespace

tl::unexpected<Error> Database::failure(const char *doing)
{
    const int code = m_handle ? sqlite3_extended_errcode(m_handle.get()) : SQLITE_NOMEM;
    m_damaged = m_damaged || meansDamage(code);
    const char *message = m_handle ? sqlite3_errmsg(m_handle.get()) : "out of memory";
    return fail(ErrorKind::Storage, std::string(doing) + ": " + message + " (" + std::to_string(code) + ")",
                m_file.filename().string());
}

Result<Database> Database::open(const std::filesystem::path &file, const DatabaseOptions &options, State &state)
{
    Database db;
    db.m_file = file;
    db.m_options = options;
    state = State::Fine;
    Result<> opened = db.connect(options.access);
    if (opened)
        opened = db.inspect(options.access, state);
    if (!opened) {
        // Nothing of ours was read yet: a value that is too large is a damaged length.
        if (db.m_damaged || (db.m_handle && sqlite3_errcode(db.m_handle.get()) == SQLITE_TOOBIG))
            state = State::Damaged;
        return tl::unexpected(opened.error());
    }
    return db;
}

Result<> Database::connect(DatabaseOptions::Access wanted)
{
    m_idle.clear();
    m_damaged = false;
    std::error_code ignored;
    const std::filesystem::path log = std::filesystem::path(m_file).concat("-wal");
    const bool hasLog = std::filesystem::exists(log, ignored) && std::filesystem::file_size(log, ignored) > 0;
    const bool frozen = wanted == DatabaseOptions::Access::Frozen;
    // A log a crash left can be read without shared memory only by one who locks everybody out.
    const bool alone = frozen && hasLog;
    const int access = wanted == DatabaseOptions::Access::ReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                       : alone                                      ? SQLITE_OPEN_READWRITE
                                                                    : SQLITE_OPEN_READONLY;
    const int flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
    sqlite3 *handle = nullptr;
    const int code =
        sqlite3_open_v2(addressOf(m_file, frozen && !hasLog ? "?immutable=1" : "").c_str(), &handle, flags, nullptr);
    m_handle.reset(handle);
    if (code != SQLITE_OK)
        return failure("cannot open");
    if (hasHeadOfALaterFormat(handle)) {
        m_damaged = true;
        return fail(ErrorKind::Storage, "of a format that nobody wrote", m_file.filename().string());
    }
    if (alone) {
        sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        if (auto done = run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA query_only=ON"); !done)
            return done;
    }
    return harden();
}

Result<> Database::harden()
{
    sqlite3 *db = m_handle.get();
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, kBusyMs);
    // The file may come from anywhere: nothing in it may run code.
    for (const int off : {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
                          SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW})
        sqlite3_db_config(db, off, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, kMaxValueBytes);
    sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, kMaxSqlBytes);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    return run("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON; PRAGMA secure_delete=OFF;"
               "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4000");
}

Result<int> Database::integerOf(const char *pragma)
{
    Query query(*this, pragma);
    const int value = query.next() ? int(query.integer(0)) : 0;
    if (auto done = query.result(); !done)
        return tl::unexpected(done.error());
    return value;
}

Result<> Database::inspect(DatabaseOptions::Access access, State &state)
{
    // Before anything is changed: is it ours, and do we understand it?
    const auto version = integerOf("PRAGMA user_version");
    const auto application = version ? integerOf("PRAGMA application_id") : version;
    const auto tables = application ? integerOf("SELECT count(*) FROM sqlite_schema") : application;
    if (!tables)
        return tl::unexpected(tables.error());
    const bool fresh = *version == 0 && *application == 0 && *tables == 0;
    if (fresh && m_options.emptiness == DatabaseOptions::Emptiness::Damage) {
        state = State::Damaged;
        return fail(ErrorKind::Storage, "empty", m_file.filename().string());
    }
    if (!fresh && *application != m_options.applicationId) {
        state = State::Damaged;
        return fail(ErrorKind::Storage, "some other program's database", m_file.filename().string());
    }
    const bool filled = *version > 0; // a first start may have been interrupted before
    if (filled && *version < m_options.firstVersion) {
        state = State::Older;
        return fail(ErrorKind::Storage, "written by an older Kanal (version " + std::to_string(*version) + ")",
                    m_file.filename().string());
    }
    if (*version > newestVersion()) {
        state = State::Newer;
        return fail(ErrorKind::Storage, "written by a newer Kanal (version " + std::to_string(*version) + ")",
                    m_file.filename().string());
    }
    if (access != DatabaseOptions::Access::ReadWrite) {
        if (*version != newestVersion())
            return fail(ErrorKind::Storage, "needs an update that cannot be written", m_file.filename().string());
        return {};
    }
    // The limit is more than is written between two checkpoints: a log that is cut shorter every time has to grow every
    // time.
    if (auto done = run("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                        "PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=5120000");
        !done)
        return done;
    return migrate(*version);
}

Result<> Database::migrate(int from)
{
    for (int version = std::max(from + 1, m_options.firstVersion); version <= newestVersion(); ++version) {
        // One transaction a step, its number included: a crash leaves the schema before or after it.
        Transaction step(*this);
        Result<> done = step.begun();
        if (done)
            done = run(m_options.schema[std::size_t(version - m_options.firstVersion)]);
        if (done)
            done = run(("PRAGMA application_id=" + std::to_string(m_options.applicationId) +
                        ";PRAGMA user_version=" + std::to_string(version))
                           .c_str());
        if (done)
            done = step.commit();
        if (!done)
            return done;
    }
    return {};
}

Result<bool> Database::isIntact()
{
    if (passesQuickCheck(m_handle.get()))
        return hasSchema(m_handle.get(), m_options.schema);
    // A page that could not be read looks like a damaged one there. What no disk can disturb is a copy in memory: where
    // even that cannot be made for want of pages, it is the disk.
    sqlite3 *raw = nullptr;
    const int opened = sqlite3_open(":memory:", &raw);
    const DatabaseHandle copy(raw);
    const int copied = opened == SQLITE_OK ? copyPages(m_handle.get(), copy.get()) : opened;
    if (copied != SQLITE_OK && !meansDamage(copied))
        return fail(ErrorKind::Storage, std::string("cannot read: ") + sqlite3_errstr(copied),
                    m_file.filename().string());
    return copied == SQLITE_OK && passesQuickCheck(copy.get());
}

Result<> Database::run(const char *sql)
{
    if (sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure("cannot change");
    return {};
}

Result<> Database::copyTo(const std::filesystem::path &to)
{
    sqlite3 *raw = nullptr;
    const int code =
        sqlite3_open_v2(addressOf(to, "").c_str(), &raw,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
    const DatabaseHandle target(raw);
    if (code != SQLITE_OK)
        return fail(ErrorKind::Storage, "cannot make the copy", to.filename().string());
    // The caller flushes the finished copy once; a journal for a file nobody knows yet would be flushed for nothing.
    sqlite3_exec(target.get(), "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF", nullptr, nullptr, nullptr);
    if (const int copied = copyPages(m_handle.get(), target.get()); copied != SQLITE_OK)
        return fail(ErrorKind::Storage, std::string("cannot copy: ") + sqlite3_errstr(copied), to.filename().string());
    // A copy is one file: no log beside it that could be forgotten.
    if (sqlite3_exec(target.get(), "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr) != SQLITE_OK)
        return fail(ErrorKind::Storage, std::string("cannot finish the copy: ") + sqlite3_errmsg(target.get()),
                    to.filename().string());
    return {};
}

Result<> Database::reopen()
{
    m_options.emptiness = DatabaseOptions::Emptiness::Damage; // it was ours a moment ago
    m_changedBefore = changedRowsSinceOpen();
    const bool wasDamaged = m_damaged;
    m_standsIn = false;
    Result<> opened = openAgain(m_options.access);
    if (!opened && !m_damaged && !isReadOnly() && openAgain(DatabaseOptions::Access::Frozen)) {
        log::warning("kanal.library.database", "read only until there is room: " + opened.error().detail);
        m_standsIn = true;
        opened = {};
    }
    m_damaged = m_damaged || wasDamaged;
    return opened;
}

Result<> Database::openAgain(DatabaseOptions::Access access)
{
    m_idle.clear();
    m_handle.reset();
    Result<> opened = connect(access);
    State state = State::Fine;
    if (opened)
        opened = inspect(access, state);
    return opened;
}

StatementHandle Database::take(std::string_view sql)
{
    if (const auto found = m_idle.find(sql); found != m_idle.end()) {
        StatementHandle statement = std::move(found->second);
        m_idle.erase(found);
        return statement;
    }
    sqlite3_stmt *statement = nullptr;
    if (m_handle)
        sqlite3_prepare_v3(m_handle.get(), sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    return StatementHandle(statement);
}

void Database::giveBack(std::string_view sql, StatementHandle statement)
{
    // Statements of a connection that was reopened meanwhile die with it.
    if (statement && sqlite3_db_handle(statement.get()) == m_handle.get())
        m_idle.insert_or_assign(sql, std::move(statement));
}

Query::Query(Database &db, std::string_view sql)
    : m_db(db)
    , m_sql(sql)
    , m_statement(db.take(sql))
{
    if (m_statement)
        return;
    m_error = m_db.failure("cannot prepare").value();
    // Our own words are in order: a schema that does not know them is damaged.
    m_db.m_damaged = m_db.m_damaged || (m_db.m_handle && sqlite3_errcode(m_db.m_handle.get()) == SQLITE_ERROR);
}

Query::~Query()
{
    if (!m_statement)
        return;
    sqlite3_reset(m_statement.get());
    sqlite3_clear_bindings(m_statement.get());
    m_db.giveBack(m_sql, std::move(m_statement));
}

void Query::check(int code, const char *doing)
{
    if (code != SQLITE_OK && !m_error)
        m_error = m_db.failure(doing).value();
}

bool Query::next()
{
    if (m_error)
        return false;
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        check(code, "cannot read or write");
    sqlite3_reset(m_statement.get());
    return false;
}

Result<> Query::run()
{
    while (next()) {
    }
    return result();
}

Result<> Query::result() const
{
    if (m_error)
        return tl::unexpected(*m_error);
    return {};
}

std::string_view Query::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement.get(), column));
    return bytes ? std::string_view(bytes, std::size_t(sqlite3_column_bytes(m_statement.get(), column)))
                 : std::string_view();
}

std::span<const std::byte> Query::blob(int column) const
{
    const void *bytes = sqlite3_column_blob(m_statement.get(), column);
    return {static_cast<const std::byte *>(bytes),
            bytes ? std::size_t(sqlite3_column_bytes(m_statement.get(), column)) : 0};
}

void Query::bindOne(std::int64_t value)
{
    if (m_statement)
        check(sqlite3_bind_int64(m_statement.get(), ++m_bound, value), "cannot bind");
}

void Query::bindOne(double value)
{
    if (m_statement)
        check(sqlite3_bind_double(m_statement.get(), ++m_bound, value), "cannot bind");
}

void Query::bindOne(std::string_view value)
{
    // A view without memory would bind NULL; an empty text is not that.
    if (m_statement)
        check(sqlite3_bind_text64(m_statement.get(), ++m_bound, value.data() ? value.data() : "", value.size(),
                                  SQLITE_STATIC, SQLITE_UTF8),
              "cannot bind");
}

void Query::bindOne(std::span<const std::byte> value)
{
    if (m_statement)
        check(sqlite3_bind_blob64(m_statement.get(), ++m_bound, value.data(), value.size(), SQLITE_STATIC),
              "cannot bind");
}

void Query::bindOne(std::nullopt_t)
{
    if (m_statement)
        check(sqlite3_bind_null(m_statement.get(), ++m_bound), "cannot bind");
}

Transaction::Transaction(Database &db)
    : m_db(db)
{
    if (m_db.standsIn())
        if (auto opened = m_db.reopen(); !opened)
            m_error = opened.error();
    if (m_db.standsIn())
        m_error = Error{ErrorKind::Storage, "no room to write", m_db.file().filename().string()};
    if (m_error)
        return;
    if (auto begun = m_db.run("BEGIN IMMEDIATE"); !begun)
        m_error = begun.error();
    else
        m_open = true;
}

Transaction::~Transaction()
{
    if (m_open && !sqlite3_get_autocommit(m_db.m_handle.get()))
        sqlite3_exec(m_db.m_handle.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<> Transaction::begun() const
{
    if (m_error)
        return tl::unexpected(*m_error);
    return {};
}

Result<> Transaction::commit()
{
    if (m_error)
        return tl::unexpected(*m_error);
    if (auto committed = m_db.run("COMMIT"); committed) {
        m_open = false;
        return {};
    } else {
        log::error("kanal.library.database", "commit failed: " + committed.error().detail);
        m_open = false;
        if (auto reopened = m_db.reopen(); !reopened)
            log::error("kanal.library.database", "cannot reopen: " + reopened.error().detail);
        return committed;
    }
}

} // namespace kanal::library
