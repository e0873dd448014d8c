// SPDX-License-Identifier: MIT
// Which channels a list shows, and which one is next to another. Pure.
#pragma once

#include <kanal/library/catalogue_order.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/presenters/list_sort.h>

#include <QString>

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace kanal::presenters
{

class CategoryListModel;

struct ListWish {
    QString category; ///< as CategoryListModel
    QString filter;
    std::span<const std::string> favourites; ///< ids in order
    std::span<const std::string> recents;
    ListSort sort = {};
    ListChips chips = {};
    const library::CatalogueOrder *order = nullptr; ///< by `sort`; null: the panel's order
    const std::vector<bool> *isNew = nullptr;       ///< by row, for that chip; null: not yet known, all stay
    const std::set<std::string> *hidden = nullptr;  ///< ids; seen in their own category only
};

/// The rows of the snapshot that are shown, in order. A filtered or sorted list has no headings.
std::vector<std::uint32_t> rowsInView(const library::CatalogueSnapshot &snapshot, const CategoryListModel &categories,
                                      const ListWish &wish);

enum class AtEnds { Wrap, Stop };
/// The position in `rows` that is `step` playable channels from `from` (nullopt: from outside the list, so the first or
/// last one). nullopt: none.
std::optional<std::size_t> stepFrom(const library::CatalogueSnapshot &snapshot, std::span<const std::uint32_t> rows,
                                    std::optional<std::size_t> from, int step, AtEnds atEnds);

/// The playable row with this number: the first among `preferred`, else in the whole snapshot.
std::optional<std::uint32_t> rowWithNumber(const library::CatalogueSnapshot &snapshot,
                                           std::span<const std::uint32_t> preferred, int number);

} // namespace kanal::presenters
