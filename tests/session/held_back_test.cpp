// SPDX-License-Identifier: MIT
// Lists that shrank suspiciously wait for the user; taking or leaving them asks nothing of the panel.
#include "profile.h"
#include "waiting.h"

#include <kanal/session/catalogue_sync.h>

#include <QObject>

namespace kanal::session
{
namespace
{

const char *const kChannels = R"([{"name":"One","stream_id":1,"category_id":"1"},)"
                              R"({"name":"Two","stream_id":2,"category_id":"1"},)"
                              R"({"name":"Three","stream_id":3,"category_id":"1"}])";
const char *const kFilms = R"([{"name":"Film","stream_id":7,"category_id":"1"},)"
                           R"({"name":"Other","stream_id":8,"category_id":"1"}])";
const char *const kOneChannel = R"([{"name":"One","stream_id":1,"category_id":"1"}])";

class HeldBackTest : public testing::Test
{
protected:
    void SetUp() override
    {
        panel.set("get_live_streams", kChannels);
        panel.set("get_vod_streams", kFilms);
        const auto signedIn = answerTo(profile->accounts().signIn({panel.url(), "u", "p"}));
        ASSERT_TRUE(signedIn) << signedIn.error().detail;
        account = signedIn->id;
        ASSERT_TRUE(refreshed());
        panel.set("get_live_streams", kOneChannel);
        panel.set("get_vod_streams", "[]");
    }
    CatalogueSync &sync() { return profile->sync(); }
    Result<SyncReport> refreshed(const SyncWish &wish = {}) { return answerTo(sync().refresh(account, wish)); }
    std::uint32_t channels() { return profile.snapshot(account, EntryKind::Live)->size(); }
    std::uint32_t films() { return profile.snapshot(account, EntryKind::Movie)->size(); }
    std::size_t listFiles() const
    {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto &file : std::filesystem::directory_iterator(profile.folder() / "catalogue"))
            ++count;
        return count;
    }

    ScriptedPanel panel;
    Profile profile{SecretPlace::File}; // the sign-in outlives a restart
    AccountId account;
};

TEST_F(HeldBackTest, SaysHowManyThereWereAndAre)
{
    const auto report = refreshed();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->kinds.at("live").before, 3u);
    EXPECT_EQ(report->kinds.at("live").after, 1u);
    const auto held = sync().heldBack(account);
    ASSERT_EQ(held.size(), 2u);
    EXPECT_EQ(held.at("movies").before, 2u);
    EXPECT_EQ(held.at("movies").after, 0u);
}

TEST_F(HeldBackTest, IsBelievedWithoutAskingThePanel)
{
    ASSERT_TRUE(refreshed());
    panel.set("get_live_streams", kChannels); // what it lists now is not what was held back
    const std::size_t asked = panel.actions().size();
    const auto report = answerTo(sync().believe(account, {"live", "movies"}));
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(panel.actions().size(), asked);
    EXPECT_EQ(channels(), 1u);
    EXPECT_EQ(films(), 0u);
    EXPECT_EQ(report->kinds.at("live").gone, 2u);
    EXPECT_EQ(report->kinds.at("live").received, 1);
    EXPECT_FALSE(report->kinds.at("live").heldBack);
    EXPECT_TRUE(sync().heldBack(account).empty());
}

TEST_F(HeldBackTest, BelievingOneListLeavesTheOtherHeldBack)
{
    ASSERT_TRUE(refreshed());
    ASSERT_TRUE(answerTo(sync().believe(account, {"movies"})));
    EXPECT_EQ(films(), 0u);
    EXPECT_EQ(channels(), 3u);
    EXPECT_EQ(sync().heldBack(account).count("live"), 1u);
}

TEST_F(HeldBackTest, DiscardedItIsForgottenAndTheListStays)
{
    ASSERT_TRUE(refreshed());
    const std::size_t files = listFiles();
    sync().discard(account, {"live", "movies"});
    EXPECT_TRUE(sync().heldBack(account).empty());
    EXPECT_EQ(channels(), 3u);
    EXPECT_TRUE(eventually([&] { return listFiles() + 2 == files; })) << "what was stored of them goes";
}

