// SPDX-License-Identifier: MIT
#include "profile.h"
#include "small_catalogue.h"

#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/settings.h>
#include <kanal/session/catalogue_sync.h>

#include <QSignalSpy>

#include <gmock/gmock.h>

namespace kanal::presenters
{
namespace
{

using namespace std::chrono_literals;
using Phase = ListState::Phase;

/// The presenters of one start of Kanal.
struct Running {
    explicit Running(test::Profile &profile)
        : player(sink, playback::AudioBackend::Null)
        , live(profile.services(), player)
    {
    }

    playback::HeadlessSink sink;
    PlayerPresenter player;
    LivePresenter live;

    QString nameAt(int row)
    {
        return live.channels().data(live.channels().index(row), ChannelListModel::NameRole).toString();
    }
};

struct LivePresenterTest : testing::Test {
    test::Profile profile;

    AccountId otherThatWatched91()
    {
        const AccountId other = profile.addAccount("Other");
        profile.store(other,
                      test::FakeSnapshot({{"9", "Cinema"}}, {{"90", "Film One", "9", 1}, {"91", "Film Two", "9", 2}}));
        profile.noteWatched(other, "91");
        return other;
    }
    AccountId homeWithChannels()
    {
        const AccountId home = profile.addAccount("Home");
        profile.store(home, *test::smallCatalogue());
        profile.activate(home);
        return home;
    }
};

TEST_F(LivePresenterTest, AFreshListIsRefreshedAtEveryStartWhenSoWished)
{
    homeWithChannels();
    {
        Running kanal(profile);
        kanal.live.load();
        EXPECT_FALSE(kanal.live.state().refreshing) << "an hour old";
        kanal.live.settings().set(settings::kRefreshHours, settings::kRefreshAtStart);
    }
    Running kanal(profile);
    kanal.live.load();
    EXPECT_TRUE(kanal.live.state().refreshing);
    ASSERT_TRUE(test::waitFor([&] { return !kanal.live.state().refreshing; }));
    kanal.live.load();
    EXPECT_FALSE(kanal.live.state().refreshing) << "once";
}

TEST_F(LivePresenterTest, WithoutAnAccountThereIsNothingToShow)
{
    Running kanal(profile);
    kanal.live.load();
    EXPECT_EQ(kanal.live.state().phase, Phase::NoAccount);
    EXPECT_FALSE(kanal.live.account());
    kanal.live.zap(1);
    kanal.live.playLast();
    EXPECT_FALSE(kanal.live.playNumber(1));
    EXPECT_TRUE(kanal.live.playingId().isEmpty());
}

TEST_F(LivePresenterTest, TheStoredListIsThereAtOnce)
{
    homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    EXPECT_EQ(kanal.live.state().phase, Phase::Ready);
    EXPECT_EQ(kanal.live.state().accountName, QStringLiteral("Home"));
    EXPECT_EQ(kanal.live.state().shown, 6);
    EXPECT_EQ(kanal.live.channels().rowCount(), 6);
    EXPECT_FALSE(kanal.live.state().refreshing) << "an hour old is fresh";
    EXPECT_TRUE(kanal.live.state().staleText.isEmpty());
}

TEST_F(LivePresenterTest, AnOldListIsShownWithItsAgeWhenItsRefreshFails)
{
    const AccountId home = profile.addAccount("Home");
    profile.store(home, *test::smallCatalogue(), 30h);
    profile.activate(home);
    Running kanal(profile);
    kanal.live.load();
    EXPECT_EQ(kanal.live.state().phase, Phase::Ready);
    EXPECT_TRUE(kanal.live.state().refreshing);
    EXPECT_EQ(kanal.live.state().staleText, QStringLiteral("Updated 30 hours ago"));
    ASSERT_TRUE(test::waitFor([&] { return !kanal.live.state().refreshing; }));
    EXPECT_EQ(kanal.live.state().phase, Phase::Ready);
    ASSERT_TRUE(kanal.live.state().error.has_value());
    EXPECT_EQ(kanal.live.state().error->title, errorText({.kind = ErrorKind::Refused}).title);
    EXPECT_EQ(kanal.live.channels().rowCount(), 6);
}

TEST_F(LivePresenterTest, WithNothingStoredAFailedRefreshIsAnErrorWithASentence)
{
    profile.activate(profile.addAccount("Home"));
    Running kanal(profile);
    kanal.live.load();
    EXPECT_EQ(kanal.live.state().phase, Phase::Loading);
    ASSERT_TRUE(test::waitFor([&] { return kanal.live.state().phase != Phase::Loading; }));
    EXPECT_EQ(kanal.live.state().phase, Phase::Error);
    ASSERT_TRUE(kanal.live.state().error.has_value());
    EXPECT_FALSE(kanal.live.state().error->message.isEmpty());
}

TEST_F(LivePresenterTest, CategoryAndFilterAreRememberedForEachAccount)
{
    homeWithChannels();
    const AccountId other = profile.addAccount("Other");
    profile.store(other, *test::smallCatalogue());
    {
        Running kanal(profile);
        kanal.live.load();
        kanal.live.setCategory(QStringLiteral("category:2"));
        kanal.live.setFilter(QStringLiteral("radio"));
        EXPECT_EQ(kanal.live.state().shown, 1);
        profile.activate(other);
        EXPECT_EQ(kanal.live.state().categoryKey, QStringLiteral("all"));
        EXPECT_TRUE(kanal.live.state().filter.isEmpty());
        EXPECT_EQ(kanal.live.state().shown, 6);
    }
    profile.activate(profile.services().accounts().find("Home")->id);
    Running again(profile);
    again.live.load();
    EXPECT_EQ(again.live.state().categoryKey, QStringLiteral("category:2"));
    EXPECT_EQ(again.live.state().filter, QStringLiteral("radio"));
    EXPECT_EQ(again.nameAt(0), QStringLiteral("Arena Radio"));
}

TEST_F(LivePresenterTest, ACategoryThePanelDroppedFallsBackToAll)
{
    const AccountId home = homeWithChannels();
    ASSERT_TRUE(profile.library().user().setSetting(home, "live.category", "category:77").has_value());
    Running kanal(profile);
    kanal.live.load();
    EXPECT_EQ(kanal.live.state().categoryKey, QStringLiteral("all"));
    EXPECT_EQ(kanal.live.state().shown, 6);
}

TEST_F(LivePresenterTest, ARenumberedCategoryStaysInView)
{
    const AccountId home = homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.setCategory(QStringLiteral("category:2"));
    const auto renumbered = [&](const char *news, const char *sports) {
        profile.store(home,
                      test::FakeSnapshot({{news, "News"}, {sports, "Sports"}}, {{"10", "Channel One", news, 101},
                                                                                {"20", "Arena", sports, 201},
                                                                                {"21", "Field", sports, 202},
                                                                                {"11", "Channel Two", news, 102},
                                                                                {"30", "Channel Three", news, 103}}));
    };
    renumbered("2", "3");
    Q_EMIT profile.services().sync().catalogueChanged(home, EntryKind::Live);
    EXPECT_EQ(kanal.live.state().categoryKey, QStringLiteral("category:3"));
    EXPECT_EQ(kanal.nameAt(0), QStringLiteral("Arena"));
    renumbered("3", "4"); // unseen
    Running again(profile);
    again.live.load();
    EXPECT_EQ(again.live.state().categoryKey, QStringLiteral("category:4"));
}

TEST_F(LivePresenterTest, AfterACrashTheListIsReadBehindTheWindow)
{
    const AccountId home = profile.addAccount("Home");
    std::vector<test::FakeSnapshot::Channel> channels;
    for (int i = 1; i <= 3000; ++i)
        channels.push_back({std::to_string(i), "Channel " + std::to_string(i), "1", i});
    profile.store(home, test::FakeSnapshot({{"1", "News"}}, std::move(channels)));
    profile.activate(home);
    profile.set("live.category", "all");
    ASSERT_TRUE(profile.library().user().setSetting(home, "live.category", "category:1").has_value());
    profile.crash();
    Running kanal(profile);
    kanal.live.load();
    EXPECT_EQ(kanal.live.state().phase, Phase::Loading);
    EXPECT_FALSE(kanal.live.state().refreshing);
    kanal.live.playLastWatched();
    ASSERT_TRUE(test::waitFor([&] { return kanal.live.state().phase == Phase::Ready; }));
    EXPECT_EQ(kanal.live.state().shown, 3000);
    EXPECT_EQ(kanal.live.state().categoryKey, QStringLiteral("category:1"));
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("1")) << "the wish waited";
}

TEST_F(LivePresenterTest, AChannelOfAnotherAccountIsPlayedWithoutItsLastOneBefore)
{
    homeWithChannels();
    const AccountId other = otherThatWatched91();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.play(QStringLiteral("10"));
    QStringList played;
    QObject::connect(&kanal.player, &PlayerPresenter::nowPlayingChanged, &kanal.player,
                     [&] { played << kanal.player.view().now.title; });
    kanal.live.playFound({other, EntryKind::Live, "90"});
    EXPECT_EQ(kanal.live.account(), other);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("90"));
    EXPECT_FALSE(played.contains(QStringLiteral("Film Two")));
    kanal.live.playFound({other, EntryKind::Live, "91"});
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("91"));
}

