// SPDX-License-Identifier: MIT
#include "schema_check.h"

#include <memory>
#include <optional>
#include <string>

#include <sqlite3.h>

namespace kanal::library
{

namespace
{

struct Close {
    void operator()(sqlite3 *database) const { sqlite3_close_v2(database); }
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};

/// Every table and index in words, by name; nullopt: it cannot be read.
std::optional<std::string> schemaOf(sqlite3 *database)
{
    sqlite3_stmt *raw = nullptr;
    sqlite3_prepare_v2(database,
                       "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name", -1,
                       &raw, nullptr);
    const std::unique_ptr<sqlite3_stmt, Close> query(raw);
    if (!query)
        return std::nullopt;
    std::string schema;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(query.get())) == SQLITE_ROW)
        for (int column = 0; column < 3; ++column) {
            const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(query.get(), column));
            schema.append(text ? text : "").push_back('\n');
        }
    return code == SQLITE_DONE ? std::optional(schema) : std::nullopt;
}

int versionOf(sqlite3 *database)
{
    sqlite3_stmt *raw = nullptr;
    sqlite3_prepare_v2(database, "PRAGMA user_version", -1, &raw, nullptr);
    const std::unique_ptr<sqlite3_stmt, Close> query(raw);
    return query && sqlite3_step(query.get()) == SQLITE_ROW ? sqlite3_column_int(query.get(), 0) : 0;
}

} // namespace

bool hasSchema(sqlite3 *database, std::span<const char *const> steps)
{
    const auto found = schemaOf(database);
    sqlite3 *raw = nullptr;
    sqlite3_open(":memory:", &raw);
    const std::unique_ptr<sqlite3, Close> fresh(raw);
    const std::size_t version = std::size_t(versionOf(database));
    for (std::size_t i = 0; i < steps.size() && i < version; ++i)
        if (sqlite3_exec(fresh.get(), steps[i], nullptr, nullptr, nullptr) != SQLITE_OK)
            return true;
    const auto wanted = schemaOf(fresh.get());
    return !found || !wanted || *found == *wanted;
}

} // namespace kanal::library
