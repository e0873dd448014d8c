// SPDX-License-Identifier: MIT
// Whether the tables of a database are the ones that were made: a damaged page may still be a sound one with another
// letter in a column's name, which no integrity check notices.
#pragma once

#include <span>

struct sqlite3;

namespace kanal::library
{

/// `steps` are the statements that make it, in order. True also where the schema cannot be read for reasons of the
/// disk: that is for others to say.
bool hasSchema(sqlite3 *database, std::span<const char *const> steps);

} // namespace kanal::library
