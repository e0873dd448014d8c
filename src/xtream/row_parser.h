// SPDX-License-Identifier: MIT
// Reads rows out of JSON text with simdjson's on-demand parser. The text of a row lives in the parser and the arena
// until the next begin().
#pragma once

#include "raw_row.h"

#include <memory>
#include <span>

namespace kanal::xtream
{

enum class RowOutcome {
    Row,    ///< an object; its fields are in the RawRow
    NoRow,  ///< null, a number, a list …
    Broken, ///< cannot be parsed, and what follows it in the same text cannot either
};

class RowParser
{
public:
    RowParser(std::span<const FieldName> names, TextArena &arena);
    ~RowParser();

    /// Begins a text of the form [ element, element, … ] with ListSplitter::kPadding readable bytes behind it. False
    /// when it cannot be parsed at all.
    bool begin(const char *text, std::size_t size);
    bool atEnd();
    /// At the end: the bracket that closed the list was the text's last.
    bool sawAll();
    RowOutcome next(RawRow &row);

private:
    class Impl; // simdjson's classes differ with its compile options: only one file may see them
    std::unique_ptr<Impl> m_impl;
};

} // namespace kanal::xtream
