// SPDX-License-Identifier: MIT
#include "clean_snapshot.h"

#include <algorithm>
#include <limits>

namespace kanal::library
{
namespace
{

constexpr std::uint32_t kGone = std::numeric_limits<std::uint32_t>::max();

bool hasAdult(const RowSnapshot &list)
{
    for (std::uint32_t row = 0; row < list.size(); ++row)
        if (list.isAdult(row))
            return true;
    for (std::uint32_t index = 0; index < list.categoryCount(); ++index)
        if (list.category(index).adult)
            return true;
    return false;
}

} // namespace

std::shared_ptr<const CleanSnapshot> CleanSnapshot::of(const std::shared_ptr<const RowSnapshot> &whole)
{
    if (!hasAdult(*whole))
        return nullptr;
    return std::shared_ptr<const CleanSnapshot>(new CleanSnapshot(whole));
}

CleanSnapshot::CleanSnapshot(std::shared_ptr<const RowSnapshot> whole)
    : m_whole(std::move(whole))
    , m_place(m_whole->size(), kGone)
{
    m_rows.reserve(m_whole->size());
    for (std::uint32_t row = 0; row < m_whole->size(); ++row)
        if (!m_whole->isAdult(row)) {
            m_place[row] = std::uint32_t(m_rows.size());
            m_rows.push_back(row);
        }
    for (std::uint32_t index = 0; index < m_whole->categoryCount(); ++index)
        if (!m_whole->category(index).adult)
            addCategory(index);
}

/// One that only had adult entries is none any more; one the panel left empty stays.
void CleanSnapshot::addCategory(std::uint32_t wholeIndex)
{
    Category category{wholeIndex, 0, std::uint32_t(m_categoryRows.size())};
    const std::span<const std::uint32_t> rows = m_whole->rowsOf(wholeIndex);
    for (const std::uint32_t row : rows)
        if (m_place[row] != kGone) {
            m_categoryRows.push_back(m_place[row]);
            category.count += !m_whole->isHeading(row);
        }
    if (rows.empty() || m_categoryRows.size() > category.from)
        m_categories.push_back(category);
}

std::optional<std::uint32_t> CleanSnapshot::find(std::string_view id) const
{
    const auto row = m_whole->find(id);
    return row && m_place[*row] != kGone ? std::optional(m_place[*row]) : std::nullopt;
}

CategoryView CleanSnapshot::category(std::uint32_t index) const
{
    if (index >= m_categories.size())
        return {};
    CategoryView view = m_whole->category(m_categories[index].whole);
    view.count = m_categories[index].count;
    return view;
}

std::span<const std::uint32_t> CleanSnapshot::rowsOf(std::uint32_t category) const
{
    if (category >= m_categories.size())
        return {};
    const std::size_t from = m_categories[category].from;
    const std::size_t end =
        category + 1 < m_categories.size() ? m_categories[category + 1].from : m_categoryRows.size();
    return std::span(m_categoryRows).subspan(from, end - from);
}

std::vector<std::uint32_t> CleanSnapshot::wholeRows(std::span<const std::uint32_t> rows) const
{
    std::vector<std::uint32_t> whole;
    whole.reserve(rows.size());
    for (const std::uint32_t row : rows)
        if (row < m_rows.size())
            whole.push_back(m_rows[row]);
    return whole;
}

std::vector<std::uint32_t> CleanSnapshot::filter(std::string_view query, std::span<const std::uint32_t> within) const
{
    std::vector<std::uint32_t> rows = wholeRows(within);
    if (rows.empty() && !within.empty())
        return {}; // an empty span would mean every row
    rows = m_whole->filter(query, rows);
    std::erase_if(rows, [this](std::uint32_t row) { return m_place[row] == kGone; });
    std::transform(rows.begin(), rows.end(), rows.begin(), [this](std::uint32_t row) { return m_place[row]; });
    return rows;
}

std::vector<SearchHit> CleanSnapshot::search(std::string_view query, std::size_t limit, SearchMemory *memory) const
{
    std::vector<SearchHit> hits = m_whole->search(query, limit, memory, AdultEntries::Hidden);
    for (SearchHit &hit : hits)
        hit.row = m_place[hit.row];
    return hits;
}

std::vector<SearchHit> CleanSnapshot::rank(std::string_view query, std::span<const std::uint32_t> rows) const
{
    std::vector<SearchHit> hits = m_whole->rank(query, wholeRows(rows));
    for (SearchHit &hit : hits)
        hit.row = m_place[hit.row];
    return hits;
}

} // namespace kanal::library