TEST_F(LivePresenterTest, ZappingAnnouncesAtOnceSkipsHeadingsAndWraps)
{
    homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.setCategory(QStringLiteral("category:1"));
    QSignalSpy announced(&kanal.player, &PlayerPresenter::nowPlayingChanged);
    kanal.live.zap(1);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("10"));
    EXPECT_EQ(kanal.player.view().now.title, QStringLiteral("Channel One"));
    EXPECT_EQ(kanal.player.view().now.number, 101);
    EXPECT_EQ(announced.size(), 1);
    kanal.live.zap(1);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("11"));
    kanal.live.zap(1);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("10")) << "over the heading, round to the first";
    kanal.live.zap(-1);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("11"));
    EXPECT_EQ(announced.size(), 4);
}

TEST_F(LivePresenterTest, WithoutWrappingZappingStopsAtTheEnd)
{
    homeWithChannels();
    profile.set("live.wrap", "false");
    Running kanal(profile);
    kanal.live.load();
    kanal.live.setCategory(QStringLiteral("category:1"));
    kanal.live.play(QStringLiteral("11"));
    kanal.live.zap(1);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("11"));
}

TEST_F(LivePresenterTest, WithNoChannelInViewZappingGoesThroughAll)
{
    homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.play(QStringLiteral("10"));
    kanal.live.setCategory(QStringLiteral("favourites"));
    ASSERT_EQ(kanal.live.state().shown, 0);
    kanal.live.zap(1);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("11"));
}

