// SPDX-License-Identifier: MIT
#include "list_orders.h"
#include "profile.h"

#include <QSignalSpy>

#include <gmock/gmock.h>
#include <support/fake_clock.h>
#include <support/fake_titles.h>

namespace kanal::presenters
{
namespace
{

using testing::ElementsAre;

struct ListOrdersTest : testing::Test {
    test::Profile profile;
    ListOrders orders{profile.library().catalogue()};
    std::shared_ptr<const test::FakeTitles> films = std::make_shared<test::FakeTitles>(
        EntryKind::Movie, std::vector<std::pair<std::string, std::string>>{{"1", "Drama"}},
        std::vector<test::FakeTitles::Title>{
            {.id = "10", .name = "Zebra", .category = "1", .year = 1999, .added = 30, .rating = 5},
            {.id = "11", .name = "Moon", .category = "1", .year = 2003, .added = 40, .rating = 7},
        });
};

TEST_F(ListOrdersTest, AnOrderAskedForIsTold)
{
    QSignalSpy ready(&orders, &ListOrders::ready);
    orders.setSnapshot(films);
    EXPECT_EQ(orders.order(SortKey::Name), nullptr);
    ASSERT_TRUE(test::waitFor([&] { return ready.size() == 1; }));
    EXPECT_THAT(orders.order(SortKey::Name)->rows, ElementsAre(1, 0));
}

TEST_F(ListOrdersTest, WhenAListHasBeenInViewForAMomentItsOrdersAreThereUnasked)
{
    QSignalSpy ready(&orders, &ListOrders::ready);
    orders.setSnapshot(films);
    ASSERT_TRUE(test::waitFor([&] { return orders.isPrepared(); }));
    EXPECT_EQ(ready.size(), 0) << "nobody waits for them: nothing is painted anew";
    for (const SortKey key : sortKeys(EntryKind::Movie))
        EXPECT_NE(orders.order(key), nullptr) << sortName(key).toStdString();
    EXPECT_THAT(orders.order(SortKey::Name)->rows, ElementsAre(1, 0));
}

TEST_F(ListOrdersTest, WhatIsNewStopsBeingSoWhileTheProgramRuns)
{
    using namespace std::chrono_literals;
    FakeClock clock;
    const AccountId home = profile.addAccount("Home");
    const auto store = [&](std::vector<MovieRow> rows, std::chrono::hours ago) {
        auto refresh = profile.library().catalogue().beginRefresh(home, EntryKind::Movie);
        ASSERT_TRUE(refresh.has_value());
        ASSERT_TRUE((*refresh)->addMovies(rows).has_value());
        ASSERT_TRUE((*refresh)->commit(clock.wallNow() - ago).has_value());
    };
    store({{.id = "1", .name = "Old"}}, 48h);
    store({{.id = "1", .name = "Old"}, {.id = "2", .name = "Fresh"}}, 24h);
    ListOrders watched(profile.library().catalogue(), clock);
    QSignalSpy told(&watched, &ListOrders::newRowsReady);
    watched.setSnapshot(profile.library().catalogue().snapshot(home, EntryKind::Movie).value());
    watched.newRows();
    ASSERT_TRUE(test::waitFor([&] { return told.size() == 1; }));
    ASSERT_EQ(watched.newRows()->count, 1);

    clock.advance(59min);
    watched.renewNewRows();
    clock.advance(5 * 24h);
    watched.renewNewRows();
    ASSERT_TRUE(test::waitFor([&] { return told.size() == 2; })) << "read again, not for every minute";
    EXPECT_EQ(watched.newRows()->count, 1) << "six days";
    clock.advance(25h);
    watched.renewNewRows();
    ASSERT_TRUE(test::waitFor([&] { return told.size() == 3; }));
    EXPECT_EQ(watched.newRows()->count, 0);
    clock.advance(25h);
    watched.renewNewRows();
    EXPECT_EQ(watched.newRows()->count, 0) << "nothing is left to expire";
}

TEST_F(ListOrdersTest, AnotherSnapshotBeginsAnew)
{
    orders.setSnapshot(films);
    ASSERT_TRUE(test::waitFor([&] { return orders.isPrepared(); }));
    orders.setSnapshot(std::make_shared<test::FakeTitles>(
        EntryKind::Movie, std::vector<std::pair<std::string, std::string>>{{"1", "Drama"}},
        std::vector<test::FakeTitles::Title>{{.id = "12", .name = "Alone", .category = "1"}}));
    EXPECT_FALSE(orders.isPrepared());
    ASSERT_TRUE(test::waitFor([&] { return orders.isPrepared(); }));
    EXPECT_THAT(orders.order(SortKey::Name)->rows, ElementsAre(0));
}

} // namespace
} // namespace kanal::presenters