TEST_F(HeldBackTest, WhatTheUserLeftIsNotAskedAboutAgainByItself)
{
    const SyncWish byItself{.byItself = true};
    ASSERT_TRUE(refreshed(byItself));
    ASSERT_EQ(sync().heldBack(account).size(), 2u) << "nobody was asked yet";
    sync().discard(account, {"live", "movies"});
    profile.reopen();
    const std::size_t files = listFiles();
    const auto report = refreshed(byItself);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->kinds.at("live").heldBack);
    EXPECT_TRUE(sync().heldBack(account).empty()) << "it was answered before Kanal ended";
    EXPECT_EQ(channels(), 3u);
    EXPECT_EQ(listFiles(), files) << "what was stored of them goes";

    ASSERT_TRUE(refreshed());
    EXPECT_EQ(sync().heldBack(account).size(), 2u) << "the user asked this time";
}

TEST_F(HeldBackTest, AnotherNumberOrAListThatWasTakenMeanwhileIsAskedAboutAgain)
{
    const SyncWish byItself{.kinds = {"live"}, .byItself = true};
    ASSERT_TRUE(refreshed(byItself));
    sync().discard(account, {"live"});
    panel.set("get_live_streams", "[]");
    ASSERT_TRUE(refreshed(byItself));
    EXPECT_EQ(sync().heldBack(account).count("live"), 1u);
    sync().discard(account, {"live"});
    panel.set("get_live_streams", kChannels);
    ASSERT_TRUE(refreshed(byItself));
    panel.set("get_live_streams", "[]");
    ASSERT_TRUE(refreshed(byItself));
    EXPECT_EQ(sync().heldBack(account).count("live"), 1u);
}

TEST_F(HeldBackTest, TheNextRefreshOfTheListReplacesIt)
{
    ASSERT_TRUE(refreshed());
    panel.set("get_live_streams", kChannels);
    panel.set("get_vod_streams", kFilms);
    const auto report = refreshed();
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->kinds.at("live").error);
    EXPECT_TRUE(sync().heldBack(account).empty());
    EXPECT_EQ(channels(), 3u);
}

TEST_F(HeldBackTest, ARestartForgetsItAndLeavesNothingOfItOnTheDisk)
{
    const std::size_t files = listFiles();
    ASSERT_TRUE(refreshed());
    profile.reopen();
    EXPECT_TRUE(sync().heldBack(account).empty());
    EXPECT_EQ(channels(), 3u);
    EXPECT_EQ(listFiles(), files);
}

TEST_F(HeldBackTest, WhatIsNoLongerHeldBackIsFetchedAndBelieved)
{
    ASSERT_TRUE(refreshed());
    sync().discard(account, {"live"});
    const auto report = answerTo(sync().believe(account, {"live"}));
    ASSERT_TRUE(report);
    EXPECT_EQ(panel.actions().back(), "get_live_streams");
    EXPECT_EQ(channels(), 1u);
}

TEST_F(HeldBackTest, BelievingWhileARefreshRunsJoinsItAndConcernsThatListOnly)
{
    auto running = sync().refresh(account);
    auto believing = sync().believe(account, {"movies"});
    ASSERT_TRUE(answerTo(running));
    const auto report = answerTo(believing);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->kinds.at("movies").heldBack);
    EXPECT_EQ(films(), 0u);
    EXPECT_TRUE(report->kinds.at("live").heldBack);
    EXPECT_EQ(channels(), 3u);
}

TEST_F(HeldBackTest, GoesWithItsAccount)
{
    ASSERT_TRUE(refreshed());
    ASSERT_TRUE(answerTo(profile->accounts().remove(account)));
    EXPECT_TRUE(sync().heldBack(account).empty());
    EXPECT_EQ(listFiles(), 0u);
}

TEST_F(HeldBackTest, IsToldWhenItComesAndGoes)
{
    int told = 0;
    QObject::connect(&sync(), &CatalogueSync::heldBackChanged, &sync(), [&](AccountId) { ++told; });
    ASSERT_TRUE(refreshed({.kinds = {"live"}}));
    EXPECT_EQ(told, 1);
    sync().discard(account, {"live"});
    EXPECT_EQ(told, 2);
    sync().discard(account, {"live"});
    EXPECT_EQ(told, 2);
}

} // namespace
} // namespace kanal::session