TEST_F(LivePresenterTest, AStreamThatCannotBeReachedFailsWithASentence)
{
    homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.play(QStringLiteral("10"));
    EXPECT_EQ(kanal.player.view().state, playback::PlayState::Opening);
    ASSERT_TRUE(test::waitFor([&] { return kanal.player.view().error.has_value(); }));
    EXPECT_FALSE(kanal.player.view().error->title.isEmpty());
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("10")) << "it stays chosen, for a retry";
}

TEST_F(LivePresenterTest, TheLastChannelTogglesBetweenTheTwoLatest)
{
    homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.playLast();
    EXPECT_TRUE(kanal.live.playingId().isEmpty()) << "there was none yet";
    kanal.live.play(QStringLiteral("10"));
    kanal.live.play(QStringLiteral("20"));
    kanal.live.playLast();
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("10"));
}

TEST_F(LivePresenterTest, NumbersReachEveryChannelAndTheListFollows)
{
    homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.setCategory(QStringLiteral("category:2"));
    EXPECT_TRUE(kanal.live.playNumber(101));
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("21")) << "the list in view comes first";
    EXPECT_EQ(kanal.live.state().categoryKey, QStringLiteral("category:2"));
    EXPECT_TRUE(kanal.live.playNumber(102));
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("11"));
    EXPECT_EQ(kanal.live.state().categoryKey, QStringLiteral("all"));
    EXPECT_FALSE(kanal.live.playNumber(999));
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("11"));
}

