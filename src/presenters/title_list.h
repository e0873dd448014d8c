// SPDX-License-Identifier: MIT
// Which titles a list shows, in which order. Pure.
#pragma once

#include <kanal/library/catalogue_order.h>
#include <kanal/presenters/list_sort.h>

#include <QString>

#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace kanal::presenters
{

class CategoryListModel;

struct TitleWish {
    QString category; ///< as CategoryListModel
    QString filter;
    ListSort sort;
    ListChips chips;
    std::span<const std::string> favourites; ///< ids in order
    std::span<const std::string> begun;      ///< ids, newest first: to continue
    std::function<bool(std::string_view id)> isWatched;
    const std::set<std::string> *hidden = nullptr; ///< ids; seen in their own category only
};

/// What has been worked out of the snapshot; null: not needed, or not there yet.
struct TitleOrders {
    const library::CatalogueOrder *sorted = nullptr; ///< by the wish's sort
    const library::CatalogueOrder *added = nullptr;  ///< for "added"
    const library::CatalogueFacets *facets = nullptr;
    const std::vector<bool> *isNew = nullptr; ///< by row
};

/// "Recently added" shows so many.
inline constexpr std::size_t kRecentlyAdded = 200;

std::vector<std::uint32_t> titlesInView(const library::CatalogueSnapshot &snapshot, const CategoryListModel &categories,
                                        const TitleWish &wish, const TitleOrders &orders);

} // namespace kanal::presenters
