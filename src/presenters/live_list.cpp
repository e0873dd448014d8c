// SPDX-License-Identifier: MIT
#include "live_list.h"

#include "hidden_rows.h"
#include "text.h"

#include <kanal/core/text.h>
#include <kanal/presenters/category_list_model.h>

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace kanal::presenters
{

namespace
{

std::vector<std::uint32_t> rowsOfIds(const library::CatalogueSnapshot &snapshot, std::span<const std::string> ids)
{
    std::vector<std::uint32_t> rows;
    for (const std::string &id : ids)
        if (const auto row = snapshot.find(id))
            rows.push_back(*row);
    return rows;
}

std::vector<std::uint32_t> rowsOfCategory(const library::CatalogueSnapshot &snapshot,
                                          const CategoryListModel &categories, const ListWish &wish)
{
    if (wish.category == QLatin1String("favourites"))
        return rowsOfIds(snapshot, wish.favourites);
    if (wish.category == QLatin1String("recent"))
        return rowsOfIds(snapshot, wish.recents);
    if (wish.category == QLatin1String("hidden"))
        return wish.hidden ? hiddenRows(snapshot, *wish.hidden) : std::vector<std::uint32_t>{};
    if (const auto index = categories.categoryIndex(wish.category)) {
        const std::span<const std::uint32_t> rows = snapshot.rowsOf(*index);
        return {rows.begin(), rows.end()};
    }
    std::vector<std::uint32_t> all(snapshot.size());
    std::iota(all.begin(), all.end(), 0);
    return all;
}

} // namespace

std::vector<std::uint32_t> rowsInView(const library::CatalogueSnapshot &snapshot, const CategoryListModel &categories,
                                      const ListWish &wish)
{
    std::vector<std::uint32_t> rows = rowsOfCategory(snapshot, categories, wish);
    if (wish.hidden && !wish.hidden->empty() && wish.category != QLatin1String("hidden"))
        dropRows(rows, hiddenRows(snapshot, *wish.hidden));
    const std::string query = toUtf8(wish.filter.trimmed());
    const bool sorted = wish.order && wish.sort != ListSort{};
    if (rows.empty() || (query.empty() && !sorted && !wish.chips.any()))
        return rows;
    if (!query.empty()) // rows are not empty: an empty span would mean every row
        rows = snapshot.filter(query, rows);
    std::erase_if(rows, [&](std::uint32_t row) { return snapshot.isHeading(row); });
    if (wish.chips.favourites) {
        const std::vector<std::uint32_t> marked = rowsOfIds(snapshot, wish.favourites);
        const std::unordered_set<std::uint32_t> kept(marked.begin(), marked.end());
        std::erase_if(rows, [&](std::uint32_t row) { return !kept.contains(row); });
    }
    if (wish.chips.archive)
        std::erase_if(rows, [&](std::uint32_t row) { return snapshot.channel(row).archiveDays <= 0; });
    if (wish.chips.fresh && wish.isNew)
        std::erase_if(rows, [&](std::uint32_t row) { return !(*wish.isNew)[row]; });
    if (sorted)
        library::arrange(rows, *wish.order,
                         wish.sort.descending ? library::Direction::Descending : library::Direction::Ascending);
    return rows;
}

std::optional<std::size_t> stepFrom(const library::CatalogueSnapshot &snapshot, std::span<const std::uint32_t> rows,
                                    std::optional<std::size_t> from, int step, AtEnds atEnds)
{
    if (rows.empty() || step == 0)
        return std::nullopt;
    const auto count = std::ptrdiff_t(rows.size());
    const std::ptrdiff_t direction = step > 0 ? 1 : -1;
    std::ptrdiff_t at = from ? std::ptrdiff_t(*from) : direction > 0 ? -1 : count;
    std::optional<std::size_t> found;
    int left = std::abs(step);
    // Every row is looked at once at most, unless a wide step goes round.
    for (std::ptrdiff_t looked = 0; left > 0 && looked < count * std::abs(step); ++looked) {
        at += direction;
        if (at < 0 || at >= count) {
            if (atEnds == AtEnds::Stop)
                break;
            at = direction > 0 ? 0 : count - 1;
        }
        if (snapshot.isHeading(rows[std::size_t(at)]))
            continue;
        found = std::size_t(at);
        --left;
    }
    return found;
}

std::optional<std::uint32_t> rowWithNumber(const library::CatalogueSnapshot &snapshot,
                                           std::span<const std::uint32_t> preferred, int number)
{
    const auto matches = [&](std::uint32_t row) {
        const ChannelRow channel = snapshot.channel(row);
        return channel.number == number && channel.form != LiveForm::Heading;
    };
    if (number <= 0)
        return std::nullopt;
    if (const auto found = std::find_if(preferred.begin(), preferred.end(), matches); found != preferred.end())
        return *found;
    for (std::uint32_t row = 0; row < snapshot.size(); ++row)
        if (matches(row))
            return row;
    return std::nullopt;
}

} // namespace kanal::presenters