TEST_F(LivePresenterTest, WhatWasSearchedForIsInTheListWhateverNarrowedIt)
{
    homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.toggleFavourite(QStringLiteral("10"));
    kanal.live.setChips({.favourites = true});
    ASSERT_EQ(kanal.live.state().shown, 1);
    kanal.live.playAnywhere(QStringLiteral("10"));
    EXPECT_TRUE(kanal.live.state().chips.favourites) << "it is there already";
    kanal.live.playAnywhere(QStringLiteral("20"));
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("20"));
    EXPECT_FALSE(kanal.live.state().chips.any());
    EXPECT_TRUE(kanal.live.channels().rowOf(QStringLiteral("20")));
}

TEST_F(LivePresenterTest, ZappingBesideAnEmptyListPassesHiddenChannelsBy)
{
    homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.toggleHidden(QStringLiteral("11"));
    kanal.live.setCategory(QStringLiteral("favourites"));
    ASSERT_EQ(kanal.live.state().shown, 0);
    kanal.live.zap(1);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("10"));
    kanal.live.zap(1);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("20"));
    kanal.live.zap(-1);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("10"));
}

TEST_F(LivePresenterTest, HeadingsAreNeverPlayed)
{
    homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.playRow(0);
    kanal.live.play(QStringLiteral("h"));
    EXPECT_TRUE(kanal.live.playingId().isEmpty());
    EXPECT_EQ(kanal.player.view().state, playback::PlayState::Idle);
}

TEST_F(LivePresenterTest, FavouritesShowAtOnceAndAreOnDiskAtTheEnd)
{
    const AccountId home = homeWithChannels();
    {
        Running kanal(profile);
        kanal.live.load();
        kanal.live.toggleFavourite(QStringLiteral("20"));
        kanal.live.play(QStringLiteral("11"));
        kanal.live.toggleFavourite({});
        EXPECT_TRUE(kanal.player.view().now.favourite);
        kanal.live.setCategory(QStringLiteral("favourites"));
        EXPECT_EQ(kanal.live.state().shown, 2);
        EXPECT_EQ(kanal.nameAt(0), QStringLiteral("Arena"));
        kanal.live.toggleFavourite(QStringLiteral("20"));
        EXPECT_EQ(kanal.live.state().shown, 1) << "the list in view follows";
    }
    const auto stored = profile.library().user().favourites(home, EntryKind::Live);
    ASSERT_TRUE(stored.has_value());
    ASSERT_EQ(stored->size(), 1u);
    EXPECT_EQ(stored->front().key.id, "11");
    EXPECT_EQ(stored->front().name, "Channel Two");
    EXPECT_EQ(stored->front().categoryName, "News");
}

TEST_F(LivePresenterTest, AFavouriteMovesPastTheNextOneThatIsSeen)
{
    const AccountId home = homeWithChannels();
    for (const char *id : {"10", "gone", "away", "11", "20"})
        ASSERT_TRUE(profile.library().user().setFavourite({.key = {home, EntryKind::Live, id}, .name = id}, true));
    Running kanal(profile);
    kanal.live.load();
    kanal.live.setCategory(QStringLiteral("favourites"));
    kanal.live.moveFavourite(QStringLiteral("10"), 1);
    EXPECT_EQ(kanal.nameAt(0), QStringLiteral("Channel Two"));
    EXPECT_EQ(kanal.nameAt(1), QStringLiteral("Channel One"));
    kanal.live.toggleHidden(QStringLiteral("10"));
    kanal.live.moveFavourite(QStringLiteral("20"), -1);
    EXPECT_EQ(kanal.nameAt(0), QStringLiteral("Arena"));
    kanal.live.moveFavourite(QStringLiteral("20"), -1);
    EXPECT_EQ(kanal.nameAt(0), QStringLiteral("Arena")) << "it is the first already";
}

