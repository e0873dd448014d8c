// SPDX-License-Identifier: MIT
// Settings the disk does not take.
#include "profile.h"
#include "small_catalogue.h"

#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/error_text.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/settings.h>
#include <kanal/session/profile_news.h>

#ifndef _WIN32
#include <support/small_disk.h>

namespace kanal::presenters
{
namespace
{

using test::SmallDisk;
using test::waitFor;

struct SettingsNotKeptTest : testing::Test {
    test::Profile profile;
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    LivePresenter live{profile.services(), player};
    int refused = 0;

    void SetUp() override
    {
        const AccountId home = profile.addAccount("Home");
        profile.store(home, *test::smallCatalogue());
        profile.activate(home);
        QObject::connect(&profile.services().news(), &session::ProfileNews::settingRefused, &live, [&] { ++refused; });
    }
    std::string stored(const char *name) { return profile.library().user().setting({}, name)->value_or("none"); }
};

TEST_F(SettingsNotKeptTest, IsSaidOnceAndTheyAreInEffect)
{
    const SmallDisk full(0);
    live.settings().set(settings::kVolume, 40.0);
    ASSERT_TRUE(waitFor([&] { return live.state().notice == settingsNotKeptText(); }));
    EXPECT_EQ(live.settings().get(settings::kVolume), 40.0);
    EXPECT_EQ(stored("player.volume"), "none");
    live.dismissNotice();
    const int before = refused;
    Settings others(profile.library().user());
    others.set(settings::kWrap, false);
    ASSERT_TRUE(waitFor([&] { return refused > before; }));
    EXPECT_TRUE(live.state().notice.isEmpty());
}

TEST_F(SettingsNotKeptTest, TheyAreKeptWithTheNextChangeOrAtTheEndOnceThereIsRoom)
{
    Settings others(profile.library().user());
    auto ending = std::make_unique<Settings>(profile.library().user());
    {
        const SmallDisk full(0);
        others.set(settings::kVolume, 40.0);
        ending->set(settings::kWatchedAfterMs, 7000);
        ASSERT_TRUE(waitFor([&] { return refused >= 2; }));
    }
    others.set(settings::kMuted, true);
    EXPECT_TRUE(waitFor([&] { return stored("player.muted") == "true"; }));
    EXPECT_TRUE(waitFor([&] { return stored("player.volume") == "40"; }));
    EXPECT_EQ(stored("live.watchedAfterMs"), "none");
    ending.reset();
    EXPECT_EQ(stored("live.watchedAfterMs"), "7000");
}

TEST_F(SettingsNotKeptTest, WhereTheWholeProfileIsReadOnlyThatWasSaidAtTheStart)
{
    auto second = session::Services::open({.folder = profile.folder(), .secrets = session::SecretPlace::File});
    ASSERT_TRUE(second.has_value());
    ASSERT_EQ((*second)->library().notices(), std::vector<std::string>{"read_only"});
    LivePresenter reading(**second, player);
    bool told = false;
    QObject::connect(&(*second)->news(), &session::ProfileNews::settingRefused, &reading, [&] { told = true; });
    reading.settings().set(settings::kWrap, false);
    ASSERT_TRUE(waitFor([&] { return told; }));
    EXPECT_TRUE(reading.state().notice.isEmpty());
    EXPECT_FALSE(reading.settings().get(settings::kWrap));
}

} // namespace
} // namespace kanal::presenters

#endif
