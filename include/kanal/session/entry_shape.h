// SPDX-License-Identifier: MIT
// What an entry of the catalogue is, as the user store remembers it. Any thread.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/ids.h>
#include <kanal/library/user_store.h>

#include <cstdint>

namespace kanal::library
{
class CatalogueSnapshot;
class Library;
} // namespace kanal::library

namespace kanal::session
{

library::EntryShape shapeOf(const library::CatalogueSnapshot &snapshot, std::uint32_t row);
/// NotFound for an entry the catalogue does not have.
Result<library::EntryShape> shapeOf(library::Library &library, const EntryKey &key);

} // namespace kanal::session
