// SPDX-License-Identifier: MIT
// What changes in the picture while it plays: its size, its fields.
#include "player_probe.h"
#include "support/flash_clip.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

TEST(PlayerPicture, AnotherSizeInMidStreamPlaysOn)
{
    const std::string clip = makeFlashClip({.seconds = 3}) + makeFlashClip({.width = 480, .height = 360, .seconds = 4});
    TcpStub server(pacedScript(clip, 7, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(10));
    EXPECT_EQ(probe.lastFrame()->sourceWidth, 320);
    ASSERT_TRUE(probe.await([&] { return probe.lastFrame()->sourceWidth == 480; }));
    const std::size_t frames = probe.frames();
    ASSERT_TRUE(probe.awaitFrames(frames + 25));
    EXPECT_NEAR(probe.lastFrame()->displayAspect, 4.0 / 3, 0.01);
    EXPECT_EQ(probe.lastFrame()->width, 120); // inside 160 × 90
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerPicture, DeinterlacingAlwaysDoublesThePictures)
{
    const std::string clip = makeFlashClip();
    TcpStub server(pacedScript(clip, 6, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(20));
    const auto lastFour = [&](std::size_t later) {
        EXPECT_TRUE(probe.awaitFrames(probe.frames() + later));
        const auto shown = probe.shown();
        return shown.back().second - shown[shown.size() - 5].second;
    };
    probe.player.setPicture({.deinterlace = Deinterlace::On});
    EXPECT_LT(lastFour(50), 130ms); // 80, and what a busy machine leaves out
    probe.player.setPicture({.deinterlace = Deinterlace::Off});
    EXPECT_GE(lastFour(30), 160ms);
}

} // namespace
} // namespace kanal::playback
