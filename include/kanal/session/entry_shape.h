// SPDX-License-Identifier: MIT
// What an entry of the catalogue is, as the user store remembers it. Any thread.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/ids.h>
#include <kanal/library/user_store.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kanal::library
{
class CatalogueSnapshot;
class Library;
} // namespace kanal::library

namespace kanal::session
{

library::EntryShape shapeOf(const library::CatalogueSnapshot &snapshot, std::uint32_t row);
/// The names of the categories it stands in besides its first.
std::vector<std::string> otherCategories(const library::CatalogueSnapshot &snapshot, std::uint32_t row);
/// NotFound for an entry the catalogue does not have.
Result<library::EntryShape> shapeOf(library::Library &library, const EntryKey &key);

/// The entry of the list that this one is now: the one with its id, unless that became another, else the only one of
/// its name. nullopt: none, or nobody can tell.
std::optional<library::EntryShape> foundAgain(const library::CatalogueSnapshot &snapshot,
                                              const library::EntryShape &entry);

} // namespace kanal::session
