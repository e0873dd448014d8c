// SPDX-License-Identifier: MIT
// From one generation of a list to the next: what is counted, held back, dropped, and what outlives it.
#include "catalogue_store_fixture.h"

#include <kanal/core/limits.h>

#include <gmock/gmock.h>

namespace kanal::library
{
namespace
{

using testing::ElementsAre;
using Trust = CatalogueRefresh::Trust;

class CatalogueRefreshTest : public CatalogueStoreTest
{
};

TEST_F(CatalogueRefreshTest, CountsWhatChanged)
{
    Rows before;
    for (const char *id : {"1", "2", "3", "4", "5"})
        before.channel(id, std::string("Name ") + id);
    const auto first = refresh(store(), m_account, EntryKind::Live, before);
    EXPECT_EQ(first.before, 0u);
    EXPECT_EQ(first.added, 5u);

    Rows after;
    after.channel("9", "New");
    after.channel("5", "Name 5");
    after.channel("4", "Renamed");
    after.channel("3", "Name 3");
    after.channel("2", "Name 2");
    after.channel("2", "Name 2");
    const auto change = refresh(store(), m_account, EntryKind::Live, after);
    EXPECT_EQ(change.before, 5u);
    EXPECT_EQ(change.after, 5u);
    EXPECT_EQ(change.added, 1u);
    EXPECT_EQ(change.gone, 1u);
    EXPECT_EQ(change.renamed, 1u);
    EXPECT_FALSE(change.heldBack);
}

TEST_F(CatalogueRefreshTest, CountsWhatChangedInAListInTheSameOrder)
{
    const Rows before = numbered(50);
    refresh(store(), m_account, EntryKind::Live, before);
    Rows after;
    for (const ChannelRow &row : before.channels) {
        if (row.id == "20")
            continue;
        if (row.id == "30")
            after.channel("1000", "New");
        after.channel(std::string(row.id), row.id == "40" ? "Renamed" : std::string(row.name));
    }
    const auto change = refresh(store(), m_account, EntryKind::Live, after);
    EXPECT_EQ(change.added, 1u);
    EXPECT_EQ(change.gone, 1u);
    EXPECT_EQ(change.renamed, 1u);
}

TEST_F(CatalogueRefreshTest, HoldsBackAnEmptyList)
{
    refresh(store(), m_account, EntryKind::Live, numbered(50));
    const auto change = refresh(store(), m_account, EntryKind::Live, numbered(0));
    EXPECT_TRUE(change.heldBack);
    EXPECT_EQ(change.gone, 50u);
    EXPECT_EQ(live()->size(), 50u);
    reopen();
    EXPECT_EQ(live()->size(), 50u);
    EXPECT_EQ(filesOfLists(), 1u);
}

TEST_F(CatalogueRefreshTest, HoldsBackWhatShrankByMoreThanAFifth)
{
    const struct {
        int after;
        bool heldBack;
    } cases[] = {{95, false}, {81, false}, {80, false}, {79, true}, {40, true}};
    for (const auto &[after, heldBack] : cases) {
        refresh(store(), m_account, EntryKind::Live, numbered(100), Trust::Believe);
        const auto change = refresh(store(), m_account, EntryKind::Live, numbered(after));
        EXPECT_EQ(change.heldBack, heldBack) << after;
        EXPECT_EQ(live()->size(), heldBack ? 100u : unsigned(after));
    }
}

Rows listed(int count, int firstId, const std::string &name)
{
    Rows rows;
    rows.category("1", "All");
    for (int i = 0; i < count; ++i)
        rows.channel(std::to_string(firstId + i), name + ' ' + std::to_string(i), "1");
    return rows;
}

// The live list in place of the films, or another customer's: as long as it was, and nothing in it is what was there.
TEST_F(CatalogueRefreshTest, HoldsBackAListThatHoldsHardlyAnythingOfTheOneBefore)
{
    refresh(store(), m_account, EntryKind::Live, listed(100, 0, "Channel"));
    const auto change = refresh(store(), m_account, EntryKind::Live, listed(100, 5000, "Stranger"));
    EXPECT_TRUE(change.heldBack);
    EXPECT_EQ(change.gone, 100u);
    EXPECT_EQ(change.added, 100u);
    EXPECT_EQ(live()->name(0), "Channel 0");
    EXPECT_FALSE(refresh(store(), m_account, EntryKind::Live, listed(100, 5000, "Stranger"), Trust::Believe).heldBack);
    EXPECT_EQ(live()->name(0), "Stranger 0");
}

TEST_F(CatalogueRefreshTest, TakesAListThatWasNumberedAnewOrNamedAnewOrIsShort)
{
    refresh(store(), m_account, EntryKind::Live, listed(100, 0, "Channel"));
    EXPECT_FALSE(refresh(store(), m_account, EntryKind::Live, listed(100, 5000, "Channel")).heldBack) << "other ids";
    EXPECT_FALSE(refresh(store(), m_account, EntryKind::Live, listed(100, 5000, "HD Channel")).heldBack) << "names";
    refresh(store(), m_account, EntryKind::Live, listed(20, 0, "Channel"), Trust::Believe);
    EXPECT_FALSE(refresh(store(), m_account, EntryKind::Live, listed(20, 5000, "Stranger")).heldBack) << "a handful";
}

TEST_F(CatalogueRefreshTest, AnAnswerOfFarTooManyCategoriesIsNone)
{
    auto started = store().beginRefresh(m_account, EntryKind::Live).value();
    const Rows rows = listed(1, 7, "Channel");
    ASSERT_TRUE(started->addCategories(rows.categories));
    Rows flood;
    for (std::size_t i = 0; i < limits::kCategories; ++i)
        flood.category("x" + std::to_string(i), "Flood");
    const Result<> refused = started->addCategories(flood.categories);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::BadAnswer);
    started->keepCategories();
    ASSERT_TRUE(started->addChannels(rows.channels)) << "the rows are not to blame";
    ASSERT_TRUE(started->commit(at(2)));
    EXPECT_EQ(live()->size(), 1u);
    EXPECT_EQ(live()->categoryCount(), 1u) << "what the row names, and nothing of the flood";
}

TEST_F(CatalogueRefreshTest, TakesAHeldBackListWhenTheUserBelievesIt)
{
    refresh(store(), m_account, EntryKind::Live, numbered(100));
    auto started = store().beginRefresh(m_account, EntryKind::Live).value();
    const Rows few = numbered(10);
    ASSERT_TRUE(started->addChannels(few.channels));
    EXPECT_TRUE(started->commit(at(2))->heldBack);
    EXPECT_EQ(live()->size(), 100u);
    EXPECT_FALSE(started->commit(at(3), Trust::Believe)->heldBack);
    EXPECT_EQ(live()->size(), 10u);
    EXPECT_FALSE(started->commit(at(4), Trust::Believe)) << "once is enough";
}

TEST_F(CatalogueRefreshTest, ADroppedRefreshLeavesNothingBehind)
{
    refresh(store(), m_account, EntryKind::Live, numbered(50));
    const auto generation = live()->generation();
    {
        auto started = store().beginRefresh(m_account, EntryKind::Live).value();
        ASSERT_TRUE(started->addChannels(numbered(5000, std::string(200, 'x')).channels));
    }
    EXPECT_EQ(live()->generation(), generation);
    EXPECT_EQ(live()->size(), 50u);
    EXPECT_EQ(filesOfLists(), 1u);
}

TEST_F(CatalogueRefreshTest, ASnapshotOutlivesTheNextGenerationAndTheLibrary)
{
    refresh(store(), m_account, EntryKind::Live, numbered(50));
    const auto held = live();
    refresh(store(), m_account, EntryKind::Live, numbered(60, " new"));
    EXPECT_EQ(live()->size(), 60u);
    EXPECT_EQ(filesOfLists(), 1u);
    m_library.reset();
    EXPECT_EQ(held->size(), 50u);
    EXPECT_EQ(held->name(49), "Channel 49");
    EXPECT_THAT(held->filter("channel 49"), ElementsAre(49));
}

TEST_F(CatalogueRefreshTest, HandsOutTheSameSnapshotUntilItChanges)
{
    refresh(store(), m_account, EntryKind::Live, numbered(5));
    const auto first = live();
    EXPECT_EQ(live(), first);
    refresh(store(), m_account, EntryKind::Live, numbered(5));
    EXPECT_NE(live(), first);
    EXPECT_GT(live()->generation(), first->generation());
}

TEST_F(CatalogueRefreshTest, OneRefreshAListAtATime)
{
    auto first = store().beginRefresh(m_account, EntryKind::Live).value();
    EXPECT_FALSE(store().beginRefresh(m_account, EntryKind::Live));
    EXPECT_TRUE(store().beginRefresh(m_account, EntryKind::Movie));
    first.reset();
    EXPECT_TRUE(store().beginRefresh(m_account, EntryKind::Live));
}

TEST_F(CatalogueRefreshTest, RefusesRowsOfAnotherKind)
{
    auto started = store().beginRefresh(m_account, EntryKind::Live).value();
    const MovieRow movie{.id = "1", .name = "One"};
    EXPECT_EQ(started->addMovies({&movie, 1}).error().kind, ErrorKind::Unsupported);
    EXPECT_EQ(store().beginRefresh(m_account, EntryKind::Episode).error().kind, ErrorKind::Unsupported);
}

TEST_F(CatalogueRefreshTest, KeepsAccountsApartAndForgetsARemovedOne)
{
    const AccountId other = m_library->accounts().add(panelAccount("Other", "http://other.example")).value();
    refresh(store(), m_account, EntryKind::Live, numbered(5));
    refresh(store(), other, EntryKind::Live, numbered(9));
    EXPECT_EQ(live()->size(), 5u);
    ASSERT_TRUE(store().removeAccount(m_account));
    EXPECT_EQ(live()->size(), 0u);
    EXPECT_EQ(shown(store(), other, EntryKind::Live)->size(), 9u);
    reopen();
    EXPECT_EQ(live()->size(), 0u);
    EXPECT_EQ(shown(store(), other, EntryKind::Live)->size(), 9u);
    EXPECT_EQ(filesOfLists(), 1u);
}

TEST_F(CatalogueRefreshTest, ARefreshOfARemovedAccountComesToNothing)
{
    auto started = store().beginRefresh(m_account, EntryKind::Live).value();
    ASSERT_TRUE(started->addChannels(numbered(5).channels));
    ASSERT_TRUE(store().removeAccount(m_account));
    EXPECT_EQ(started->commit(at(1)).error().kind, ErrorKind::Cancelled);
    started.reset();
    EXPECT_EQ(live()->size(), 0u);
    EXPECT_EQ(filesOfLists(), 0u);
}

TEST_F(CatalogueRefreshTest, ListsOfAccountsThatWereRemovedGoAtTheNextStart)
{
    refresh(store(), m_account, EntryKind::Live, numbered(5));
    ASSERT_TRUE(m_library->accounts().remove(m_account));
    reopen();
    EXPECT_EQ(live()->size(), 0u);
    EXPECT_EQ(filesOfLists(), 0u);
}

} // namespace
} // namespace kanal::library
