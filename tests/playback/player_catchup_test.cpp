// SPDX-License-Identifier: MIT
// A past programme is sought in by another address for each minute.
#include "player_probe.h"
#include "support/flash_clip.h"

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

    const std::string clip = makeFlashClip({.seconds = 20});
    TcpStub server{[this](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/mp2t");
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
