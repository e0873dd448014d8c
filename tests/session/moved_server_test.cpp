// SPDX-License-Identifier: MIT
// An account that moves to another server and back: what was marked on either is kept.
#include "profile.h"
#include "waiting.h"

#include <kanal/session/catalogue_sync.h>
#include <kanal/session/entry_shape.h>

#include <gmock/gmock.h>

namespace kanal::session
{
namespace
{

using namespace std::chrono_literals;
using testing::UnorderedElementsAre;
using Names = std::vector<std::string>;

struct MovedServerTest : testing::Test {
    ScriptedPanel here, there;
    Profile profile;
    AccountId account;

    void SetUp() override
    {
        here.set("get_live_streams", R"([{"name":"One","stream_id":1,"category_id":"1"},
                                         {"name":"Two","stream_id":2,"category_id":"1"}])");
        there.set("get_live_streams", R"([{"name":"Uno","stream_id":1,"category_id":"1"},
                                          {"name":"Due","stream_id":2,"category_id":"1"}])");
        here.set("get_vod_streams", R"([{"name":"Alpha","stream_id":5,"category_id":"1"}])");
        there.set("get_vod_streams", R"([{"name":"Beta","stream_id":5,"category_id":"1"}])");
        account = answerTo(profile->accounts().signIn({here.url(), "u", "p"})).value().id;
        refresh();
    }
    void refresh()
    {
        const auto report = answerTo(profile->sync().refresh(account));
        ASSERT_TRUE(report);
        for (const auto &[kind, result] : report->kinds)
            ASSERT_FALSE(result.error || result.heldBack) << kind;
    }
    void moveTo(const ScriptedPanel &panel)
    {
        ASSERT_TRUE(answerTo(profile->accounts().edit(account, {panel.url(), "u", "p"})));
        refresh();
    }
    library::UserStore &user() { return profile->library().user(); }
    void mark(EntryKind kind, const std::string &id, std::chrono::seconds when)
    {
        const library::EntryShape shape = shapeOf(profile->library(), {account, kind, id}).value();
        ASSERT_TRUE(user().setFavourite(shape, true));
        ASSERT_TRUE(user().noteWatched(shape, std::chrono::sys_seconds(when)));
        if (kind == EntryKind::Movie) {
            ASSERT_TRUE(user().setPosition(shape.key, {when, 90min, false}));
        }
    }
    /// What is marked and in the list now, as "Name@id".
    static Names present(const Result<std::vector<library::EntryShape>> &marked, const library::CatalogueSnapshot &list)
    {
        Names names;
        for (const library::EntryShape &entry : *marked)
            if (const auto row = list.find(entry.key.id))
                names.push_back(std::string(list.name(*row)) + "@" + entry.key.id);
        return names;
    }
    Names favourites(EntryKind kind)
    {
        return present(user().favourites(account, kind), *profile.snapshot(account, kind));
    }
    Names recents(EntryKind kind)
    {
        return present(user().recents(account, kind, 9), *profile.snapshot(account, kind));
    }
    std::chrono::milliseconds positionOf(const std::string &film)
    {
        const auto position = user().position({account, EntryKind::Movie, film}).value();
        return position ? position->at : 0ms;
    }
    void expectBothKept()
    {
        mark(EntryKind::Live, "1", 1s);
        mark(EntryKind::Movie, "5", 10s);
        moveTo(there);
        EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre()) << "another channel has that id";
        EXPECT_EQ(positionOf("5"), 0ms) << "another film has that id";
        mark(EntryKind::Live, "1", 2s);
        mark(EntryKind::Movie, "5", 20s);
        for (int round = 0; round < 2; ++round) {
            moveTo(here);
            EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre("One@1"));
            EXPECT_THAT(recents(EntryKind::Live), UnorderedElementsAre("One@1"));
            EXPECT_THAT(favourites(EntryKind::Movie), UnorderedElementsAre("Alpha@5"));
            EXPECT_EQ(positionOf("5"), 10s);
            moveTo(there);
            EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre("Uno@1"));
            EXPECT_THAT(recents(EntryKind::Live), UnorderedElementsAre("Uno@1"));
            EXPECT_THAT(favourites(EntryKind::Movie), UnorderedElementsAre("Beta@5"));
            EXPECT_EQ(positionOf("5"), 20s);
        }
    }
};

TEST_F(MovedServerTest, KeepsWhatWasMarkedOnBoth)
{
    expectBothKept();
}

TEST_F(MovedServerTest, KeepsBothWhereTheOtherServerWasKnownToo)
{
    const AccountId other = answerTo(profile->accounts().signIn({there.url(), "u", "p"})).value().id;
    ASSERT_TRUE(answerTo(profile->accounts().remove(other)));
    expectBothKept();
}

