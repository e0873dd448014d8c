// SPDX-License-Identifier: MIT
// Filter and search over the folded blobs of a RowFile. Pure; any thread.
#pragma once

#include "row_file.h"

#include <kanal/library/catalogue_store.h>

#include <span>
#include <string_view>
#include <vector>

namespace kanal::library
{

/// See CatalogueSnapshot::filter.
std::vector<std::uint32_t> filterRows(const RowFile &file, std::string_view query,
                                      std::span<const std::uint32_t> within);

/// See CatalogueSnapshot::search. What ranks before what, best first:
///   the whole name; the name begins with what was typed; it stands in the name at the start of a word; all words stand
///   there somewhere at starts of words; any part of the name; with the help of genre, year, cast or director.
/// Within these, shorter names come first (not in the last group), then the panel's order. Headings are never found.
/// `judged`: by row, whether it is for adults; null: as the file says.
std::vector<SearchHit> searchRows(const RowFile &file, EntryKind kind, std::string_view query, std::size_t limit,
                                  SearchMemory *memory, AdultEntries adult, const std::vector<bool> *judged);
/// See CatalogueSnapshot::rank.
std::vector<SearchHit> rankRows(const RowFile &file, EntryKind kind, std::string_view query,
                                std::span<const std::uint32_t> rows);

} // namespace kanal::library
