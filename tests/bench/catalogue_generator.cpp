// SPDX-License-Identifier: MIT
#include "catalogue_generator.h"

#include <array>
#include <string_view>

namespace kanal::bench
{
namespace
{

constexpr std::array<std::string_view, 64> kWords{
    "Abend",   "Bright",  "City",    "Donner", "Echo",   "Fjord",  "Garden", "Harbor", "Iron",   "Jewel",   "Krone",
    "Lumière", "Morgen",  "Night",   "Ocean",  "Prime",  "Quest",  "River",  "Silent", "Tower",  "Urban",   "Velvet",
    "Winter",  "Xenon",   "Young",   "Zenith", "Amour",  "Blue",   "Castle", "Dragon", "East",   "Fire",    "Ghost",
    "Heart",   "Island",  "Journey", "King",   "Love",   "Moon",   "North",  "Origin", "Paris",  "Queen",   "Red",
    "Star",    "Thunder", "Union",   "Valley", "West",   "Éclair", "Straße", "Москва", "Ankara", "Sevilla", "Ñandú",
    "Malmö",   "Øresund", "Žižka",   "Warsaw", "Napoli", "Kyoto",  "Rio",    "Cairo",  "Delhi"};

constexpr std::array<std::string_view, 8> kGenres{"Drama",    "Comedy",    "Action", "Documentary",
                                                  "Thriller", "Animation", "Crime",  "Science Fiction"};

std::uint64_t mix(std::uint64_t value)
{
    value += 0x9e3779b97f4a7c15u;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

} // namespace

std::string CatalogueGenerator::words(std::uint64_t seed, int count) const
{
    std::string text;
    for (int i = 0; i < count; ++i) {
        seed = mix(seed);
        if (i > 0)
            text += ' ';
        text += kWords[seed % kWords.size()];
    }
    return text;
}

std::vector<std::string> CatalogueGenerator::categoryNames() const
{
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < m_size.categoriesEach; ++i)
        names.push_back(words(i, 2) + " | " + std::to_string(i));
    return names;
}

ChannelRow CatalogueGenerator::channel(std::uint32_t index)
{
    m_id = std::to_string(100'000 + index);
    m_name = "DE: " + words(index, 2) + (index % 3 == 0 ? " HD" : " FHD");
    m_category = std::to_string(mix(index) % m_size.categoriesEach);
    m_image = "http://logo.example/" + m_id + ".png";
    m_guide = words(index, 1) + "." + m_id + ".example";
    ChannelRow row;
    row.id = m_id;
    row.name = m_name;
    row.categoryId = m_category;
    row.logoUrl = m_image;
    row.guideId = m_guide;
    row.number = std::int32_t(index + 1);
    row.archiveDays = index % 4 == 0 ? 7 : 0;
    return row;
}

MovieRow CatalogueGenerator::movie(std::uint32_t index)
{
    const std::uint64_t seed = mix(index + 1'000'000);
    m_id = std::to_string(1'000'000 + index);
    m_name = words(seed, 3) + " (" + std::to_string(1950 + seed % 76) + ")";
    m_category = std::to_string(seed % m_size.categoriesEach);
    m_image = "http://images.example/t/p/w600/" + std::to_string(seed) + ".jpg";
    m_genre = kGenres[seed % kGenres.size()];
    m_cast = words(seed + 1, 2) + ", " + words(seed + 2, 2) + ", " + words(seed + 3, 2);
    m_director = words(seed + 4, 2);
    m_plot = words(seed + 5, 40);
    MovieRow row;
    row.id = m_id;
    row.name = m_name;
    row.categoryId = m_category;
    row.posterUrl = m_image;
    row.container = seed % 5 == 0 ? "mkv" : "mp4";
    row.genre = m_genre;
    row.cast = m_cast;
    row.director = m_director;
    row.plot = m_plot;
    row.year = std::int32_t(1950 + seed % 76);
    row.added = 1'500'000'000 + std::int64_t(seed % 200'000'000);
    row.rating = float(seed % 101) / 10;
    return row;
}

SeriesRow CatalogueGenerator::series(std::uint32_t index)
{
    const std::uint64_t seed = mix(index + 2'000'000);
    m_id = std::to_string(3'000'000 + index);
    m_name = words(seed, 2);
    m_category = std::to_string(seed % m_size.categoriesEach);
    m_image = "http://images.example/t/p/w600/" + std::to_string(seed) + ".jpg";
    m_genre = kGenres[seed % kGenres.size()];
    m_cast = words(seed + 1, 2) + ", " + words(seed + 2, 2);
    m_plot = words(seed + 5, 60);
    SeriesRow row;
    row.id = m_id;
    row.name = m_name;
    row.categoryId = m_category;
    row.posterUrl = m_image;
    row.genre = m_genre;
    row.cast = m_cast;
    row.plot = m_plot;
    row.year = std::int32_t(1950 + seed % 76);
    row.modified = 1'500'000'000 + std::int64_t(seed % 200'000'000);
    row.rating = float(seed % 101) / 10;
    return row;
}

} // namespace kanal::bench
