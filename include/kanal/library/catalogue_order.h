// SPDX-License-Identifier: MIT
// Orders and facets of a list, worked out once for a snapshot: a change of sort, category or filter is then a walk over
// indices. Plain functions without state; making one reads every row (tens of ms for 150,000), so not on the GUI
// thread.
#pragma once

#include <kanal/library/catalogue_store.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kanal::library
{

enum class SortBy : std::uint8_t {
    Listed, ///< the panel's own order
    Number, ///< as the panel counts; rows without one last
    Name,   ///< as folded for search
    Added,  ///< for series the last change; unknown last
    Rating, ///< unrated last
    Year,   ///< unknown last
};

/// A permutation of the rows, ascending, ties in the panel's order. Rows that lack the value stand at the end in both
/// directions.
struct CatalogueOrder {
    std::vector<std::uint32_t> rows;  ///< row at each place; empty: the panel's order
    std::vector<std::uint32_t> place; ///< the inverse
    std::uint32_t known = 0;          ///< from this place on the value is unknown
};

CatalogueOrder makeOrder(const CatalogueSnapshot &snapshot, SortBy by);

enum class Direction : std::uint8_t { Ascending, Descending };
/// Brings `rows` (in the panel's order, without repeats) into the order; linear for large parts of a list.
void arrange(std::vector<std::uint32_t> &rows, const CatalogueOrder &order, Direction direction);

/// What films or series can be narrowed by.
struct CatalogueFacets {
    static constexpr std::size_t kMostGenres = 64;
    std::vector<std::string> genres;      ///< the most frequent first
    std::vector<std::uint64_t> genreBits; ///< of each row: bit i is genres[i]
    std::vector<std::int16_t> years;      ///< of each row; 0: unknown
    std::vector<int> decades;             ///< that have entries, newest first: 2020, 2010 …
};

/// Empty for channels.
CatalogueFacets makeFacets(const CatalogueSnapshot &snapshot);

} // namespace kanal::library
