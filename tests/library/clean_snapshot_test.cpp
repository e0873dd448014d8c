// SPDX-License-Identifier: MIT
// Lists without what is for adults.
#include "library_fixture.h"

#include <numeric>

#include <gmock/gmock.h>

namespace kanal::library
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;
using Rows32 = std::vector<std::uint32_t>;

struct CleanSnapshotTest : testing::Test {
    TemporaryFolder folder;
    std::unique_ptr<Library> library = openLibrary(folder.profile());
    AccountId account = taken(library->accounts().add(panelAccount()));

    CatalogueStore &store() { return library->catalogue(); }
    std::shared_ptr<const CatalogueSnapshot> clean(EntryKind kind = EntryKind::Live)
    {
        return taken(store().snapshot(account, kind, AdultEntries::Hidden));
    }
    /// News: a heading, A, an adult B, C that also stands in Late. Late (adult): C, D. Only: an adult E. Empty:
    /// nothing.
    void storeChannels()
    {
        Rows rows;
        rows.category("1", "News").category("2", "Late").category("3", "Only").category("4", "Empty");
        rows.categories[1].adult = true;
        rows.channel("h", "## NEWS ##", "1").form = LiveForm::Heading;
        rows.channel("a", "Alpha one", "1").number = 1;
        ChannelRow &b = rows.channel("b", "Alpha two", "1");
        b.adult = true;
        b.number = 2;
        rows.channel("c", "Alpha three", "1", "2");
        rows.channel("d", "Alpha four", "2");
        rows.channel("e", "Alpha five", "3").adult = true;
        rows.channel("f", "Beta", "1").number = 6;
        refresh(store(), account, EntryKind::Live, rows);
    }
};

std::vector<std::string> idsOf(const CatalogueSnapshot &list, std::span<const std::uint32_t> rows)
{
    std::vector<std::string> ids;
    for (const std::uint32_t row : rows)
        ids.emplace_back(list.id(row));
    return ids;
}

std::vector<std::string> allIds(const CatalogueSnapshot &list)
{
    Rows32 rows(list.size());
    std::iota(rows.begin(), rows.end(), 0U);
    return idsOf(list, rows);
}

TEST_F(CleanSnapshotTest, HasNeitherAdultRowsNorWhatStandsInAnAdultCategory)
{
    storeChannels();
    const auto list = clean();
    EXPECT_THAT(allIds(*list), ElementsAre("h", "a", "f"));
    EXPECT_EQ(list->channel(2).name, "Beta");
    EXPECT_EQ(list->channel(2).number, 6);
    EXPECT_EQ(list->find("f"), 2u);
    for (const char *gone : {"b", "c", "d", "e", "nothing"})
        EXPECT_EQ(list->find(gone), std::nullopt) << gone;
    EXPECT_EQ(list->id(3), "") << "there is no such row";
    EXPECT_EQ(shown(store(), account, EntryKind::Live)->size(), 7u) << "the list itself is whole";
}

TEST_F(CleanSnapshotTest, CountsItsCategoriesAnew)
{
    storeChannels();
    const auto list = clean();
    ASSERT_EQ(list->categoryCount(), 2u) << "neither the adult one nor the one that had nothing else";
    EXPECT_EQ(list->category(0).name, "News");
    EXPECT_EQ(list->category(0).count, 2u) << "headings are not counted";
    EXPECT_THAT(idsOf(*list, list->rowsOf(0)), ElementsAre("h", "a", "f"));
    EXPECT_EQ(list->category(1).name, "Empty") << "as the panel has it";
    EXPECT_THAT(list->rowsOf(1), IsEmpty());
    EXPECT_THAT(list->rowsOf(2), IsEmpty());
}

TEST_F(CleanSnapshotTest, FiltersAndSearchesWhatIsThere)
{
    storeChannels();
    const auto list = clean();
    EXPECT_THAT(idsOf(*list, list->filter("alpha")), ElementsAre("a"));
    EXPECT_THAT(idsOf(*list, list->filter("alpha", Rows32{0, 2})), IsEmpty());
    EXPECT_THAT(idsOf(*list, list->filter("", Rows32{2, 0})), ElementsAre("f", "h"));
    EXPECT_THAT(list->filter("", Rows32{99}), IsEmpty()) << "rows of another list are no reason to show all";
    EXPECT_THAT(hitNames(*list, "alpha"), ElementsAre("Alpha one"));
}

TEST_F(CleanSnapshotTest, ASearchIsFullHoweverManyBetterHitsAreHidden)
{
    Rows rows;
    for (int i = 0; i < 50; ++i)
        rows.movie("x" + std::to_string(i), "Alpha").adult = true;
    for (int i = 0; i < 5; ++i)
        rows.movie("m" + std::to_string(i), numberedText("The long story of Alpha ", i));
    refresh(store(), account, EntryKind::Movie, rows);
    EXPECT_EQ(hitNames(*clean(EntryKind::Movie), "alpha", 5).size(), 5u);
}

