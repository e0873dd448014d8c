// SPDX-License-Identifier: MIT
#include "output.h"

#include <kanal/core/redact.h>
#include <kanal/core/time_text.h>
#include <kanal/presenters/error_text.h>

#include <QDateTime>
#include <QString>

#include <algorithm>
#include <array>
#include <cstdio>

namespace kanal::cli
{

namespace
{

/// Cells on a terminal, near enough: combining marks take none.
std::size_t widthOf(const std::string &text)
{
    std::size_t width = 0;
    for (const char32_t point : QString::fromStdString(text).toStdU32String())
        width += QChar::isMark(point) ? 0 : 1;
    return width;
}

std::string padded(const std::string &text, std::size_t width, Table::Align align)
{
    const std::size_t own = widthOf(text);
    const std::string blanks(width > own ? width - own : 0, ' ');
    return align == Table::Align::Right ? blanks + text : text + blanks;
}

void write(std::FILE *file, std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), file);
}

std::string dump(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string sentence(const Error &error)
{
    const presenters::ErrorText text = presenters::errorText(error);
    return (text.message.isEmpty() ? text.title : text.title + QStringLiteral(". ") + text.message).toStdString();
}

} // namespace

void printJson(const Json &value)
{
    printLine(dump(value));
}

void printLine(std::string_view text)
{
    write(stdout, text);
    write(stdout, "\n");
    std::fflush(stdout);
}

Json errorJson(const Error &error)
{
    return {{"kind", errorKindName(error.kind)}, {"message", sentence(error)}};
}

void reportError(const Error &error, bool json)
{
    if (json)
        printJson({{"error", errorJson(error)}});
    std::string text = "kanal-cli: " + sentence(error);
    if (!error.detail.empty())
        text += " (" + redact(error.detail) + ")";
    if (error.kind == ErrorKind::Storage && error.subject == "keychain")
        text += "\nWhere there is no keychain, --secrets file keeps passwords in a file of the profile that only you "
                "can read.";
    if (!error.fingerprint.empty())
        text += "\nIts SHA-256 fingerprint is " + error.fingerprint + "; accounts edit --accept-certificate " +
                error.subject + "=" + error.fingerprint + " trusts it for this host.";
    write(stderr, text + "\n");
}

Table::Table(std::vector<Column> columns)
    : m_columns(std::move(columns))
{
}

void Table::add(std::vector<std::string> cells)
{
    m_rows.push_back(std::move(cells));
}

void Table::print() const
{
    std::vector<std::size_t> widths;
    for (const Column &column : m_columns)
        widths.push_back(widthOf(column.heading));
    for (const auto &row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], widthOf(row[i]));

    const auto line = [&](auto cellOf) {
        std::string text;
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            text += (i ? "  " : "") + padded(cellOf(i), widths[i], m_columns[i].align);
        text.erase(text.find_last_not_of(' ') + 1);
        return text + "\n";
    };
    write(stdout, line([&](std::size_t i) { return m_columns[i].heading; }));
    for (const auto &row : m_rows)
        write(stdout, line([&](std::size_t i) { return row[i]; }));
    std::fflush(stdout);
}

Rows::Rows(bool json, std::vector<Table::Column> columns)
    : m_json(json)
    , m_table(std::move(columns))
{
}

void Rows::addJson(const Json &row)
{
    write(stdout, (m_first ? "[" : ",\n") + dump(row));
    m_first = false;
}

void Rows::addCells(std::vector<std::string> cells)
{
    m_table.add(std::move(cells));
}

void Rows::finish()
{
    if (m_json)
        printLine(m_first ? "[]" : "]");
    else
        m_table.print();
}

void printFields(const std::vector<std::pair<std::string, std::string>> &fields)
{
    std::size_t width = 0;
    for (const auto &[name, value] : fields)
        width = std::max(width, widthOf(name));
    for (const auto &[name, value] : fields)
        printLine(padded(name, width, Table::Align::Left) + "  " + value);
}

std::string number(std::int64_t value)
{
    return std::to_string(value);
}

std::string decimal(double value, int digits)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return text.data();
}

Json isoOrNull(std::optional<std::chrono::sys_seconds> time)
{
    return time ? Json(isoTime(*time)) : Json(nullptr);
}

std::string localIsoTime(std::chrono::sys_seconds time)
{
    const QDateTime local = QDateTime::fromSecsSinceEpoch(time.time_since_epoch().count());
    return isoTime(time, std::chrono::minutes(local.offsetFromUtc() / 60));
}

} // namespace kanal::cli
