// SPDX-License-Identifier: MIT
// A past programme is sought in by another address for each minute.
#include "player_probe.h"
#include "support/flash_clip.h"
#include "support/ts_edit.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;
using testing::ElementsAre;

class PlayerCatchup : public testing::Test
{
protected:
    void open(std::chrono::milliseconds from = {})
    {
        MediaRequest request;
        request.kind = MediaKind::Catchup;
        request.format = MediaFormat::Ts;
        request.startAt = from;
        request.catchup = CatchupWindow{
            60min, [this](std::chrono::minutes into) { return server.url("/minute/" + std::to_string(into.count())); }};
        request.url = request.catchup->urlAt(0min);
        probe.player.open(request);
    }
    /// The minutes that were asked for.
    std::vector<int> asked() const
    {
        std::vector<int> minutes;
        for (const std::string &head : server.requests())
            minutes.push_back(std::stoi(head.substr(head.find("/minute/") + 8)));
        return minutes;
    }

    const std::string clip =
        makeFlashClip({.seconds = 20, .secondSound = true, .language = "deu", .secondLanguage = "fra"});
    int endsAfterSeconds = 20; ///< the first answer
    TcpStub server{[this](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/mp2t");
        if (peer.index() == 0 && endsAfterSeconds < 20)
            return void(peer.send(std::string_view(clip).substr(0, ts::placeOf(clip, endsAfterSeconds))));
        sendPaced(peer, clip, 20, 3);
        peer.hold();
    }};
    PlayerProbe probe;
};

TEST_F(PlayerCatchup, ASeekAsksForTheMinuteAndTellsThePositionInTheProgramme)
{
    open();
    ASSERT_TRUE(probe.awaitFrames(20));
    probe.player.seek(3min + 20s);
    ASSERT_TRUE(probe.awaitPosition(3min));
    EXPECT_THAT(asked(), ElementsAre(0, 3));
    EXPECT_EQ(probe.position()->duration, 60min);
    EXPECT_TRUE(probe.position()->seekable);
    EXPECT_TRUE(probe.awaitState(PlayState::Playing));
}

TEST_F(PlayerCatchup, AStepForwardNeverGoesBackToTheBeginningOfItsMinute)
{
    open(10min + 30s);
    ASSERT_TRUE(probe.awaitPosition(10min));
    probe.player.seekBy(10s);
    ASSERT_TRUE(probe.awaitPosition(11min));
    probe.player.seekBy(-10s);
    ASSERT_TRUE(probe.await([&] { return probe.lastPosition() < 11min; }));
    EXPECT_THAT(asked(), ElementsAre(10, 11, 10));
}

TEST_F(PlayerCatchup, WhatEndsLongBeforeItsEndIsEnteredAgainWhereItWas)
{
    endsAfterSeconds = 3;
    open(7min);
    ASSERT_TRUE(server.awaitRequests(2));
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    EXPECT_THAT(asked(), ElementsAre(7, 7));
    const auto states = probe.states();
    EXPECT_EQ(std::count(states.begin(), states.end(), PlayState::Ended), 0);
    EXPECT_EQ(std::count(states.begin(), states.end(), PlayState::Reconnecting), 1);
    ASSERT_TRUE(probe.awaitPosition(7min + 2s));
}

TEST_F(PlayerCatchup, AnotherMinuteKeepsTheChosenSoundAndTheSpeed)
{
    open();
    ASSERT_TRUE(probe.awaitFrames(20));
    probe.player.selectTrack(TrackKind::Audio, probe.tracks().at(2).id);
    probe.player.setSpeed(1.5);
    probe.player.seek(5min);
    ASSERT_TRUE(probe.awaitPosition(5min + 500ms));
    EXPECT_TRUE(probe.tracks().at(2).selected);
    const Nanos begun = probe.now();
    const auto from = probe.position()->position;
    ASSERT_TRUE(probe.await([&] { return probe.now() - begun > 2s; }));
    const double passed = std::chrono::duration<double>(probe.now() - begun).count();
    EXPECT_NEAR(std::chrono::duration<double>(probe.position()->position - from).count() / passed, 1.5, 0.3);
}

TEST_F(PlayerCatchup, ASeekInAPauseStands)
{
    open();
    ASSERT_TRUE(probe.awaitFrames(20));
    probe.player.setPaused(true);
    ASSERT_TRUE(probe.awaitState(PlayState::Paused));
    probe.player.seek(5min);
    ASSERT_TRUE(probe.awaitState(PlayState::Opening));
    EXPECT_TRUE(probe.awaitState(PlayState::Paused));
    EXPECT_THAT(asked(), ElementsAre(0, 5));
}

} // namespace
} // namespace kanal::playback
