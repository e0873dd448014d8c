// SPDX-License-Identifier: MIT
// A list without its adult entries: the rows and categories that are left of a RowSnapshot, counted anew, so that
// whoever reads it cannot show, count, find or step onto what is hidden. Two numbers a row; the texts stay where they
// are.
#pragma once

#include "row_snapshot.h"

#include <memory>
#include <vector>

namespace kanal::library
{

class CleanSnapshot final : public CatalogueSnapshot
{
public:
    /// Null: nothing in `whole` is for adults.
    static std::shared_ptr<const CleanSnapshot> of(const std::shared_ptr<const RowSnapshot> &whole);

    const std::shared_ptr<const RowSnapshot> &whole() const { return m_whole; }

    AccountId account() const override { return m_whole->account(); }
    EntryKind kind() const override { return m_whole->kind(); }
    std::uint64_t generation() const override { return m_whole->generation(); }
    std::chrono::sys_seconds refreshedAt() const override { return m_whole->refreshedAt(); }

    std::uint32_t size() const override { return std::uint32_t(m_rows.size()); }
    ChannelRow channel(std::uint32_t row) const override { return m_whole->channel(wholeRow(row)); }
    MovieRow movie(std::uint32_t row) const override { return m_whole->movie(wholeRow(row)); }
    SeriesRow series(std::uint32_t row) const override { return m_whole->series(wholeRow(row)); }
    std::string_view id(std::uint32_t row) const override { return m_whole->id(wholeRow(row)); }
    std::string_view name(std::uint32_t row) const override { return m_whole->name(wholeRow(row)); }
    bool isHeading(std::uint32_t row) const override { return m_whole->isHeading(wholeRow(row)); }
    std::optional<std::uint32_t> find(std::string_view id) const override;

    std::uint32_t categoryCount() const override { return std::uint32_t(m_categories.size()); }
    CategoryView category(std::uint32_t index) const override;
    std::span<const std::uint32_t> rowsOf(std::uint32_t category) const override;

    std::vector<std::uint32_t> filter(std::string_view query, std::span<const std::uint32_t> within) const override;
    std::vector<SearchHit> search(std::string_view query, std::size_t limit, SearchMemory *memory) const override;
    std::vector<SearchHit> rank(std::string_view query, std::span<const std::uint32_t> rows) const override;

private:
    std::vector<std::uint32_t> wholeRows(std::span<const std::uint32_t> rows) const;
    explicit CleanSnapshot(std::shared_ptr<const RowSnapshot> whole);
    void addCategory(std::uint32_t wholeIndex);
    /// Rows that are not there have no content in the whole list, either.
    std::uint32_t wholeRow(std::uint32_t row) const { return row < m_rows.size() ? m_rows[row] : m_whole->size(); }

    struct Category {
        std::uint32_t whole; ///< its index there
        std::uint32_t count; ///< headings not counted
        std::uint32_t from;  ///< in m_categoryRows
    };
    std::shared_ptr<const RowSnapshot> m_whole;
    std::vector<std::uint32_t> m_rows;  ///< each row's number in the whole list, ascending
    std::vector<std::uint32_t> m_place; ///< the other way round; kGone: it is not shown
    std::vector<Category> m_categories;
    std::vector<std::uint32_t> m_categoryRows;
};

} // namespace kanal::library
