// SPDX-License-Identifier: MIT
// What kanal-cli prints: JSON for programs, aligned tables for people, errors for both.
#pragma once

#include <kanal/core/error.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace kanal::cli
{

using Json = nlohmann::ordered_json; ///< keys stay in the order they are documented in

/// One line. Text that is no UTF-8 is repaired, not refused.
void printJson(const Json &value);
void printLine(std::string_view text);

/// An error as both forms of output show it.
Json errorJson(const Error &error);
/// The sentence on stderr always; the JSON on stdout when asked for.
void reportError(const Error &error, bool json);

/// Rows under headings; columns as wide as their longest text, numbers to the right.
class Table
{
public:
    enum class Align { Left, Right };
    struct Column {
        std::string heading;
        Align align = Align::Left;
    };

    explicit Table(std::vector<Column> columns);
    void add(std::vector<std::string> cells);
    void print() const;

private:
    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

/// A list of rows, printed as one JSON array row by row or as a table. `finish()` prints what is left.
class Rows
{
public:
    Rows(bool json, std::vector<Table::Column> columns);
    bool json() const { return m_json; }
    void addJson(const Json &row);                 ///< json()
    void addCells(std::vector<std::string> cells); ///< !json()
    void finish();

private:
    const bool m_json;
    bool m_first = true;
    Table m_table;
};

/// "name: value" lines with aligned values.
void printFields(const std::vector<std::pair<std::string, std::string>> &fields);

std::string number(std::int64_t value);        ///< "1234"
std::string decimal(double value, int digits); ///< "7.5"
Json isoOrNull(std::optional<std::chrono::sys_seconds> time);
/// With the computer's own offset at that time.
std::string localIsoTime(std::chrono::sys_seconds time);
template<class T>
Json orNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

} // namespace kanal::cli
