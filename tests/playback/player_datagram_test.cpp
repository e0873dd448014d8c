// SPDX-License-Identifier: MIT
// What libavformat receives by itself: a transport stream by udp, rtp and srt, from a sender on loopback.
#include "datagram_sender.h"
#include "player_probe.h"
#include "support/flash_clip.h"
#include "support/ts_clip.h"

#include <gmock/gmock.h>

namespace kanal::playback
{

namespace
{

using namespace std::chrono_literals;
using testing::Contains;
using testing::Not;

const std::string &clip()
{
    static const std::string made = makeFlashClip({.seconds = 10});
    return made;
}

void expectPlays(const std::string &url)
{
    PlayerProbe probe;
    probe.open(url);
    ASSERT_TRUE(probe.awaitFrames(50, 20s)) << probe.error().detail;
    EXPECT_EQ(probe.player.state(), PlayState::Playing);
    EXPECT_TRUE(probe.player.stats().phases.firstSound);
    EXPECT_THAT(probe.states(), Not(Contains(PlayState::Failed)));
}

TEST(PlayerDatagram, PlaysUdp)
{
    DatagramSender sender(clip(), 10);
    expectPlays("udp://127.0.0.1:" + std::to_string(sender.port()));
}

TEST(PlayerDatagram, PlaysRtp)
{
    DatagramSender sender(clip(), 10, DatagramSender::Form::Rtp);
    expectPlays("rtp://127.0.0.1:" + std::to_string(sender.port()));
}

TEST(PlayerDatagram, PlaysSrtWhereItIsKnown)
{
    if (!SrtSender::known())
        GTEST_SKIP() << "this FFmpeg has no srt";
    SrtSender sender(clip(), 10);
    expectPlays("srt://127.0.0.1:" + std::to_string(sender.port()));
}

TEST(PlayerDatagram, AScrambledStreamIsNamed)
{
    const TsClip hidden({.pictures = 250, .scrambled = true});
    DatagramSender sender(hidden.bytes(), 10);
    PlayerProbe probe;
    probe.open("udp://127.0.0.1:" + std::to_string(sender.port()));
    ASSERT_TRUE(probe.awaitState(PlayState::Failed, 20s));
    EXPECT_EQ(probe.error().kind, ErrorKind::Unsupported) << probe.error().detail;
    EXPECT_EQ(probe.error().subject, subjects::kEncryption);
}

} // namespace

} // namespace kanal::playback