TEST_F(CleanSnapshotTest, IsTheListItselfWhereNothingIsHidden)
{
    Rows rows;
    rows.category("1", "News").channel("a", "A", "1");
    refresh(store(), account, EntryKind::Live, rows);
    EXPECT_EQ(clean(), shown(store(), account, EntryKind::Live));
}

TEST_F(CleanSnapshotTest, IsMadeOnceAndAnewAfterARefresh)
{
    storeChannels();
    const auto first = clean();
    EXPECT_EQ(clean(), first);
    storeChannels();
    const auto second = clean();
    EXPECT_NE(second, first);
    EXPECT_EQ(second->generation(), shown(store(), account, EntryKind::Live)->generation());
    EXPECT_EQ(first->channel(1).name, "Alpha one") << "who holds the old one can read it";
}

struct JudgedTest : CleanSnapshotTest {
    void SetUp() override { storeChannels(); }
    void judge(std::vector<CategoryJudgement> judgements)
    {
        store().judge(account, EntryKind::Live, std::move(judgements));
    }
    std::vector<std::string> adults()
    {
        std::vector<std::string> ids;
        const auto list = shown(store(), account, EntryKind::Live);
        for (std::uint32_t row = 0; row < list->size(); ++row)
            if (list->channel(row).adult)
                ids.emplace_back(list->id(row));
        return ids;
    }
};

TEST_F(JudgedTest, ACategoryTheUserCallsAdultIsWithAllThatStandsInIt)
{
    judge({{"1", "News", true}});
    EXPECT_THAT(adults(), ElementsAre("h", "a", "b", "c", "d", "e", "f"));
    EXPECT_TRUE(shown(store(), account, EntryKind::Live)->category(0).adult);
    EXPECT_THAT(allIds(*clean()), IsEmpty());
    EXPECT_THAT(hitNames(*clean(), "alpha"), IsEmpty());
}

TEST_F(JudgedTest, OneTheUserCallsHarmlessIsShownButForWhatAlsoStandsInAnother)
{
    judge({{"1", "News", false}, {"3", "Only", false}});
    EXPECT_THAT(adults(), ElementsAre("c", "d")) << "the word counts more than the mark of an entry";
    EXPECT_THAT(allIds(*clean()), ElementsAre("h", "a", "b", "e", "f"));
    EXPECT_THAT(hitNames(*clean(), "alpha"), ElementsAre("Alpha one", "Alpha two", "Alpha five"));
    judge({{"2", "Late", false}});
    EXPECT_THAT(adults(), ElementsAre("b", "e")) << "the earlier words are taken back";
    judge({});
    EXPECT_THAT(adults(), ElementsAre("b", "c", "d", "e")) << "as the panel has it";
}

TEST_F(JudgedTest, TheWordIsKeptOverARefreshByNameAndElseById)
{
    judge({{"2", "Late", false}, {"3", "Only", true}});
    Rows rows;
    rows.category("9", "Late").category("3", "Alone").category("2", "Sport");
    rows.categories[0].adult = rows.categories[2].adult = true;
    rows.channel("d", "Alpha four", "9");
    rows.channel("e", "Alpha five", "3");
    rows.channel("s", "Ball", "2");
    const auto change = refresh(store(), account, EntryKind::Live, rows, CatalogueRefresh::Trust::Believe);
    EXPECT_THAT(adults(), ElementsAre("e", "s")) << "numbered anew, renamed, and a new one with an old number";
    EXPECT_EQ(change.adultAdded, 1u) << "the news go by it, too";
}

TEST_F(JudgedTest, WhatIsStoredStaysThePanels)
{
    judge({{"1", "News", true}, {"2", "Late", false}});
    auto started = taken(store().beginRefresh(account, EntryKind::Live));
    started->keepCategories(); // could not be had: those of the list before
    Rows rows;
    rows.channel("a", "Alpha one", "1");
    rows.channel("d", "Alpha four", "2");
    ASSERT_TRUE(started->addChannels(rows.channels));
    ASSERT_TRUE(started->commit(at(1'800'000'100), CatalogueRefresh::Trust::Believe));
    started.reset();
    EXPECT_THAT(adults(), ElementsAre("a"));
    judge({});
    EXPECT_THAT(adults(), ElementsAre("d"));
}

TEST_F(JudgedTest, IsSaidBeforeTheListIsReadToo)
{
    library.reset();
    library = openLibrary(folder.profile());
    judge({{"3", "Only", false}});
    EXPECT_THAT(adults(), ElementsAre("b", "c", "d"));
}

} // namespace
} // namespace kanal::library
