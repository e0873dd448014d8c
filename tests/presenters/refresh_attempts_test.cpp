// SPDX-License-Identifier: MIT
// Whoever asks a panel in vain, the schedule of refreshes hears of it.
#include "profile.h"
#include "small_catalogue.h"

#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/settings.h>
#include <kanal/presenters/title_list_presenter.h>
#include <kanal/presenters/vod_presenters.h>
#include <kanal/session/catalogue_sync.h>

#include <gmock/gmock.h>

namespace kanal::presenters
{
namespace
{

using test::waitFor;
using testing::ElementsAre;
using testing::UnorderedElementsAre;
using Kinds = std::vector<std::string>;

/// Fresh lists, refreshed once at every start; nobody answers at the panel's address.
struct RefreshAttemptsTest : testing::Test {
    test::Profile profile;
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    AccountId home = profile.addAccount("Home");
    std::unique_ptr<LivePresenter> live;
    std::unique_ptr<VodPresenters> vod;
    std::vector<Kinds> attempts;

    void SetUp() override
    {
        profile.store(home, *test::smallCatalogue());
        profile.set("live.refreshHours", "-1");
        ASSERT_TRUE(profile.library().accounts().setActive(home).has_value());
        live = std::make_unique<LivePresenter>(profile.services(), player);
        vod = std::make_unique<VodPresenters>(profile.services(), player);
        QObject::connect(&profile.services().sync(), &session::CatalogueSync::attempted, &player,
                         [this](const session::SyncAttempt &attempt) {
                             EXPECT_FALSE(attempt.report.has_value());
                             attempts.push_back(attempt.kinds);
                         });
    }
    bool seesAttempts(std::size_t count)
    {
        return waitFor([&] { return attempts.size() == count && !profile.services().sync().running(home); });
    }
};

TEST_F(RefreshAttemptsTest, WhatAnotherPageTriedInVainIsNotTriedAgainAtOnce)
{
    vod->movies().show();
    vod->movies().refresh();
    ASSERT_TRUE(seesAttempts(1));
    live->load();
    ASSERT_TRUE(seesAttempts(2));
    EXPECT_THAT(attempts[0], ElementsAre("movies"));
    EXPECT_THAT(attempts[1], UnorderedElementsAre("live", "series"));
}

TEST_F(RefreshAttemptsTest, AnAttemptThatNamedNoListWasOneOfAll)
{
    profile.services().sync().refresh(home, {.kinds = {}});
    ASSERT_TRUE(seesAttempts(1));
    live->load();
    EXPECT_FALSE(live->state().refreshing);
    EXPECT_EQ(attempts.size(), 1u);
}

} // namespace
} // namespace kanal::presenters
