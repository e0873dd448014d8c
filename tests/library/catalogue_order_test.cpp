// SPDX-License-Identifier: MIT
#include <kanal/library/catalogue_order.h>

#include <numeric>

#include <gtest/gtest.h>
#include <support/fake_titles.h>

namespace kanal::library
{
namespace
{

using test::FakeTitles;
using Rows = std::vector<std::uint32_t>;

FakeTitles films()
{
    return FakeTitles(
        EntryKind::Movie, {{"1", "Drama"}},
        {{.id = "a", .name = "Zebra", .category = "1", .genre = "Drama", .year = 1999, .added = 30, .rating = 5},
         {.id = "b", .name = "Über", .category = "1", .genre = "Drama, Action", .year = 0, .added = 10},
         {.id = "c", .name = "apple", .category = "1", .genre = "action / War", .year = 2010, .added = 0, .rating = 9},
         {.id = "d", .name = "***", .category = "1", .year = 1999, .added = 20, .rating = 7.5F}});
}

Rows arranged(const FakeTitles &titles, SortBy by, Direction direction)
{
    Rows rows(titles.size());
    std::iota(rows.begin(), rows.end(), 0U);
    arrange(rows, makeOrder(titles, by), direction);
    return rows;
}

TEST(CatalogueOrder, SortsNamesAsTheyAreSearchedAndNamelessOnesLast)
{
    EXPECT_EQ(arranged(films(), SortBy::Name, Direction::Ascending), (Rows{2, 1, 0, 3}));
    EXPECT_EQ(arranged(films(), SortBy::Name, Direction::Descending), (Rows{0, 1, 2, 3}));
}

TEST(CatalogueOrder, WhatLacksTheValueStandsLastInBothDirections)
{
    EXPECT_EQ(arranged(films(), SortBy::Rating, Direction::Ascending), (Rows{0, 3, 2, 1}));
    EXPECT_EQ(arranged(films(), SortBy::Rating, Direction::Descending), (Rows{2, 3, 0, 1}));
    EXPECT_EQ(arranged(films(), SortBy::Added, Direction::Descending), (Rows{0, 3, 1, 2}));
}

TEST(CatalogueOrder, EqualValuesKeepThePanelsOrder)
{
    EXPECT_EQ(arranged(films(), SortBy::Year, Direction::Ascending), (Rows{0, 3, 2, 1}));
    EXPECT_EQ(arranged(films(), SortBy::Listed, Direction::Ascending), (Rows{0, 1, 2, 3}));
    EXPECT_EQ(arranged(films(), SortBy::Listed, Direction::Descending), (Rows{3, 2, 1, 0}));
}

TEST(CatalogueOrder, APartIsArrangedAsTheWholeIs)
{
    std::vector<FakeTitles::Title> many;
    for (int i = 0; i < 400; ++i)
        many.push_back({.id = std::to_string(i), .name = "film", .category = "1", .year = 1900 + i * 37 % 100});
    const FakeTitles titles(EntryKind::Movie, {{"1", "All"}}, many);
    const CatalogueOrder order = makeOrder(titles, SortBy::Year);
    for (const Direction direction : {Direction::Ascending, Direction::Descending}) {
        Rows whole(titles.size());
        std::iota(whole.begin(), whole.end(), 0U);
        arrange(whole, order, direction);
        Rows few{3, 77, 150, 151, 399}; // few enough to be compared, not scanned for
        const Rows wanted = few;
        arrange(few, order, direction);
        Rows expected;
        for (const std::uint32_t row : whole)
            if (std::find(wanted.begin(), wanted.end(), row) != wanted.end())
                expected.push_back(row);
        EXPECT_EQ(few, expected);
    }
}

TEST(CatalogueFacets, GenresAreSplitCountedAndCaseDoesNotMatter)
{
    const CatalogueFacets facets = makeFacets(films());
    ASSERT_EQ(facets.genres.size(), 3U);
    const auto bit = [&](std::string_view genre) {
        for (std::size_t i = 0; i < facets.genres.size(); ++i)
            if (facets.genres[i].size() == genre.size() && (facets.genres[i][0] | 0x20) == (genre[0] | 0x20))
                return std::uint64_t(1) << i;
        return std::uint64_t(0);
    };
    EXPECT_EQ(facets.genreBits[0], bit("Drama"));
    EXPECT_EQ(facets.genreBits[1], bit("Drama") | bit("Action"));
    EXPECT_EQ(facets.genreBits[2], bit("Action") | bit("War"));
    EXPECT_EQ(facets.genreBits[3], 0U);
    EXPECT_EQ(facets.decades, (std::vector<int>{2010, 1990}));
}

TEST(CatalogueFacets, HostileGenresAndYearsAreIgnored)
{
    const FakeTitles titles(EntryKind::Series, {},
                            {{.id = "a", .name = "x", .genre = ",,,///" + std::string(500, 'g') + ";;", .year = -7},
                             {.id = "b", .name = "y", .genre = "|", .year = 2'000'000'000}});
    const CatalogueFacets facets = makeFacets(titles);
    EXPECT_TRUE(facets.genres.empty());
    EXPECT_TRUE(facets.decades.empty());
    EXPECT_EQ(facets.years, (std::vector<std::int16_t>{0, 0}));
}

TEST(CatalogueOrder, AnEmptyListHasAnOrder)
{
    const FakeTitles none(EntryKind::Movie, {}, {});
    for (const SortBy by : {SortBy::Listed, SortBy::Name, SortBy::Rating}) {
        Rows rows;
        arrange(rows, makeOrder(none, by), Direction::Descending);
        EXPECT_TRUE(rows.empty());
    }
}

} // namespace
} // namespace kanal::library
