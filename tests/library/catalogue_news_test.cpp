// SPDX-License-Identifier: MIT
#include "library_fixture.h"

#include <algorithm>

namespace kanal::library
{
namespace
{

using Trust = CatalogueRefresh::Trust;
constexpr std::int64_t kDay = 24 * 3600;
constexpr std::int64_t kNow = 1'800'000'000;

class CatalogueNewsTest : public testing::Test
{
protected:
    CatalogueNewsTest()
    {
        reopen();
        m_account = taken(m_library->accounts().add(panelAccount()));
    }

    void reopen()
    {
        m_library.reset();
        m_library = openLibrary(m_folder.profile());
    }
    CatalogueStore &store() { return m_library->catalogue(); }
    CatalogueRefresh::Change refreshed(const Rows &rows, std::int64_t seconds = kNow, Trust trust = Trust::Believe)
    {
        return refresh(store(), m_account, EntryKind::Live, rows, trust, at(seconds));
    }
    std::vector<CatalogueNews> news(std::int64_t since = 0)
    {
        return taken(store().news(m_account, EntryKind::Live, at(since)));
    }
    std::vector<std::string> idsAdded(std::int64_t since = 0)
    {
        auto ids = taken(store().idsAdded(m_account, EntryKind::Live, at(since)));
        std::sort(ids.begin(), ids.end());
        return ids;
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Library> m_library;
    AccountId m_account;
};

using Names = std::vector<std::string>;

Names namesOf(const std::vector<CatalogueNews::Entry> &entries)
{
    Names names;
    for (const auto &entry : entries)
        names.push_back(entry.name);
    return names;
}

Rows channelsNamed(std::initializer_list<std::pair<const char *, const char *>> channels)
{
    Rows rows;
    rows.category("1", "News");
    for (const auto &[id, name] : channels)
        rows.channel(id, name, "1");
    return rows;
}

Rows numbered(int from, int to, const std::string &idPrefix = "")
{
    Rows rows;
    rows.category("1", "News");
    for (int i = from; i < to; ++i)
        rows.channel(numberedText(idPrefix, i), numberedText("Channel ", i), "1");
    return rows;
}

TEST_F(CatalogueNewsTest, TheFirstListIsNoNews)
{
    const auto change = refreshed(numbered(0, 5));
    EXPECT_EQ(change.added, 5U);
    EXPECT_TRUE(news().empty());
    EXPECT_TRUE(idsAdded().empty());
}

TEST_F(CatalogueNewsTest, SaysWhatCameWhatWentAndWhatHasAnotherName)
{
    refreshed(channelsNamed({{"1", "One"}, {"2", "Two"}, {"3", "Three"}}));
    refreshed(channelsNamed({{"1", "One"}, {"2", "Second"}, {"4", "Four"}}), kNow + 60);
    reopen();
    const auto all = news();
    ASSERT_EQ(all.size(), 1U);
    const CatalogueNews &latest = all.front();
    EXPECT_EQ(latest.at, at(kNow + 60));
    EXPECT_EQ(latest.before, 3U);
    EXPECT_EQ(latest.after, 3U);
    EXPECT_EQ(latest.added, 1U);
    EXPECT_EQ(namesOf(latest.newEntries), Names{"Four"});
    EXPECT_EQ(latest.newEntries.front().id, "4");
    EXPECT_EQ(latest.newEntries.front().categoryId, "1");
    EXPECT_EQ(namesOf(latest.goneEntries), Names{"Three"});
    ASSERT_EQ(namesOf(latest.renamedEntries), Names{"Second"});
    EXPECT_EQ(latest.renamedEntries.front().nameBefore, "Two");
    EXPECT_EQ(idsAdded(), Names{"4"});
}

TEST_F(CatalogueNewsTest, CountsWhatIsForAdultsApart)
{
    Rows before = channelsNamed({{"1", "One"}, {"2", "Two"}, {"3", "Three"}, {"5", "Five"}});
    for (const std::size_t row : {1U, 2U})
        before.channels[row].adult = true;
    EXPECT_EQ(refreshed(before).adultAdded, 2U);
    Rows after = channelsNamed({{"1", "One"}, {"2", "Second"}, {"4", "Four"}, {"6", "Six"}});
    for (const std::size_t row : {1U, 2U})
        after.channels[row].adult = true;
    const auto change = refreshed(after, kNow + 60);
    EXPECT_EQ(change.added, 2U);
    EXPECT_EQ(change.adultAdded, 1U);
    EXPECT_EQ(change.gone, 2U);
    EXPECT_EQ(change.adultGone, 1U);
    EXPECT_EQ(change.adultRenamed, 1U);
    after.channels.clear();
    EXPECT_EQ(refreshed(after, kNow + 120, Trust::Check).adultGone, 0U) << "held back: nothing went";
}

TEST_F(CatalogueNewsTest, ARefreshThatChangesNothingIsNoNewsAndKeepsTheEarlierOnes)
{
    refreshed(numbered(0, 5));
    refreshed(numbered(0, 6), kNow + 60);
    refreshed(numbered(0, 6), kNow + 120);
    ASSERT_EQ(news().size(), 1U);
    EXPECT_EQ(news().front().at, at(kNow + 60));
}

TEST_F(CatalogueNewsTest, AListThatWasOnlyNumberedAnewBringsNothingNew)
{
    refreshed(numbered(0, 50));
    const auto change = refreshed(numbered(0, 50, "9"), kNow + 60);
    EXPECT_EQ(change.added, 0U);
    EXPECT_EQ(change.gone, 0U);
    EXPECT_TRUE(news().empty());
}

TEST_F(CatalogueNewsTest, TheSameIdsDealtAnewRenameNothing)
{
    refreshed(channelsNamed({{"1", "One"}, {"2", "Two"}, {"3", "Three"}}));
    const auto change = refreshed(channelsNamed({{"2", "One"}, {"3", "Two"}, {"1", "Three"}}), kNow + 60);
    EXPECT_EQ(change.renamed, 0U);
    EXPECT_TRUE(news().empty());
}

TEST_F(CatalogueNewsTest, AnIdThatPassesToANewEntryIsNoNewName)
{
    refreshed(channelsNamed({{"1", "One"}, {"2", "Two"}}));
    refreshed(channelsNamed({{"1", "Newcomer"}, {"2", "One"}, {"3", "Two"}}), kNow + 60);
    ASSERT_EQ(news().size(), 1U);
    EXPECT_EQ(namesOf(news().front().newEntries), Names{"Newcomer"});
    EXPECT_EQ(news().front().gone, 0U);
    EXPECT_EQ(news().front().renamed, 0U);
}

TEST_F(CatalogueNewsTest, CategoriesNumberedAnewAreTheSameCategories)
{
    refreshed(channelsNamed({{"1", "One"}, {"2", "Two"}}));
    Rows rows;
    rows.category("77", "News");
    rows.channel("8", "One", "77");
    rows.channel("9", "Two", "77");
    EXPECT_EQ(refreshed(rows, kNow + 60).added, 0U);
}

TEST_F(CatalogueNewsTest, TheSameNameInAnotherCategoryIsAnotherEntry)
{
    refreshed(channelsNamed({{"1", "One"}, {"2", "Two"}}));
    Rows rows = channelsNamed({{"2", "Two"}});
    rows.category("2", "Sports");
    rows.channel("3", "One", "2");
    const auto change = refreshed(rows, kNow + 60);
    EXPECT_EQ(change.added, 1U);
    EXPECT_EQ(change.gone, 1U);
}

TEST_F(CatalogueNewsTest, AChannelWithItsGuideIdWasRenamedWhateverElseHasItsName)
{
    Rows before;
    before.channel("1", "One").guideId = "one.tv";
    before.channel("2", "Two");
    refreshed(before);
    Rows after;
    after.channel("1", "One HD").guideId = "one.tv";
    after.channel("2", "Two");
    after.channel("3", "One");
    const auto change = refreshed(after, kNow + 60);
    EXPECT_EQ(change.renamed, 1U);
    EXPECT_EQ(change.added, 1U);
    EXPECT_EQ(change.gone, 0U);
}

TEST_F(CatalogueNewsTest, HeadingsAreNoNews)
{
    Rows before = channelsNamed({{"1", "One"}});
    before.channel("10", "### OLD ###", "1").form = LiveForm::Heading;
    refreshed(before);
    Rows after = channelsNamed({{"1", "One"}});
    after.channel("11", "### NEW ###", "1").form = LiveForm::Heading;
    const auto change = refreshed(after, kNow + 60);
    EXPECT_EQ(change.added, 0U);
    EXPECT_EQ(change.gone, 0U);
    EXPECT_TRUE(news().empty());
}

TEST_F(CatalogueNewsTest, WhatIsNewStaysNewWhenThePanelNumbersAnew)
{
    refreshed(numbered(0, 5));
    refreshed(numbered(0, 6), kNow + 60);
    ASSERT_EQ(idsAdded(), Names{"5"});
    refreshed(numbered(0, 6, "9"), kNow + 120);
    EXPECT_EQ(idsAdded(), Names{"95"});
}

TEST_F(CatalogueNewsTest, AnEntryNamedBySignsOnlyIsNotTheOneOfOtherSigns)
{
    Rows before, after;
    before.category("1", "News").channel("1", "***", "1");
    after.category("1", "News").channel("2", "+++", "1");
    refreshed(before);
    EXPECT_EQ(refreshed(after).added, 1u);
    EXPECT_EQ(idsAdded(), (std::vector<std::string>{"2"}));
}

TEST_F(CatalogueNewsTest, WhatComesBackWithinTheWeekIsNotNew)
{
    Rows all, some;
    for (Rows *rows : {&all, &some}) {
        rows->category("1", "News");
        for (int i = 0; i < (rows == &all ? 20 : 17); ++i)
            rows->channel(std::to_string(i), numberedText("Channel ", i), "1");
    }
    refreshed(all, kNow);
    refreshed(some, kNow + kDay);
    all.channel("20", "Really new", "1");
    const auto change = refreshed(all, kNow + 2 * kDay);
    EXPECT_EQ(change.added, 1u);
    EXPECT_EQ(idsAdded(), (std::vector<std::string>{"20"}));
    refreshed(some, kNow + 3 * kDay);
    EXPECT_EQ(refreshed(all, kNow + 11 * kDay).added, 4u) << "more than a week later they are";
}

TEST_F(CatalogueNewsTest, KeepsAWeekAndTellsAsMuchOfItAsOneAsks)
{
    refreshed(numbered(0, 5));
    refreshed(numbered(0, 6), kNow + kDay);
    refreshed(numbered(0, 7), kNow + 4 * kDay);
    ASSERT_EQ(news().size(), 2U);
    EXPECT_EQ(namesOf(news().front().newEntries), Names{"Channel 6"}) << "the newest first";
    EXPECT_EQ(idsAdded(kNow + 2 * kDay), Names{"6"});
    refreshed(numbered(0, 7), kNow + 8 * kDay + 1);
    EXPECT_EQ(news().size(), 1U) << "older than a week";
    EXPECT_EQ(idsAdded(), Names{"6"});
}

TEST_F(CatalogueNewsTest, CountsAllOfAFloodAndKeepsTheFirstOfIt)
{
    refreshed(numbered(0, 10));
    refreshed(numbered(10, 7000), kNow + 60);
    ASSERT_EQ(news().size(), 1U);
    EXPECT_EQ(news().front().added, 6990U);
    EXPECT_EQ(news().front().gone, 10U);
    EXPECT_EQ(news().front().newEntries.size(), kNewsEntries);
    EXPECT_TRUE(news().front().goneEntries.empty());
}

TEST_F(CatalogueNewsTest, AHeldBackListIsNewsOnceItIsBelieved)
{
    refreshed(numbered(0, 10));
    auto started = taken(store().beginRefresh(m_account, EntryKind::Live));
    const Rows few = numbered(0, 2);
    ASSERT_TRUE(started->addCategories(few.categories));
    ASSERT_TRUE(started->addChannels(few.channels));
    ASSERT_TRUE(taken(started->commit(at(kNow + 60))).heldBack);
    EXPECT_TRUE(news().empty());
    ASSERT_FALSE(taken(started->commit(at(kNow + 90), Trust::Believe)).heldBack);
    ASSERT_EQ(news().size(), 1U);
    EXPECT_EQ(news().front().gone, 8U);
}

TEST_F(CatalogueNewsTest, GoesWithItsAccount)
{
    refreshed(numbered(0, 5));
    refreshed(numbered(0, 6), kNow + 60);
    ASSERT_TRUE(store().removeAccount(m_account));
    EXPECT_TRUE(news().empty());
}

TEST_F(CatalogueNewsTest, AnotherListHasItsOwn)
{
    refreshed(numbered(0, 5));
    refreshed(numbered(0, 6), kNow + 60);
    EXPECT_TRUE(taken(store().news(m_account, EntryKind::Movie, at(0))).empty());
    EXPECT_TRUE(taken(store().news(AccountId{77}, EntryKind::Live, at(0))).empty());
}

} // namespace
} // namespace kanal::library
