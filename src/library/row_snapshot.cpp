// SPDX-License-Identifier: MIT
#include "row_snapshot.h"

#include "row_search.h"

#include <utility>

namespace kanal::library
{

RowSnapshot::RowSnapshot(RowFile file)
    : m_account{file.header().account}
    , m_kind(EntryKind(file.header().kind))
    , m_file(std::move(file))
{
}

RowSnapshot::RowSnapshot(AccountId account, EntryKind kind)
    : m_account(account)
    , m_kind(kind)
{
}

std::chrono::sys_seconds RowSnapshot::refreshedAt() const
{
    return std::chrono::sys_seconds(std::chrono::seconds(m_file.header().refreshedAt));
}

ChannelRow RowSnapshot::channel(std::uint32_t row) const
{
    return m_kind == EntryKind::Live ? channelOf(m_file.entry(row)) : ChannelRow{};
}

MovieRow RowSnapshot::movie(std::uint32_t row) const
{
    return m_kind == EntryKind::Movie ? movieOf(m_file.entry(row)) : MovieRow{};
}

SeriesRow RowSnapshot::series(std::uint32_t row) const
{
    return m_kind == EntryKind::Series ? seriesOf(m_file.entry(row)) : SeriesRow{};
}

std::string_view RowSnapshot::id(std::uint32_t row) const
{
    return m_file.text(row, EntryText::Id);
}

std::string_view RowSnapshot::name(std::uint32_t row) const
{
    return m_file.text(row, EntryText::Name);
}

std::optional<std::uint32_t> RowSnapshot::find(std::string_view id) const
{
    return m_file.find(id);
}

std::uint32_t RowSnapshot::categoryCount() const
{
    return std::uint32_t(m_file.categories().size());
}

CategoryView RowSnapshot::category(std::uint32_t index) const
{
    if (index >= categoryCount())
        return {};
    const CategoryRecord &category = m_file.categories()[index];
    return {m_file.label(category.id), m_file.label(category.name), category.count, category.adult != 0};
}

std::string_view RowSnapshot::foldedName(std::uint32_t row) const
{
    if (row >= size())
        return {};
    const auto starts = m_file.nameStarts(); // one more than rows; a separator ends each name
    const std::size_t from = starts[row], next = starts[row + 1];
    return withoutJoined(m_file.names().substr(from, next > from ? next - from - 1 : 0));
}

std::span<const std::uint32_t> RowSnapshot::rowsOf(std::uint32_t category) const
{
    return m_file.rowsOf(category);
}

std::vector<std::uint32_t> RowSnapshot::filter(std::string_view query, std::span<const std::uint32_t> within) const
{
    return filterRows(m_file, query, within);
}

std::vector<SearchHit> RowSnapshot::search(std::string_view query, std::size_t limit, SearchMemory *memory) const
{
    return search(query, limit, memory, AdultEntries::Shown);
}

std::vector<SearchHit> RowSnapshot::search(std::string_view query, std::size_t limit, SearchMemory *memory,
                                           AdultEntries adult) const
{
    return searchRows(m_file, m_kind, query, limit, memory, adult);
}

std::vector<SearchHit> RowSnapshot::rank(std::string_view query, std::span<const std::uint32_t> rows) const
{
    return rankRows(m_file, m_kind, query, rows);
}

} // namespace kanal::library
