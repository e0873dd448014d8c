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

/// The entry of the list that this one is now: the one with its id and name, else the only one of its name, else the
/// one with its id and its guide id or a name that has its words. nullopt: none, or nobody can tell.
std::optional<library::EntryShape> foundAgain(const library::CatalogueSnapshot &snapshot,
                                              const library::EntryShape &entry);
/// The entry as its list has it by now, for a wish that was on its way while the panel was refreshed: under its new id,
/// or under the one it waits with while its own is another's. Reads the catalogue: not on a GUI thread.
library::EntryShape asListedNow(library::Library &library, const library::EntryShape &entry);
/// The id that the entry with this one in the list before has in the one of now; the same where neither has it, empty
/// where it is another's now.
std::string idNow(const library::CatalogueSnapshot &before, const library::CatalogueSnapshot &now,
                  const std::string &id);

} // namespace kanal::session
