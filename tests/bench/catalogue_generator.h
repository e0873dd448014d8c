// SPDX-License-Identifier: MIT
// Rows like those of a large panel: the same for the same numbers, every time and everywhere.
#pragma once

#include <kanal/core/rows.h>

#include <cstdint>
#include <string>
#include <vector>

namespace kanal::bench
{

struct CatalogueSize {
    std::uint32_t channels = 20'000;
    std::uint32_t movies = 150'000;
    std::uint32_t series = 40'000;
    std::uint32_t categoriesEach = 200;
};

/// Makes row number `index`; the views it returns live until the next call.
class CatalogueGenerator
{
public:
    explicit CatalogueGenerator(const CatalogueSize &size)
        : m_size(size)
    {
    }

    std::vector<std::string> categoryNames() const;
    ChannelRow channel(std::uint32_t index);
    MovieRow movie(std::uint32_t index);
    SeriesRow series(std::uint32_t index);

private:
    std::string words(std::uint64_t seed, int count) const;

    const CatalogueSize m_size;
    std::string m_id, m_name, m_category, m_image, m_guide, m_genre, m_cast, m_director, m_plot;
};

} // namespace kanal::bench