TEST_F(LivePresenterTest, AnotherAccountShowsItsOwnListAndEndsWhatPlays)
{
    homeWithChannels();
    const AccountId other = profile.addAccount("Other");
    profile.store(other, test::FakeSnapshot({{"9", "Cinema"}}, {{"90", "Film One", "9", 1}}));
    profile.set("live.playOnSwitch", "false");
    Running kanal(profile);
    kanal.live.load();
    kanal.live.toggleFavourite(QStringLiteral("10"));
    kanal.live.play(QStringLiteral("10"));
    profile.activate(other);
    EXPECT_EQ(kanal.live.account(), other);
    EXPECT_EQ(kanal.live.state().accountName, QStringLiteral("Other"));
    EXPECT_EQ(kanal.live.state().shown, 1);
    EXPECT_EQ(kanal.player.view().state, playback::PlayState::Idle);
    EXPECT_TRUE(kanal.live.playingId().isEmpty());
    EXPECT_EQ(kanal.live.categories().data(kanal.live.categories().index(0), CategoryListModel::CountRole), 0);
}

TEST_F(LivePresenterTest, AnotherAccountPlaysItsLastChannelWhenSomethingPlayed)
{
    homeWithChannels();
    const AccountId other = otherThatWatched91();
    Running kanal(profile);
    kanal.live.load();
    profile.activate(other);
    EXPECT_TRUE(kanal.live.playingId().isEmpty()) << "nothing played before";
    profile.activate(profile.services().accounts().find("Home")->id);
    kanal.live.play(QStringLiteral("10"));
    profile.activate(other);
    EXPECT_EQ(kanal.live.playingId(), QStringLiteral("91"));
}

TEST_F(LivePresenterTest, StartsWithTheLastChannelElseWithTheFirst)
{
    const AccountId home = homeWithChannels();
    {
        Running kanal(profile);
        kanal.live.load();
        kanal.live.playLastWatched();
        EXPECT_EQ(kanal.live.playingId(), QStringLiteral("10"));
    }
    profile.noteWatched(home, "20");
    Running again(profile);
    again.live.load();
    again.live.playLastWatched();
    EXPECT_EQ(again.live.playingId(), QStringLiteral("20"));
}

TEST_F(LivePresenterTest, TheFirstChannelAtStartIsNeverOneTheUserHid)
{
    const AccountId home = homeWithChannels();
    profile.noteWatched(home, "10");
    Running kanal(profile);
    kanal.live.load();
    for (const char *id : {"10", "11"})
        kanal.live.toggleHidden(QString::fromLatin1(id));
    kanal.live.playLastWatched();
    const QString first = kanal.live.playingId();
    EXPECT_FALSE(first.isEmpty());
    EXPECT_FALSE(first == QLatin1String("10") || first == QLatin1String("11")) << first.toStdString();

    kanal.player.stop();
    kanal.live.setFilter(QStringLiteral("no such channel"));
    kanal.live.playLastWatched();
    EXPECT_EQ(kanal.live.playingId(), first) << "with nothing in view";

    kanal.player.stop();
    kanal.live.setFilter({});
    kanal.live.setCategory(QStringLiteral("hidden"));
    ASSERT_EQ(kanal.live.channels().rowCount(), 2);
    kanal.live.playLastWatched();
    EXPECT_EQ(kanal.live.playingId(), first) << "with the hidden ones in view";
}

TEST_F(LivePresenterTest, StoppingThePlayerLeavesNothingPlaying)
{
    homeWithChannels();
    Running kanal(profile);
    kanal.live.load();
    kanal.live.play(QStringLiteral("10"));
    kanal.player.stop();
    EXPECT_TRUE(kanal.live.playingId().isEmpty());
    EXPECT_EQ(kanal.player.view().state, playback::PlayState::Idle);
    kanal.live.play(QStringLiteral("11"));
    ASSERT_TRUE(test::waitFor([&] { return kanal.player.view().error.has_value(); }));
    EXPECT_EQ(kanal.player.view().now.title, QStringLiteral("Channel Two"))
        << "the late answer about the first is dropped";
}

} // namespace
} // namespace kanal::presenters