TEST_F(MovedServerTest, WhatWasTakenBackOnTheWayStaysTakenBack)
{
    mark(EntryKind::Live, "1", 1s);
    mark(EntryKind::Live, "2", 2s);
    there.set("get_live_streams", R"([{"name":"Two","stream_id":8,"category_id":"1"},
                                      {"name":"One","stream_id":9,"category_id":"1"}])");
    moveTo(there);
    EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre("One@9", "Two@8"));
    ASSERT_TRUE(user().setFavourite(shapeOf(profile->library(), {account, EntryKind::Live, "9"}).value(), false));
    moveTo(here);
    EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre("Two@2"));
}

TEST_F(MovedServerTest, WhatWasTakenBackAtAServerThatWasKnownStaysTakenBack)
{
    const std::string sameList = R"([{"name":"One","stream_id":1,"category_id":"1"},
                                     {"name":"Two","stream_id":2,"category_id":"1"}])";
    there.set("get_live_streams", sameList);
    const AccountId other = answerTo(profile->accounts().signIn({there.url(), "u", "p"})).value().id;
    ASSERT_TRUE(answerTo(profile->accounts().remove(other)));
    mark(EntryKind::Live, "1", 1s);
    mark(EntryKind::Live, "2", 2s);
    const library::EntryShape one = shapeOf(profile->library(), {account, EntryKind::Live, "1"}).value();
    ASSERT_TRUE(user().setHidden(one, true));
    moveTo(there);
    EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre("One@1", "Two@2"));
    ASSERT_TRUE(user().setFavourite(one, false));
    ASSERT_TRUE(user().setHidden(one, false));
    moveTo(here);
    EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre("Two@2"));
    EXPECT_TRUE(user().hidden(account, EntryKind::Live)->empty());
}

TEST_F(MovedServerTest, WhatBothServersHaveUnderOneIdIsKeptAtEach)
{
    const AccountId other = answerTo(profile->accounts().signIn({there.url(), "u", "p"})).value().id;
    ASSERT_TRUE(answerTo(profile->sync().refresh(other)));
    ASSERT_TRUE(user().setFavourite(shapeOf(profile->library(), {other, EntryKind::Live, "1"}).value(), true));
    ASSERT_TRUE(answerTo(profile->accounts().remove(other)));
    mark(EntryKind::Live, "1", 1s);
    moveTo(there);
    EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre("Uno@1"));
    moveTo(here);
    EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre("One@1"));
}

struct SignedInAnewTest : MovedServerTest {
    void signInAnew(const ScriptedPanel &panel)
    {
        ASSERT_TRUE(answerTo(profile->accounts().remove(account)));
        account = answerTo(profile->accounts().signIn({panel.url(), "u", "p"})).value().id;
        refresh();
    }
    void SetUp() override
    {
        MovedServerTest::SetUp();
        there.set("get_live_streams", R"([{"name":"Uno","stream_id":1,"category_id":"1"},
                                          {"name":"One","stream_id":7,"category_id":"1"}])");
    }
};

// Providers move to another domain; their customers remove the account and sign in at the new one.
TEST_F(SignedInAnewTest, AtAnotherServerFindsWhatWasMarkedByItsName)
{
    mark(EntryKind::Live, "1", 1s);
    mark(EntryKind::Live, "2", 2s);
    mark(EntryKind::Movie, "5", 10s);
    signInAnew(there);
    EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre("One@7")) << "not Uno, which has its id";
    EXPECT_THAT(recents(EntryKind::Live), UnorderedElementsAre("One@7"));
    EXPECT_THAT(favourites(EntryKind::Movie), UnorderedElementsAre());
    signInAnew(here);
    EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre("One@1", "Two@2"));
}

TEST_F(SignedInAnewTest, UnderAnotherNameIsSomebodyElse)
{
    mark(EntryKind::Live, "1", 1s);
    ASSERT_TRUE(answerTo(profile->accounts().remove(account)));
    account = answerTo(profile->accounts().signIn({there.url(), "v", "p"})).value().id;
    refresh();
    EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre());
}

TEST_F(SignedInAnewTest, WhatWasToBeForgottenStaysForgotten)
{
    mark(EntryKind::Live, "1", 1s);
    ASSERT_TRUE(answerTo(profile->accounts().remove(account, AccountBook::Marks::Forget)));
    account = answerTo(profile->accounts().signIn({there.url(), "u", "p"})).value().id;
    refresh();
    EXPECT_THAT(favourites(EntryKind::Live), UnorderedElementsAre());
}

} // namespace
} // namespace kanal::session
