// SPDX-License-Identifier: MIT
#include "event_mailbox.h"

#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/player_presenter.h>

#include <QSignalSpy>
#include <QTest>

#include <thread>

#include <gtest/gtest.h>

namespace kanal::presenters
{
namespace
{

using playback::PlayState;
using playback::TrackKind;

struct PlayerPresenterTest : testing::Test {
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    QSignalSpy notes{&player, &PlayerPresenter::noted};

    QString lastNote() const { return notes.isEmpty() ? QString() : notes.back().front().toString(); }
};

TEST_F(PlayerPresenterTest, VolumeGoesInStepsOfFiveBetweenSilenceAndOneHundredAndFifty)
{
    QSignalSpy changed(&player, &PlayerPresenter::volumeChanged);
    player.changeVolume(-1);
    EXPECT_EQ(player.view().volume, 95);
    EXPECT_EQ(lastNote(), QStringLiteral("Volume 95 %"));
    player.changeVolume(100);
    EXPECT_EQ(player.view().volume, 150);
    player.changeVolume(-100);
    EXPECT_EQ(player.view().volume, 0);
    EXPECT_EQ(changed.size(), 3);
}

TEST_F(PlayerPresenterTest, TurningUpEndsMuteTurningDownDoesNot)
{
    player.toggleMute();
    EXPECT_TRUE(player.view().muted);
    EXPECT_EQ(lastNote(), QStringLiteral("Muted"));
    player.changeVolume(-1);
    EXPECT_TRUE(player.view().muted);
    player.changeVolume(1);
    EXPECT_FALSE(player.view().muted);
}

TEST_F(PlayerPresenterTest, WhatWasRestoredMakesNoNoise)
{
    QSignalSpy changed(&player, &PlayerPresenter::volumeChanged);
    player.restoreVolume(400, true);
    EXPECT_EQ(player.view().volume, 150);
    EXPECT_TRUE(player.view().muted);
    EXPECT_EQ(changed.size(), 0);
    EXPECT_EQ(notes.size(), 0);
}

TEST_F(PlayerPresenterTest, SpeedGoesInStepsForWhatHasAnEndOnly)
{
    player.play({.url = "http://127.0.0.1:9/", .kind = MediaKind::Live}, {.channelId = QStringLiteral("1")});
    player.changeSpeed(1);
    EXPECT_EQ(player.view().speed, 1);
    EXPECT_EQ(notes.size(), 1);
    player.play({.url = "http://127.0.0.1:9/", .kind = MediaKind::Vod}, {.channelId = QStringLiteral("2")});
    player.changeSpeed(1);
    EXPECT_EQ(player.view().speed, 1.25);
    EXPECT_EQ(lastNote(), QStringLiteral("Speed 1.25 ×"));
    player.changeSpeed(10);
    EXPECT_EQ(player.view().speed, 2);
    player.changeSpeed(-10);
    EXPECT_EQ(player.view().speed, 0.5);
    player.resetSpeed();
    EXPECT_EQ(player.view().speed, 1);
}

TEST_F(PlayerPresenterTest, AnAnnouncementShowsAtOnceAndAFailureSaysWhy)
{
    QSignalSpy announced(&player, &PlayerPresenter::nowPlayingChanged);
    player.announce({.channelId = QStringLiteral("1"), .title = QStringLiteral("Channel One"), .number = 101});
    EXPECT_EQ(announced.size(), 1);
    EXPECT_EQ(player.view().state, PlayState::Opening);
    player.fail({.kind = ErrorKind::NotFound, .httpStatus = 404});
    EXPECT_EQ(player.view().state, PlayState::Failed);
    ASSERT_TRUE(player.view().error.has_value());
    EXPECT_TRUE(player.view().error->message.contains(QStringLiteral("Channel One")));
    QSignalSpy retry(&player, &PlayerPresenter::retryRequested);
    player.togglePause();
    EXPECT_EQ(retry.size(), 1) << "there is no request to open again";
    player.announce({.channelId = QStringLiteral("2"), .title = QStringLiteral("Channel Two")});
    EXPECT_FALSE(player.view().error.has_value());
}

TEST_F(PlayerPresenterTest, ARefusedStreamFailsOrRetriesWithASentenceAndStopEndsIt)
{
    player.play({.url = "http://127.0.0.1:1/live/u/p/1.ts", .title = "Channel One"},
                {.title = QStringLiteral("Channel One")});
    EXPECT_EQ(player.view().state, PlayState::Opening);
    ASSERT_TRUE(QTest::qWaitFor([&] { return player.view().error.has_value(); }, 10'000));
    EXPECT_FALSE(player.view().error->details.contains(QStringLiteral("/u/p/")));
    player.stop();
    EXPECT_EQ(player.view().state, PlayState::Idle);
    EXPECT_TRUE(player.view().now.title.isEmpty());
    EXPECT_FALSE(player.view().error.has_value());
}

TEST_F(PlayerPresenterTest, WithoutTracksCyclingSaysSo)
{
    player.cycleTrack(TrackKind::Subtitle);
    EXPECT_EQ(lastNote(), QStringLiteral("No subtitles"));
    player.cycleTrack(TrackKind::Audio);
    EXPECT_EQ(lastNote(), QStringLiteral("No other track"));
}

TEST_F(PlayerPresenterTest, SeekingIsForWhatCanBeSought)
{
    player.seekBy(10'000);
    EXPECT_EQ(notes.size(), 0);
    EXPECT_EQ(player.view().positionMs, 0);
}

TEST_F(PlayerPresenterTest, AfterShuttingDownNothingPlaysAnyMore)
{
    player.shutDown();
    player.play({.url = "http://127.0.0.1:1/1.ts"}, {.title = QStringLiteral("One")});
    EXPECT_EQ(player.stats().session, 0u);
}

TEST(EventMailbox, WakesOnceForManyEventsAndNeverAfterClosing)
{
    QObject receiver;
    int wakes = 0;
    EventMailbox box(&receiver, [&] { ++wakes; });
    std::thread engine([&] {
        for (int i = 0; i < 100; ++i)
            box.post({.session = 1, .what = playback::FirstPicture{1.0}});
    });
    engine.join();
    QCoreApplication::processEvents();
    EXPECT_EQ(wakes, 1);
    EXPECT_EQ(box.take().size(), 100u);
    box.close();
    box.post({.session = 1, .what = playback::FirstPicture{1.0}});
    QCoreApplication::processEvents();
    EXPECT_EQ(wakes, 1);
    EXPECT_TRUE(box.take().empty());
}

} // namespace
} // namespace kanal::presenters
