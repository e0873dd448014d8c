// SPDX-License-Identifier: MIT
#include "title_list.h"

#include "hidden_rows.h"
#include "text.h"

#include <kanal/presenters/category_list_model.h>

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace kanal::presenters
{

namespace
{

using library::CatalogueFacets;
using library::CatalogueSnapshot;
using library::Direction;

std::vector<std::uint32_t> rowsOfIds(const CatalogueSnapshot &snapshot, std::span<const std::string> ids)
{
    std::vector<std::uint32_t> rows;
    for (const std::string &id : ids)
        if (const auto row = snapshot.find(id))
            rows.push_back(*row);
    return rows;
}

std::vector<std::uint32_t> newest(const library::CatalogueOrder &added)
{
    std::vector<std::uint32_t> rows;
    for (std::uint32_t place = added.known; place-- > 0 && rows.size() < kRecentlyAdded;)
        rows.push_back(added.rows[place]);
    return rows;
}

std::vector<std::uint32_t> rowsOfCategory(const CatalogueSnapshot &snapshot, const CategoryListModel &categories,
                                          const TitleWish &wish, const TitleOrders &orders)
{
    if (wish.category == QLatin1String("favourites"))
        return rowsOfIds(snapshot, wish.favourites);
    if (wish.category == QLatin1String("recent"))
        return rowsOfIds(snapshot, wish.begun);
    if (wish.category == QLatin1String("hidden"))
        return wish.hidden ? hiddenRows(snapshot, *wish.hidden) : std::vector<std::uint32_t>{};
    if (wish.category == QLatin1String("added"))
        return orders.added ? newest(*orders.added) : std::vector<std::uint32_t>{};
    if (const auto index = categories.categoryIndex(wish.category)) {
        const std::span<const std::uint32_t> rows = snapshot.rowsOf(*index);
        return {rows.begin(), rows.end()};
    }
    std::vector<std::uint32_t> all(snapshot.size());
    std::iota(all.begin(), all.end(), 0U);
    return all;
}

void narrow(std::vector<std::uint32_t> &rows, const CatalogueSnapshot &snapshot, const TitleWish &wish,
            const TitleOrders &orders)
{
    if (wish.chips.fresh && orders.isNew)
        std::erase_if(rows, [&](std::uint32_t row) { return !(*orders.isNew)[row]; });
    if (wish.chips.favourites) {
        const std::vector<std::uint32_t> marked = rowsOfIds(snapshot, wish.favourites);
        const std::unordered_set<std::uint32_t> kept(marked.begin(), marked.end());
        std::erase_if(rows, [&](std::uint32_t row) { return !kept.contains(row); });
    }
    if (wish.chips.unwatched && wish.isWatched)
        std::erase_if(rows, [&](std::uint32_t row) { return wish.isWatched(snapshot.id(row)); });
    const CatalogueFacets *facets = orders.facets;
    if (!facets)
        return;
    if (!wish.chips.genre.isEmpty()) {
        const auto found = std::find(facets->genres.begin(), facets->genres.end(), toUtf8(wish.chips.genre));
        const std::uint64_t bit =
            found == facets->genres.end() ? 0 : std::uint64_t(1) << (found - facets->genres.begin());
        std::erase_if(rows, [&](std::uint32_t row) { return (facets->genreBits[row] & bit) == 0; });
    }
    if (wish.chips.decade != 0)
        std::erase_if(rows, [&](std::uint32_t row) { return facets->years[row] / 10 * 10 != wish.chips.decade; });
}

} // namespace

std::vector<std::uint32_t> titlesInView(const CatalogueSnapshot &snapshot, const CategoryListModel &categories,
                                        const TitleWish &wish, const TitleOrders &orders)
{
    std::vector<std::uint32_t> rows = rowsOfCategory(snapshot, categories, wish, orders);
    std::erase_if(rows, [&](std::uint32_t row) { return snapshot.isHeading(row); }); // sorted, they would part nothing
    if (wish.hidden && !wish.hidden->empty() && wish.category != QLatin1String("hidden"))
        dropRows(rows, hiddenRows(snapshot, *wish.hidden));
    const std::string query = toUtf8(wish.filter.trimmed());
    if (!query.empty() && !rows.empty()) // an empty span would mean every row
        rows = snapshot.filter(query, rows);
    narrow(rows, snapshot, wish, orders);
    if (orders.sorted)
        library::arrange(rows, *orders.sorted, wish.sort.descending ? Direction::Descending : Direction::Ascending);
    return rows;
}

} // namespace kanal::presenters
