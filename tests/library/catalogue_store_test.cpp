// SPDX-License-Identifier: MIT
#include "catalogue_store_fixture.h"

#include <kanal/core/limits.h>

#include <gmock/gmock.h>

namespace kanal::library
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;
using Trust = CatalogueRefresh::Trust;

TEST_F(CatalogueStoreTest, IsEmptyBeforeTheFirstRefresh)
{
    const auto snapshot = live();
    EXPECT_EQ(snapshot->size(), 0u);
    EXPECT_EQ(snapshot->generation(), 0u);
    EXPECT_EQ(snapshot->categoryCount(), 0u);
    EXPECT_EQ(snapshot->account(), m_account);
    EXPECT_EQ(snapshot->kind(), EntryKind::Live);
    EXPECT_EQ(snapshot->find("1"), std::nullopt);
    EXPECT_THAT(snapshot->filter("x"), IsEmpty());
    EXPECT_THAT(snapshot->filter(""), IsEmpty());
    EXPECT_THAT(snapshot->search("x", 10), IsEmpty());
    EXPECT_EQ(snapshot->channel(0).id, "");
}

TEST_F(CatalogueStoreTest, GivesChannelsBackAsTheyCame)
{
    Rows rows;
    rows.category("10", "News");
    ChannelRow &row = rows.channel("4294967296", "Das Erste ᴴᴰ", "10");
    row.logoUrl = "http://logo.example/1.png";
    row.guideId = "DasErste.de";
    row.number = 7;
    row.archiveDays = 3;
    row.added = 1'600'000'000;
    row.form = LiveForm::Radio;
    row.adult = true;
    refresh(store(), m_account, EntryKind::Live, rows, Trust::Check, at(1'800'000'123));
    reopen();

    const auto snapshot = live();
    ASSERT_EQ(snapshot->size(), 1u);
    EXPECT_GT(snapshot->generation(), 0u);
    EXPECT_EQ(snapshot->refreshedAt(), at(1'800'000'123));
    const ChannelRow read = snapshot->channel(0);
    EXPECT_EQ(read.id, "4294967296");
    EXPECT_EQ(read.name, "Das Erste ᴴᴰ");
    EXPECT_EQ(read.categoryId, "10");
    EXPECT_EQ(read.moreCategoryIds, "");
    EXPECT_EQ(read.logoUrl, row.logoUrl);
    EXPECT_EQ(read.guideId, row.guideId);
    EXPECT_EQ(read.number, 7);
    EXPECT_EQ(read.archiveDays, 3);
    EXPECT_EQ(read.added, 1'600'000'000);
    EXPECT_EQ(read.form, LiveForm::Radio);
    EXPECT_TRUE(read.adult);
    EXPECT_EQ(snapshot->find("4294967296"), 0u);
    EXPECT_EQ(snapshot->find("42949672"), std::nullopt);
    EXPECT_EQ(snapshot->find(""), std::nullopt);
    EXPECT_EQ(snapshot->movie(0).id, "") << "not a list of films";
}

TEST_F(CatalogueStoreTest, GivesFilmsBackAndTheirPlot)
{
    Rows rows;
    MovieRow &row = rows.movie("1", "Metropolis");
    row.posterUrl = "http://poster.example/1.jpg";
    row.container = "mkv";
    row.genre = "Drama";
    row.cast = "Brigitte Helm";
    row.director = "Fritz Lang";
    row.plot = "A city.";
    row.year = 1927;
    row.rating = 8.25F;
    row.added = 5;
    refresh(store(), m_account, EntryKind::Movie, rows);
    reopen();
    const MovieRow read = shown(store(), m_account, EntryKind::Movie)->movie(0);
    EXPECT_EQ(read.name, "Metropolis");
    EXPECT_EQ(read.posterUrl, row.posterUrl);
    EXPECT_EQ(read.container, "mkv");
    EXPECT_EQ(read.genre, "Drama");
    EXPECT_EQ(read.cast, "Brigitte Helm");
    EXPECT_EQ(read.director, "Fritz Lang");
    EXPECT_EQ(read.year, 1927);
    EXPECT_EQ(read.rating, 8.25F);
    EXPECT_EQ(store().plot(m_account, EntryKind::Movie, "1").value(), "A city.");
    EXPECT_EQ(store().plot(m_account, EntryKind::Movie, "2").error().kind, ErrorKind::NotFound);
}

TEST_F(CatalogueStoreTest, GivesSeriesBack)
{
    auto started = store().beginRefresh(m_account, EntryKind::Series).value();
    const SeriesRow row{.id = "5",
                        .name = "Dark",
                        .posterUrl = "p",
                        .backdropUrl = "b",
                        .genre = "Mystery",
                        .cast = "Louis Hofmann",
                        .director = "Odar",
                        .plot = "A child is missing.",
                        .trailer = "t",
                        .number = 2,
                        .year = 2017,
                        .modified = 9,
                        .rating = 8.7F,
                        .adult = true};
    ASSERT_TRUE(started->addSeries({&row, 1}));
    ASSERT_TRUE(started->commit(at(1)));
    const SeriesRow read = shown(store(), m_account, EntryKind::Series)->series(0);
    EXPECT_EQ(read.backdropUrl, "b");
    EXPECT_EQ(read.trailer, "t");
    EXPECT_EQ(read.director, "Odar");
    EXPECT_EQ(read.modified, 9);
    EXPECT_EQ(read.year, 2017);
    EXPECT_TRUE(read.adult);
    EXPECT_EQ(store().plot(m_account, EntryKind::Series, "5").value(), "A child is missing.");
}

TEST_F(CatalogueStoreTest, WhatStandsInAnAdultCategoryIsAdult)
{
    auto started = taken(store().beginRefresh(m_account, EntryKind::Live));
    const CategoryRow categories[] = {{.id = "1", .name = "News"}, {.id = "2", .name = "Late", .adult = true}};
    const ChannelRow rows[] = {{.id = "a", .name = "A", .categoryId = "1"},
                               {.id = "b", .name = "B", .categoryId = "2"},
                               {.id = "c", .name = "C", .categoryId = "1", .moreCategoryIds = "2"},
                               {.id = "d", .name = "D", .categoryId = "1", .adult = true}};
    ASSERT_TRUE(started->addCategories(categories));
    ASSERT_TRUE(started->addChannels(rows));
    ASSERT_TRUE(started->commit(at(1)));
    const auto list = shown(store(), m_account, EntryKind::Live);
    EXPECT_FALSE(list->channel(0).adult);
    EXPECT_TRUE(list->channel(1).adult);
    EXPECT_TRUE(list->channel(2).adult) << "in one of its categories";
    EXPECT_TRUE(list->channel(3).adult);
}

TEST_F(CatalogueStoreTest, ListsCategoriesInThePanelsOrderWithTheirRows)
{
    Rows rows;
    rows.category("20", "Sports").category("10", "News").category("30", "Empty");
    rows.channel("1", "One", "10");
    rows.channel("2", "Two", "20", "10\n77");
    rows.channel("3", "Three", "20");
    refresh(store(), m_account, EntryKind::Live, rows);
    const auto snapshot = live();
    ASSERT_EQ(snapshot->categoryCount(), 3u);
    EXPECT_EQ(snapshot->category(0).name, "Sports");
    EXPECT_EQ(snapshot->category(0).id, "20");
    EXPECT_EQ(snapshot->category(0).count, 2u);
    EXPECT_THAT(snapshot->rowsOf(0), ElementsAre(1, 2));
    EXPECT_THAT(snapshot->rowsOf(1), ElementsAre(0, 1));
    EXPECT_EQ(snapshot->category(2).count, 0u);
    EXPECT_THAT(snapshot->rowsOf(2), IsEmpty());
    EXPECT_EQ(snapshot->channel(1).moreCategoryIds, "10\n77");
    EXPECT_THAT(snapshot->rowsOf(3), IsEmpty());
    EXPECT_EQ(snapshot->category(3).name, "");
}

TEST_F(CatalogueStoreTest, PutsEntriesWithoutAKnownCategoryLast)
{
    Rows rows;
    rows.category("10", "News");
    rows.channel("1", "One", "10");
    rows.channel("2", "Two", "99", "98");
    rows.channel("3", "Three");
    refresh(store(), m_account, EntryKind::Live, rows);
    const auto snapshot = live();
    ASSERT_EQ(snapshot->categoryCount(), 2u);
    EXPECT_EQ(snapshot->category(1).id, "");
    EXPECT_EQ(snapshot->category(1).count, 2u);
    EXPECT_THAT(snapshot->rowsOf(1), ElementsAre(1, 2));
    EXPECT_EQ(snapshot->channel(1).categoryId, "99");
}

/// The same channels each time, one in each of ten categories, of which the panel still lists so many.
Rows withCategories(int listed, const std::string &prefix = "")
{
    Rows rows;
    for (int i = 0; i < listed; ++i)
        rows.category(prefix + std::to_string(i), numberedText("Category ", i));
    for (int i = 0; i < 10; ++i)
        rows.channel(std::to_string(i), numberedText("Channel ", i), prefix + std::to_string(i));
    return rows;
}

std::vector<std::string> categoryNames(const CatalogueSnapshot &snapshot)
{
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < snapshot.categoryCount(); ++i)
        names.emplace_back(snapshot.category(i).name);
    return names;
}

TEST_F(CatalogueStoreTest, CategoriesThatTheRowsStillNameOutliveAnEmptyOrCutAnswer)
{
    refresh(store(), m_account, EntryKind::Live, withCategories(10));
    const std::vector<std::string> all = categoryNames(*live());
    for (const int listed : {0, 7, 0}) { // again and again
        const auto change = refresh(store(), m_account, EntryKind::Live, withCategories(listed));
        EXPECT_EQ(change.added + change.gone, 0u);
        EXPECT_THAT(categoryNames(*live()), testing::UnorderedElementsAreArray(all)) << listed;
        EXPECT_EQ(live()->category(9).count, 1u);
        reopen();
    }
}

TEST_F(CatalogueStoreTest, CategoriesThatNobodyNamesOrFewThatWentGo)
{
    refresh(store(), m_account, EntryKind::Live, withCategories(10));
    refresh(store(), m_account, EntryKind::Live, withCategories(8));
    EXPECT_EQ(live()->categoryCount(), 9u) << "eight, and the entries without one";
    refresh(store(), m_account, EntryKind::Live, withCategories(2, "new-"));
    EXPECT_THAT(categoryNames(*live()), ElementsAre("Category 0", "Category 1", ""));
}

TEST_F(CatalogueStoreTest, TakesCategoriesAfterTheirRowsAndTwiceAndWithoutId)
{
    auto started = store().beginRefresh(m_account, EntryKind::Live).value();
    const ChannelRow channel{.id = "1", .name = "One", .categoryId = "10", .moreCategoryIds = "10"};
    ASSERT_TRUE(started->addChannels({&channel, 1}));
    const std::vector<CategoryRow> categories = {
        {.id = "", .name = "?"}, {.id = "10", .name = "News"}, {.id = "10", .name = "Again"}};
    ASSERT_TRUE(started->addCategories(categories));
    ASSERT_TRUE(started->commit(at(1)));
    ASSERT_EQ(live()->categoryCount(), 1u);
    EXPECT_EQ(live()->category(0).name, "News");
    EXPECT_THAT(live()->rowsOf(0), ElementsAre(0));
}

TEST_F(CatalogueStoreTest, MergesAnIdThatIsListedInSeveralCategories)
{
    Rows rows;
    rows.category("10", "News").category("20", "Sports").category("30", "HD");
    rows.channel("1", "One", "10");
    rows.channel("2", "Two", "20");
    rows.channel("1", "One again", "20", "30");
    rows.channel("1", "One again", "20");
    refresh(store(), m_account, EntryKind::Live, rows);
    const auto snapshot = live();
    ASSERT_EQ(snapshot->size(), 2u);
    EXPECT_EQ(snapshot->name(0), "One");
    EXPECT_EQ(snapshot->channel(0).categoryId, "10");
    EXPECT_EQ(snapshot->channel(0).moreCategoryIds, "20\n30");
    EXPECT_THAT(snapshot->rowsOf(0), ElementsAre(0));
    EXPECT_THAT(snapshot->rowsOf(1), ElementsAre(0, 1));
    EXPECT_THAT(snapshot->rowsOf(2), ElementsAre(0));
}

TEST_F(CatalogueStoreTest, AnIdThatIsListedInEveryCategoryIsKeptInAFewOfThem)
{
    Rows rows;
    for (int i = 0; i < 9000; ++i)
        rows.channel("1", "One", "category " + std::to_string(i));
    refresh(store(), m_account, EntryKind::Live, rows);
    const auto snapshot = live();
    ASSERT_EQ(snapshot->size(), 1u);
    EXPECT_EQ(snapshot->channel(0).categoryId, "category 0");
    EXPECT_TRUE(
        snapshot->channel(0).moreCategoryIds.ends_with("\ncategory " + std::to_string(limits::kCategoriesOfRow - 1)));
}

TEST_F(CatalogueStoreTest, HeadingsKeepTheirPlaceButAreNotCounted)
{
    Rows rows;
    rows.category("10", "All");
    rows.channel("1", "##### SPORTS #####", "10").form = LiveForm::Heading;
    rows.channel("2", "Sports One", "10");
    rows.channel("3", "##### NEWS #####", "10").form = LiveForm::Heading;
    refresh(store(), m_account, EntryKind::Live, rows);
    EXPECT_EQ(live()->category(0).count, 1u);
    EXPECT_THAT(live()->rowsOf(0), ElementsAre(0, 1, 2));
    EXPECT_EQ(live()->channel(0).form, LiveForm::Heading);
    EXPECT_THAT(hitNames(*live(), "sports"), ElementsAre("Sports One")) << "a heading cannot be played";
}

TEST_F(CatalogueStoreTest, HeadingsOfFilmsAreNeitherCountedNorFoundNorNews)
{
    Rows rows;
    rows.category("10", "Action");
    rows.movie("1", "##### ACTION #####", "10").heading = true;
    rows.movie("2", "Action Hero", "10");
    refresh(store(), m_account, EntryKind::Movie, rows);
    const auto list = shown(store(), m_account, EntryKind::Movie);
    EXPECT_TRUE(list->movie(0).heading);
    EXPECT_TRUE(list->isHeading(0));
    EXPECT_FALSE(list->isHeading(1));
    EXPECT_EQ(list->category(0).count, 1u);
    EXPECT_THAT(hitNames(*list, "action"), ElementsAre("Action Hero"));
    rows.movie("3", "##### MORE #####", "10").heading = true;
    EXPECT_EQ(refresh(store(), m_account, EntryKind::Movie, rows).added, 0u);
}

TEST_F(CatalogueStoreTest, CutsWhatIsTooLongBetweenCharacters)
{
    Rows rows;
    std::string name;
    for (int i = 0; i < 2000; ++i)
        name += "ü";
    rows.channel("1", "x" + name).logoUrl = rows.keep(std::string(100'000, 'u'));
    refresh(store(), m_account, EntryKind::Live, rows);
    EXPECT_EQ(live()->name(0).size(), 1023u);
    EXPECT_EQ(live()->name(0).substr(1021), "ü");
    EXPECT_EQ(live()->channel(0).logoUrl.size(), 4096u);
}

TEST_F(CatalogueStoreTest, KeepsLargeListsWhole)
{
    constexpr int kCount = 30'000; // several pieces of text and of plots
    Rows rows;
    for (int c = 0; c < 30; ++c)
        rows.category(std::to_string(c), numberedText("Category ", c));
    for (int i = 0; i < kCount; ++i) {
        MovieRow &movie = rows.movie(numberedText("m", i), numberedText("Film ", i), std::to_string(i % 30));
        movie.plot = rows.keep(numberedText("Plot of ", i) + std::string(50, '.'));
        movie.posterUrl = rows.keep(numberedText("http://poster.example/", i) + ".jpg");
    }
    refresh(store(), m_account, EntryKind::Movie, rows);
    reopen();
    const auto snapshot = shown(store(), m_account, EntryKind::Movie);
    ASSERT_EQ(snapshot->size(), std::uint32_t(kCount));
    for (int i = 0; i < kCount; ++i) {
        const MovieRow read = snapshot->movie(std::uint32_t(i));
        ASSERT_EQ(read.id, rows.movies[std::size_t(i)].id);
        ASSERT_EQ(read.name, rows.movies[std::size_t(i)].name);
        ASSERT_EQ(read.posterUrl, rows.movies[std::size_t(i)].posterUrl);
        ASSERT_EQ(snapshot->find(read.id), std::uint32_t(i));
    }
    for (const int i : {0, 12'345, kCount - 1})
        EXPECT_EQ(store().plot(m_account, EntryKind::Movie, numberedText("m", i)).value(),
                  rows.movies[std::size_t(i)].plot);
    EXPECT_EQ(snapshot->category(7).count, 1000u);
    EXPECT_EQ(snapshot->rowsOf(7)[999], 29'977u);
}

} // namespace
} // namespace kanal::library
