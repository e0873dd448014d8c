// SPDX-License-Identifier: MIT
// What the user marked follows its entries from list to list.
#include "library/faulty_disk.h"
#include "profile.h"
#include "waiting.h"

#include <kanal/library/user_store.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/entry_shape.h>
#include <kanal/session/title_details.h>

#include <gmock/gmock.h>

namespace kanal::session
{
namespace
{

using namespace std::chrono_literals;
using testing::ElementsAre;

struct Listed {
    int id;
    const char *name;
    const char *category = "1";
};

std::string streams(std::initializer_list<Listed> rows)
{
    std::string json = "[";
    for (const Listed &row : rows)
        json += (json.size() > 1 ? "," : "") + std::string(R"({"num":1,"name":")") + row.name + R"(","stream_id":)" +
                std::to_string(row.id) + R"(,"category_id":")" + row.category + R"(","epg_channel_id":""})";
    return json + "]";
}

struct FollowingTest : testing::Test {
    ScriptedPanel panel;
    Profile profile;
    AccountId account;

    void SetUp() override
    {
        for (const char *action : {"get_live_categories", "get_vod_categories"})
            panel.set(action,
                      R"([{"category_id":"1","category_name":"News"},{"category_id":"2","category_name":"Kids"}])");
        panel.set("get_live_streams", streams({{1, "One"}, {2, "Two"}, {3, "Three"}}));
        panel.set("get_vod_streams", streams({{1, "Alpha"}, {2, "Beta"}, {3, "Gamma"}}));
        account = answerTo(profile->accounts().signIn({panel.url(), "u", "p"})).value().id;
        refresh();
    }
    library::UserStore &user() { return profile->library().user(); }
    void refresh()
    {
        const auto report = answerTo(profile->sync().refresh(account));
        ASSERT_TRUE(report);
        for (const auto &[kind, result] : report->kinds)
            ASSERT_FALSE(result.error || result.heldBack) << kind;
    }
    library::EntryShape shape(EntryKind kind, const std::string &id)
    {
        return shapeOf(profile->library(), {account, kind, id}).value();
    }
    std::vector<std::string> favourites(EntryKind kind = EntryKind::Live)
    {
        std::vector<std::string> ids;
        const auto marked = user().favourites(account, kind);
        for (const library::EntryShape &entry : *marked)
            ids.push_back(entry.key.id);
        return ids;
    }
};

TEST_F(FollowingTest, OneThatVanishesForAWhileIsNotMovedOntoItsTwin)
{
    panel.set("get_live_streams", streams({{1, "One"}, {2, "Two"}, {3, "Three"}, {4, "Four"}, {5, "One"}}));
    refresh();
    ASSERT_TRUE(user().setFavourite(shape(EntryKind::Live, "1"), true));
    panel.set("get_live_streams", streams({{2, "Two"}, {3, "Three"}, {4, "Four"}, {5, "One"}}));
    refresh();
    EXPECT_THAT(favourites(), ElementsAre("1"));
    panel.set("get_live_streams", streams({{1, "One"}, {2, "Two"}, {3, "Three"}, {4, "Four"}, {5, "One"}}));
    refresh();
    EXPECT_THAT(favourites(), ElementsAre("1"));
}

TEST_F(FollowingTest, WhatAMarkedEntryIsCalledIsKeptUpToDate)
{
    ASSERT_TRUE(user().setFavourite(shape(EntryKind::Live, "1"), true));
    panel.set("get_live_streams", streams({{1, "ONE", "2"}, {2, "Two"}, {3, "Three"}}));
    refresh(); // nothing is lost, but the category is another one
    EXPECT_EQ(user().favourites(account, EntryKind::Live)->front().categoryName, "Kids");
    panel.set("get_live_streams", streams({{901, "One", "2"}, {902, "One", "1"}, {2, "Two"}, {3, "Three"}}));
    refresh();
    EXPECT_THAT(favourites(), ElementsAre("901"));
}

TEST_F(FollowingTest, ANameThatIsUniqueInBothListsIsFollowedIntoAnotherCategory)
{
    ASSERT_TRUE(user().setFavourite(shape(EntryKind::Live, "1"), true));
    panel.set("get_live_streams", streams({{901, "One", "2"}, {2, "Two"}, {3, "Three"}}));
    refresh();
    EXPECT_THAT(favourites(), ElementsAre("901"));
}

TEST_F(FollowingTest, APositionWithoutAMarkFollowsToo)
{
    ASSERT_TRUE(user().setPosition({account, EntryKind::Movie, "1"}, {1min, 90min, false}));
    ASSERT_TRUE(user().setPosition({account, EntryKind::Movie, "2"}, {2min, 90min, false}));
    panel.set("get_vod_streams", streams({{2, "Alpha"}, {3, "Beta"}, {1, "Gamma"}}));
    refresh();
    EXPECT_EQ(user().position({account, EntryKind::Movie, "2"}).value()->at, 1min);
    EXPECT_EQ(user().position({account, EntryKind::Movie, "3"}).value()->at, 2min);
    EXPECT_FALSE(user().position({account, EntryKind::Movie, "1"}).value());
}

TEST_F(FollowingTest, AListThatWasStoredBeforeKanalWasKilledIsFollowedAtTheNextStart)
{
    ASSERT_TRUE(user().setFavourite(shape(EntryKind::Movie, "1"), true));
    ASSERT_TRUE(user().setPosition({account, EntryKind::Movie, "1"}, {1min, 90min, false}));
    auto refresh = profile->library().catalogue().beginRefresh(account, EntryKind::Movie).value();
    ASSERT_TRUE(refresh->addCategories(std::vector<CategoryRow>{{.id = "1", .name = "News"}}));
    ASSERT_TRUE(refresh->addMovies(std::vector<MovieRow>{{.id = "901", .name = "Alpha", .categoryId = "1"},
                                                         {.id = "1", .name = "Beta", .categoryId = "1"},
                                                         {.id = "3", .name = "Gamma", .categoryId = "1"}}));
    ASSERT_TRUE(refresh->commit(std::chrono::sys_seconds(500'000h)));
    refresh.reset();
    EXPECT_THAT(favourites(EntryKind::Movie), ElementsAre("1")) << "nobody followed";
    profile.reopen();
    EXPECT_THAT(favourites(EntryKind::Movie), ElementsAre("901"));
    EXPECT_TRUE(user().position({account, EntryKind::Movie, "901"}).value());
}

struct OnAFaultyDisk {
    library::FaultyDisk disk; // before any database is opened
};
struct FollowingOnAFaultyDiskTest : OnAFaultyDisk, FollowingTest {
};

TEST_F(FollowingOnAFaultyDiskTest, AListThatCouldNotBeFollowedIsFollowedByTheNextRefresh)
{
    ASSERT_TRUE(user().setFavourite(shape(EntryKind::Live, "1"), true));
    panel.set("get_live_streams", streams({{901, "One"}, {902, "Two"}, {903, "Three"}}));
    disk.fill("user.db");
    refresh();
    disk.heal();
    EXPECT_THAT(favourites(), ElementsAre("1")) << "nothing could be written";
    refresh();
    EXPECT_THAT(favourites(), ElementsAre("901"));
}

TEST_F(FollowingOnAFaultyDiskTest, AListThatCouldNotBeFollowedIsFollowedAtTheNextStart)
{
    ASSERT_TRUE(user().setFavourite(shape(EntryKind::Live, "1"), true));
    panel.set("get_live_streams", streams({{901, "One"}, {902, "Two"}, {903, "Three"}}));
    disk.fill("user.db");
    refresh();
    profile.close();
    disk.heal();
    profile.reopen();
    EXPECT_THAT(favourites(), ElementsAre("901"));
}

struct EpisodesTest : FollowingTest {
    /// A series of two episodes a season with such ids, in order.
    void answer(std::initializer_list<int> ids, const std::string &secondTitle = "Two")
    {
        std::string json = R"({"info":[],"episodes":{"1":[)";
        int number = 0;
        for (const int id : ids) {
            json += (number % 2 == 1) ? "," : number == 2 ? R"(],"2":[)" : "";
            json += R"({"id":")" + std::to_string(id) + R"(","episode_num":)" + std::to_string(number % 2 + 1) +
                    R"(,"title":")" + (number % 2 == 0 ? "One" : secondTitle) + R"("})";
            ++number;
        }
        panel.set("get_series_info", json + "]}}");
    }
    void watch(const std::string &seriesId, const std::string &id, const std::string &name)
    {
        const EntryKey key{account, EntryKind::Episode, id};
        ASSERT_TRUE(user().noteWatched({key, name, seriesId, "Show"}, std::chrono::sys_seconds(1s)));
        ASSERT_TRUE(user().setPosition(key, {std::chrono::milliseconds(std::stoi(id)), 90min, false}));
    }
    void open(const std::string &seriesId)
    {
        profile->details().forget({account, EntryKind::Series, seriesId});
        ASSERT_TRUE(answerTo(profile->details().series(account, seriesId)));
    }
    std::map<std::string, std::int64_t> positions()
    {
        std::map<std::string, std::int64_t> found;
        const auto stored = user().positions(account, EntryKind::Episode);
        for (const auto &[id, position] : *stored)
            found[id] = position.at.count();
        return found;
    }
    using Positions = std::map<std::string, std::int64_t>;
};

TEST_F(EpisodesTest, AreFoundAgainBySeasonAndNumberWhenTheirIdsAreOthers)
{
    answer({11, 12, 13, 14});
    watch("8", "12", episodeName({.title = "Two", .season = 1, .number = 2}));
    watch("8", "13", episodeName({.title = "One", .season = 2, .number = 1}));
    open("8");
    EXPECT_EQ(positions(), (Positions{{"12", 12}, {"13", 13}})) << "nothing is moved that is there";
    answer({12, 13, 14, 15});
    open("8");
    EXPECT_EQ(positions(), (Positions{{"13", 12}, {"14", 13}}));
    std::set<std::string> ids;
    const auto recents = user().recents(account, EntryKind::Episode, 9);
    for (const library::EntryShape &entry : *recents)
        ids.insert(entry.key.id);
    EXPECT_EQ(ids, (std::set<std::string>{"13", "14"}));
}

TEST_F(EpisodesTest, ATitleThatContradictsIsNoneOfOurs)
{
    watch("8", "2", episodeName({.title = "Two", .season = 1, .number = 2}));
    answer({11, 12, 13, 14}, "Quite another story");
    open("8");
    EXPECT_EQ(positions(), (Positions{{"2", 2}}));
    answer({11, 12, 13, 14}, "two!");
    open("8");
    EXPECT_EQ(positions(), (Positions{{"12", 2}}));
}

TEST_F(EpisodesTest, IdsThatWentToAnotherSeriesAreNotLost)
{
    watch("8", "11", episodeName({.title = "One", .season = 1, .number = 1}));
    watch("9", "21", episodeName({.title = "One", .season = 1, .number = 1}));
    answer({21, 22});
    open("8"); // its episode took the id of the other one
    EXPECT_EQ(positions().at("21"), 11);
    EXPECT_EQ(positions().size(), 2u);
    answer({31, 32});
    open("9");
    EXPECT_EQ(positions(), (Positions{{"21", 11}, {"31", 21}}));
}

} // namespace
} // namespace kanal::session
