// SPDX-License-Identifier: MIT
// The least that holds a list in memory: fixed records, and all text in one arena on huge pages where there are any.
// What a refresh is measured against.
#pragma once

#include <kanal/core/rows.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace kanal::bench
{

inline auto textsOf(ChannelRow &row)
{
    return std::array{&row.id, &row.name, &row.categoryId, &row.moreCategoryIds, &row.logoUrl, &row.guideId};
}
inline auto textsOf(MovieRow &row)
{
    return std::array{&row.id,        &row.name,  &row.categoryId, &row.moreCategoryIds, &row.posterUrl,
                      &row.container, &row.genre, &row.cast,       &row.director,        &row.plot};
}
inline auto textsOf(SeriesRow &row)
{
    return std::array{&row.id,        &row.name,        &row.categoryId, &row.moreCategoryIds,
                      &row.posterUrl, &row.backdropUrl, &row.genre,      &row.cast,
                      &row.director,  &row.plot,        &row.trailer};
}

class Arena
{
public:
    std::string_view keep(std::string_view text)
    {
        if (text.size() > m_left)
            grow();
        char *place = m_at;
        std::memcpy(place, text.data(), text.size());
        m_at += text.size();
        m_left -= text.size();
        return {place, text.size()};
    }

private:
    static constexpr std::size_t kHugePage = 2 << 20, kPiece = 8 * kHugePage; // texts are far smaller

    void grow()
    {
        m_pieces.emplace_back(static_cast<char *>(std::aligned_alloc(kHugePage, kPiece)), &std::free);
        m_at = m_pieces.back().get();
        m_left = kPiece;
#ifdef __linux__
        madvise(m_at, kPiece, MADV_HUGEPAGE);
#endif
    }

    std::vector<std::unique_ptr<char, decltype(&std::free)>> m_pieces;
    char *m_at = nullptr;
    std::size_t m_left = 0;
};

template<class Row>
class CompactRows
{
public:
    void add(std::span<const Row> rows)
    {
        for (Row row : rows) {
            for (std::string_view *text : textsOf(row))
                *text = m_arena.keep(*text);
            m_rows.push_back(row);
        }
    }
    std::size_t size() const { return m_rows.size(); }

private:
    Arena m_arena;
    std::vector<Row> m_rows;
};

} // namespace kanal::bench
