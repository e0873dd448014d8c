// SPDX-License-Identifier: MIT
// SQLite behind value types: one connection, its prepared statements and its transactions. The only header that knows
// sqlite3.h. A Database belongs to one store, which guards it with its mutex.
//
//     Query query(db, "SELECT id, name FROM account WHERE server = ?");
//     query.bind(server);
//     while (query.next())
//         use(query.integer(0), query.text(1));
//     if (auto done = query.result(); !done)
//         return tl::unexpected(done.error());
#pragma once

#include <kanal/core/error.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include <sqlite3.h>

namespace kanal::library
{

struct CloseDatabase {
    void operator()(sqlite3 *db) const { sqlite3_close_v2(db); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// Each step brings a schema to the next version, the first one an empty file to DatabaseOptions::firstVersion.
using SchemaSteps = std::span<const char *const>;

struct DatabaseOptions {
    enum class Access {
        ReadWrite,
        ReadOnly, ///< beside a process that writes
        Frozen    ///< nobody writes, and nothing can be written: not even the files that writers and readers share
    };
    enum class Emptiness {
        Fresh, ///< a first start: the schema is made
        Damage ///< something was there before
    };

    Access access = Access::ReadWrite;
    Emptiness emptiness = Emptiness::Fresh;
    std::int32_t applicationId = 0; ///< marks the file as ours
    int firstVersion = 1;           ///< of the schema, behind its first step; what is older is not brought up to date
    SchemaSteps schema;
};

class Database
{
public:
    enum class State {
        Fine,
        Damaged, ///< not a database, not ours, or SQLite found it corrupt
        Older,   ///< of a version before the first one
        Newer,   ///< written by a newer Kanal
    };

    /// Opens, hardens and brings the schema up to date; a commit is on the disk when it ends. A failure leaves the file
    /// as it was; `state` says why.
    static Result<Database> open(const std::filesystem::path &file, const DatabaseOptions &options, State &state);

    /// Every page read, every row in place. Slow on large files. A disk that fails to read is an error, not damage.
    Result<bool> isIntact();
    /// Runs statements that return nothing.
    Result<> run(const char *sql);
    std::int64_t lastInsertId() const { return sqlite3_last_insert_rowid(m_handle.get()); }
    int changedRows() const { return sqlite3_changes(m_handle.get()); }
    std::int64_t changedRowsSinceOpen() const { return m_changedBefore + sqlite3_total_changes(m_handle.get()); }

    bool isReadOnly() const { return m_options.access != DatabaseOptions::Access::ReadWrite; }
    /// SQLite has found damage on this connection: set the file aside and start again.
    bool isDamaged() const { return m_damaged; }
    const std::filesystem::path &file() const { return m_file; }

    /// A consistent copy at `to` while this one is in use.
    Result<> copyTo(const std::filesystem::path &to);
    /// After a failed commit the handle is not to be trusted: a new one is made, which runs SQLite's recovery. Where
    /// the disk has no room for what a writer needs, it reads (standsIn()); each transaction tries to write again.
    Result<> reopen();
    /// Nobody else can open the file meanwhile.
    bool standsIn() const { return m_standsIn; }

private:
    friend class Query;
    friend class Transaction;
    Database() = default;

    Result<> connect(DatabaseOptions::Access access);
    Result<> harden();
    Result<> inspect(DatabaseOptions::Access access, State &state);
    Result<> openAgain(DatabaseOptions::Access access);
    Result<> migrate(int from);
    int newestVersion() const { return m_options.firstVersion + int(m_options.schema.size()) - 1; }
    Result<int> integerOf(const char *pragma);
    tl::unexpected<Error> failure(const char *doing);
    StatementHandle take(std::string_view sql);
    void giveBack(std::string_view sql, StatementHandle statement);

    std::filesystem::path m_file;
    DatabaseOptions m_options;
    DatabaseHandle m_handle;
    std::unordered_map<std::string_view, StatementHandle> m_idle; // keyed by literals
    std::int64_t m_changedBefore = 0;
    bool m_damaged = false;
    bool m_standsIn = false; ///< opened for writing, connected for reading
};

/// One prepared statement in use; back in the cache afterwards. Errors stick: result() tells the first.
class Query
{
public:
    /// `sql` must be a literal: it is the key of the statement cache.
    Query(Database &db, std::string_view sql);
    ~Query();
    Query(const Query &) = delete;
    Query &operator=(const Query &) = delete;

    /// Binds the next parameters in order. Texts and blobs must live until the statement has run.
    template<class... Values>
    Query &bind(const Values &...values)
    {
        (bindOne(values), ...);
        return *this;
    }

    bool next();    ///< another row
    Result<> run(); ///< for statements without rows
    Result<> result() const;

    std::int64_t integer(int column) const { return sqlite3_column_int64(m_statement.get(), column); }
    double real(int column) const { return sqlite3_column_double(m_statement.get(), column); }
    bool isNull(int column) const { return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL; }
    std::string_view text(int column) const; ///< until the next next()
    std::span<const std::byte> blob(int column) const;

private:
    void bindOne(std::int64_t value);
    void bindOne(int value) { bindOne(std::int64_t(value)); }
    void bindOne(bool value) { bindOne(std::int64_t(value)); }
    void bindOne(double value);
    void bindOne(std::string_view value);
    void bindOne(const std::string &value) { bindOne(std::string_view(value)); }
    void bindOne(const char *value) { bindOne(std::string_view(value)); } // would become a bool otherwise
    void bindOne(std::span<const std::byte> value);
    void bindOne(std::nullopt_t);
    template<class T>
    void bindOne(const std::optional<T> &value)
    {
        if (value)
            bindOne(*value);
        else
            bindOne(std::nullopt);
    }
    void check(int code, const char *doing);

    Database &m_db;
    std::string_view m_sql;
    StatementHandle m_statement;
    int m_bound = 0;
    std::optional<Error> m_error;
};

/// All or nothing. Rolled back unless committed.
class Transaction
{
public:
    explicit Transaction(Database &db);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    Result<> begun() const;
    Result<> commit();

private:
    Database &m_db;
    std::optional<Error> m_error;
    bool m_open = false;
};

} // namespace kanal::library
