// SPDX-License-Identifier: MIT
#include "title_list.h"
#include "watch_history.h"

#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/title_list_model.h>

#include <gmock/gmock.h>
#include <support/fake_titles.h>

namespace kanal::presenters
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

std::shared_ptr<const test::FakeTitles> films()
{
    return std::make_shared<test::FakeTitles>(
        EntryKind::Movie, std::vector<std::pair<std::string, std::string>>{{"1", "Drama"}, {"2", "War"}},
        std::vector<test::FakeTitles::Title>{
            {.id = "10",
             .name = "Zebra (1999)",
             .category = "1",
             .genre = "Drama",
             .year = 1999,
             .added = 30,
             .rating = 5},
            {.id = "11", .name = "Moon Castle", .category = "1", .genre = "Drama, Action", .year = 2003, .added = 40},
            {.id = "12", .name = "Ärger", .category = "2", .genre = "War", .year = 2009, .added = 10, .rating = 9},
            {.id = "13", .name = "Moonlight", .category = "2", .year = 0, .added = 20},
        });
}

TEST(TitleListRows, HeadingsAreLeftOutAndNotCounted)
{
    const auto snapshot = std::make_shared<test::FakeTitles>(
        EntryKind::Movie, std::vector<std::pair<std::string, std::string>>{{"1", "Action"}},
        std::vector<test::FakeTitles::Title>{
            {.id = "1", .name = "##### ACTION #####", .category = "1", .heading = true},
            {.id = "2", .name = "Moon Castle", .category = "1"}});
    CategoryListModel categories(EntryKind::Movie);
    categories.setSnapshot(snapshot, 0);
    const auto countOf = [&](const char *key) {
        return categories.index(categories.rowOf(QLatin1String(key))).data(CategoryListModel::CountRole).toInt();
    };
    for (const char *category : {"all", "category:1"})
        EXPECT_THAT(titlesInView(*snapshot, categories, {.category = QLatin1String(category)}, {}), ElementsAre(1));
    EXPECT_EQ(countOf("all"), 1);
}

struct TitleListTest : testing::Test {
    std::shared_ptr<const test::FakeTitles> snapshot = films();
    CategoryListModel categories{EntryKind::Movie};
    TitleWish wish{.category = QStringLiteral("all")};
    library::CatalogueOrder sorted, added = library::makeOrder(*snapshot, library::SortBy::Added);
    library::CatalogueFacets facets = library::makeFacets(*snapshot);

    void SetUp() override { categories.setSnapshot(snapshot, 0); }

    std::vector<std::uint32_t> rows(std::optional<library::SortBy> by = {})
    {
        if (by)
            sorted = library::makeOrder(*snapshot, *by);
        return titlesInView(*snapshot, categories, wish, {by ? &sorted : nullptr, &added, &facets});
    }
};

TEST_F(TitleListTest, CategoriesSortsAndDirections)
{
    EXPECT_THAT(rows(), ElementsAre(0, 1, 2, 3));
    wish.category = QStringLiteral("category:2");
    EXPECT_THAT(rows(), ElementsAre(2, 3));
    EXPECT_THAT(rows(library::SortBy::Name), ElementsAre(2, 3));
    wish.sort.descending = true;
    EXPECT_THAT(rows(library::SortBy::Name), ElementsAre(3, 2));
    EXPECT_THAT(rows(library::SortBy::Rating), ElementsAre(2, 3)) << "the unrated one is last either way";
}

TEST_F(TitleListTest, RecentlyAddedIsNewestFirst)
{
    wish.category = QStringLiteral("added");
    EXPECT_THAT(rows(), ElementsAre(1, 0, 3, 2));
}

TEST_F(TitleListTest, FavouritesAndThoseToContinueStandInTheirOwnOrder)
{
    const std::vector<std::string> favourites{"13", "gone", "10"}, begun{"11"};
    wish.favourites = favourites;
    wish.begun = begun;
    wish.category = QStringLiteral("favourites");
    EXPECT_THAT(rows(), ElementsAre(3, 0));
    wish.category = QStringLiteral("recent");
    EXPECT_THAT(rows(), ElementsAre(1));
    wish.category = QStringLiteral("all");
    wish.chips.favourites = true;
    EXPECT_THAT(rows(), ElementsAre(0, 3));
}

TEST_F(TitleListTest, ChipsAndTextNarrowTogether)
{
    wish.chips.genre = QStringLiteral("Drama");
    EXPECT_THAT(rows(), ElementsAre(0, 1));
    wish.chips.decade = 2000;
    EXPECT_THAT(rows(), ElementsAre(1));
    wish.filter = QStringLiteral("zebra");
    EXPECT_THAT(rows(), IsEmpty());
    wish.chips = {};
    wish.filter = QStringLiteral(" moon ");
    EXPECT_THAT(rows(), ElementsAre(1, 3));
    wish.filter.clear();
    wish.chips.unwatched = true;
    wish.isWatched = [](std::string_view id) { return id == "11"; };
    EXPECT_THAT(rows(), ElementsAre(0, 2, 3));
}

TEST_F(TitleListTest, AGenreThePanelDroppedHidesAllRatherThanNothing)
{
    wish.chips.genre = QStringLiteral("Opera");
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(TitleListTest, CategoriesOfFilmsOfferWhatChannelsDoNot)
{
    EXPECT_EQ(categories.rowOf(QStringLiteral("favourites")), 0);
    EXPECT_EQ(categories.rowOf(QStringLiteral("added")), 1);
    EXPECT_EQ(categories.rowOf(QStringLiteral("all")), 2);
    EXPECT_EQ(categories.rowOf(QStringLiteral("recent")), -1);
    categories.setRecentCount(2);
    EXPECT_EQ(categories.rowOf(QStringLiteral("recent")), 1);
    EXPECT_EQ(categories.categoryIndex(QStringLiteral("category:2")), 1U);
    EXPECT_EQ(categories.index(1).data(CategoryListModel::NameRole).toString(), QStringLiteral("Continue watching"));
    EXPECT_EQ(categories.index(3).data(CategoryListModel::CountRole).toInt(), 4);
}

TEST(ListSortText, WhatIsKeptIsReadAgain)
{
    for (const SortKey key : sortKeys(EntryKind::Movie))
        for (const bool descending : {false, true})
            EXPECT_EQ(sortOfText(sortText({key, descending})), (ListSort{key, descending}));
    EXPECT_EQ(sortOfText(QStringLiteral("-nonsense")), ListSort{});
    ListChips chips;
    chips.favourites = chips.unwatched = true;
    chips.genre = QStringLiteral("Sci-Fi & Fantasy=2");
    chips.decade = 1990;
    EXPECT_EQ(chipsOfText(chipsText(chips)), chips);
    EXPECT_EQ(chipsOfText(QStringLiteral("decade=x\ngenre=\n\njunk")), ListChips{});
}

TEST(ResumeRule, BetweenTwoAndNinetyFivePerCent)
{
    using std::chrono::milliseconds;
    const auto resumable = [](int at) { return isResumable({milliseconds(at), milliseconds(1000), false}); };
    EXPECT_FALSE(resumable(19));
    EXPECT_TRUE(resumable(20));
    EXPECT_TRUE(resumable(950));
    EXPECT_FALSE(resumable(951));
    EXPECT_FALSE(isResumable({milliseconds(50), milliseconds(0), false})) << "without a length nothing is known";
}

} // namespace
} // namespace kanal::presenters
