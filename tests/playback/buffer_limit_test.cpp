// SPDX-License-Identifier: MIT
// What may be held is bounded in bytes: at a high bitrate that is less than a refill would wait for.
#include "player_probe.h"
#include "support/file_server.h"
#include "support/flash_clip.h"
#include "tight_engine.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

TEST(BufferLimit, ARefillEndsWhenNoMoreMayBeHeld)
{
    const std::string clip = makeFlashClip({.seconds = 8});
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        const std::size_t first = clip.size() / 4 / 188 * 188;
        peer.send(std::string_view(clip).substr(0, first));
        std::this_thread::sleep_for(3500ms); // the network's pause: longer than what there is, too short to reconnect
        peer.send(std::string_view(clip).substr(first));
        peer.hold();
    });
    TightEngine tight({.live = {10'000'000, clip.size() / 8 / 8}}); // an eighth of a second
    tight.open(server.url(), MediaKind::Live);
    ASSERT_TRUE(tight.awaitShown(1s));
    ASSERT_TRUE(tight.awaitState(PlayState::Buffering));
    EXPECT_TRUE(tight.awaitShown(7s)) << "after the first interruption a whole second is waited for";
    EXPECT_EQ(tight.engine.stats().rebuffers, 1);
}

TEST(BufferLimit, AFilmHasLimitsOfItsOwn)
{
    const std::string film =
        makeFlashClip({.container = "mp4", .videoCodec = "mpeg4", .audioCodec = "aac", .seconds = 20});
    TcpStub server(fileServer(film));
    TightEngine tight({.live = {1'000'000, 1'000}, .film = {14'000'000, 150u << 20}});
    tight.open(server.url("/film.mp4"), MediaKind::Vod);
    ASSERT_TRUE(tight.awaitShown(2s));
    EXPECT_GT(tight.mostAhead(), 13s);
    EXPECT_LT(tight.mostAhead(), 16s);
}

TEST(BufferLimit, IsAMinuteOfAFilm)
{
    const BufferLimits limits;
    EXPECT_EQ(limits.of(MediaKind::Vod).aheadUs, 60'000'000);
    EXPECT_EQ(limits.of(MediaKind::Catchup).bytes, 150u << 20);
    EXPECT_EQ(limits.of(MediaKind::Live).aheadUs, 10'000'000);
}

} // namespace
} // namespace kanal::playback
