// SPDX-License-Identifier: MIT
// Servers that promise ranges and send the whole file again.
#include "support/flash_clip.h"
#include "support/tcp_stub.h"
#include "tight_engine.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

class PlayerSeekRefused : public testing::TestWithParam<const char *>
{
};

TEST_P(PlayerSeekRefused, AFilmGoesOnWhereItWasAndSaysSo)
{
    const bool mp4 = GetParam() == std::string("mp4");
    const std::string film = makeFlashClip({.container = GetParam(),
                                            .videoCodec = "mpeg4",
                                            .audioCodec = "aac",
                                            .seconds = 50,
                                            .gop = 50,
                                            .noise = true,
                                            .muxerOptions = mp4 ? "movflags=faststart" : "cues_to_front=1"});
    ASSERT_GT(film.size(), 7'000'000u) << "more than is read ahead";
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/mp4",
                      "Accept-Ranges: bytes\r\nContent-Length: " + std::to_string(film.size()) + "\r\n");
        peer.send(film);
        peer.hold();
    });
    TightEngine tight({.film = {2'000'000, 150u << 20}, .skippedBytes = 100'000});
    tight.open(server.url("/film"), MediaKind::Vod);
    ASSERT_TRUE(tight.awaitShown(1s));
    ASSERT_TRUE(tight.awaitSeekable(true));
    const auto left = tight.shown();
    tight.engine.seek(48s, Seek::Exact);
    ASSERT_TRUE(tight.awaitRefusal());
    ASSERT_TRUE(tight.awaitState(PlayState::Playing));
    ASSERT_TRUE(tight.awaitShown(left + 1s));
    EXPECT_LT(tight.shown(), left + 6s);
    EXPECT_TRUE(tight.awaitSeekable(false));
}

INSTANTIATE_TEST_SUITE_P(Containers, PlayerSeekRefused, testing::Values("mp4", "matroska"));

} // namespace
} // namespace kanal::playback
