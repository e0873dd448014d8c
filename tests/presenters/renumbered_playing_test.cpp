// SPDX-License-Identifier: MIT
// What plays when a refresh finds the panel numbered anew: stars, retries and steps are about the channel one sees.
#include "profile.h"
#include "small_catalogue.h"

#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/session/catalogue_sync.h>

namespace kanal::presenters
{
namespace
{

struct RenumberedPlayingTest : testing::Test {
    test::Profile profile;
    AccountId home = profile.addAccount("Home");
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    LivePresenter live{profile.services(), player};

    void SetUp() override
    {
        profile.store(home, *test::smallCatalogue());
        profile.activate(home);
        live.load();
    }
    void refreshTo(std::vector<test::FakeSnapshot::Channel> channels)
    {
        profile.store(home, test::FakeSnapshot({{"1", "News"}, {"2", "Sports"}, {"", ""}}, std::move(channels)));
        Q_EMIT profile.services().sync().catalogueChanged(home, EntryKind::Live);
    }
    /// Every id is still there, and another's.
    void permute()
    {
        refreshTo({{"11", "Channel One", "1", 101},
                   {"20", "Channel Two", "1", 102},
                   {"21", "Arena", "2", 201},
                   {"30", "Arena Radio", "2", 101, LiveForm::Radio},
                   {"10", "Other", "", 0}});
    }
    /// "Channel One" is gone, and its id another's.
    void lose()
    {
        refreshTo({{"10", "Stranger", "1", 101},
                   {"11", "Channel Two", "1", 102},
                   {"20", "Arena", "2", 201},
                   {"21", "Arena Radio", "2", 101, LiveForm::Radio},
                   {"30", "Other", "", 0}});
    }
    std::vector<std::string> stars()
    {
        std::vector<std::string> names;
        test::waitFor([&] { return !profile.library().user().favourites(home, EntryKind::Live)->empty(); });
        const auto stored = profile.library().user().favourites(home, EntryKind::Live);
        for (const auto &entry : *stored)
            names.push_back(entry.name + "@" + entry.key.id);
        return names;
    }
};

TEST_F(RenumberedPlayingTest, AStarARetryAndAStepAreOfTheChannelThatPlays)
{
    live.play(QStringLiteral("10"));
    permute();
    EXPECT_EQ(live.playingId(), QStringLiteral("11"));
    EXPECT_EQ(player.view().now.title, QStringLiteral("Channel One"));
    live.toggleFavourite({});
    EXPECT_EQ(stars(), std::vector<std::string>{"Channel One@11"});
    ASSERT_TRUE(test::waitFor([&] { return player.view().error.has_value(); })) << "nobody answers there";
    player.reload();
    EXPECT_EQ(player.view().now.title, QStringLiteral("Channel One"));
    live.zap(1);
    EXPECT_EQ(player.view().now.title, QStringLiteral("Channel Two"));
}

TEST_F(RenumberedPlayingTest, TheLastChannelAndThePlaceInTheListFollow)
{
    live.setPlace(QStringLiteral("20"));
    live.play(QStringLiteral("10"));
    live.play(QStringLiteral("30"));
    permute();
    EXPECT_EQ(live.place(), QStringLiteral("21"));
    live.playLast();
    EXPECT_EQ(player.view().now.title, QStringLiteral("Channel One"));
}

TEST_F(RenumberedPlayingTest, OneThatIsLostIsNobodyElse)
{
    live.play(QStringLiteral("10"));
    ASSERT_TRUE(test::waitFor([&] { return player.view().error.has_value(); }));
    lose();
    EXPECT_NE(live.playingId(), QStringLiteral("10"));
    EXPECT_EQ(player.view().now.title, QStringLiteral("Channel One"));
    live.toggleFavourite({});
    player.reload();
    ASSERT_TRUE(player.view().error.has_value());
    EXPECT_EQ(player.view().now.title, QStringLiteral("Channel One"));
    EXPECT_TRUE(player.view().error->message.contains(QStringLiteral("Channel One")));
    permute(); // and comes back
    EXPECT_EQ(live.playingId(), QStringLiteral("11"));
    live.toggleFavourite({});
    EXPECT_EQ(stars(), std::vector<std::string>{"Channel One@11"}) << "nothing else was starred";
}

TEST_F(RenumberedPlayingTest, ANewNameIsShown)
{
    live.play(QStringLiteral("10"));
    refreshTo({{"10", "Channel One HD", "1", 7},
               {"11", "Channel Two", "1", 102},
               {"20", "Arena", "2", 201},
               {"21", "Arena Radio", "2", 101, LiveForm::Radio},
               {"30", "Other", "", 0}});
    EXPECT_EQ(live.playingId(), QStringLiteral("10"));
    EXPECT_EQ(player.view().now.title, QStringLiteral("Channel One HD"));
    EXPECT_EQ(player.view().now.number, 7);
}

} // namespace
} // namespace kanal::presenters
