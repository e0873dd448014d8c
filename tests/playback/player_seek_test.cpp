// SPDX-License-Identifier: MIT
#include "player_probe.h"
#include "support/file_server.h"
#include "support/flash_clip.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

class PlayerSeek : public testing::TestWithParam<const char *>
{
};

TEST_P(PlayerSeek, GoesExactlyThereAndPlaysOnToTheEnd)
{
    const std::string film =
        makeFlashClip({.container = GetParam(), .videoCodec = "mpeg4", .audioCodec = "aac", .seconds = 8, .gop = 50});
    TcpStub server(fileServer(film));
    PlayerProbe probe;
    probe.open(server.url("/film"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.seek(6500ms);
    ASSERT_TRUE(probe.await([&] {
        const FrameRef last = probe.lastFrame();
        return last && last->pts > 6s;
    }));
    EXPECT_GE(probe.lastFrame()->pts, 6499ms);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.lastFrame()->pts, 7900ms);
}

TEST_P(PlayerSeek, BackwardsWorksToo)
{
    const std::string film =
        makeFlashClip({.container = GetParam(), .videoCodec = "mpeg4", .audioCodec = "aac", .seconds = 8, .gop = 50});
    TcpStub server(fileServer(film));
    PlayerProbe probe;
    probe.open(server.url("/film"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.seek(5s);
    ASSERT_TRUE(probe.await([&] {
        const FrameRef last = probe.lastFrame();
        return last && last->pts >= 5s;
    }));
    probe.player.seekBy(-4s);
    ASSERT_TRUE(probe.await([&] { return probe.lastFrame()->pts < 2s; }));
    const std::size_t frames = probe.frames();
    EXPECT_TRUE(probe.awaitFrames(frames + 25));
    EXPECT_TRUE(probe.awaitState(PlayState::Playing));
}

INSTANTIATE_TEST_SUITE_P(Containers, PlayerSeek, testing::Values("mp4", "matroska", "mpegts"));

TEST(PlayerResume, AFilmStartsWhereItWasLeft)
{
    const std::string film = makeFlashClip({.container = "mp4", .videoCodec = "mpeg4", .audioCodec = "aac"});
    TcpStub server(fileServer(film));
    PlayerProbe probe;
    MediaRequest request;
    request.url = server.url("/film.mp4");
    request.kind = MediaKind::Vod;
    request.startAt = 3s;
    probe.player.open(request);
    ASSERT_TRUE(probe.awaitFrames(1));
    EXPECT_GE(probe.lastFrame()->pts, 2999ms);
    EXPECT_TRUE(probe.awaitState(PlayState::Ended));
}

} // namespace
} // namespace kanal::playback
