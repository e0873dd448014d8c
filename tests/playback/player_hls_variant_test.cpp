// SPDX-License-Identifier: MIT
// Which variant of a playlist is played, and when it is another.
#include "hls_stub.h"
#include "player_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

std::string masterOf(const std::string &variants)
{
    return "#EXTM3U\n" + variants;
}

TEST(PlayerHlsVariants, GoesDownWhenTheServerSlowsAndUpAgain)
{
    static const auto small = tsSegments(makeFlashClip({.width = 160, .height = 90, .seconds = 12}));
    HlsStub stub;
    const SlidingList list;
    std::atomic<bool> slow{false};
    for (std::int64_t n = 0; n < 40; ++n) {
        // Made before: what is made while it is asked for looks like a slow line.
        stub.page("/high/s" + std::to_string(n), [&slow, segment = tsSegment(n)](const std::string &) {
            return HlsStub::Answer{200, segment, {}, "video/mp2t", slow ? 60'000 : 0};
        });
        stub.file("/low/s" + std::to_string(n), small[std::size_t(n) % small.size()]);
    }
    stub.page("/high/list", textPage([&] { return list.text("s"); }));
    stub.page("/low/list", textPage([&] { return list.text("s"); }));
    stub.page("/live.m3u8", textPage([] {
                  return masterOf("#EXT-X-STREAM-INF:BANDWIDTH=200000,RESOLUTION=160x90\nlow/list\n"
                                  "#EXT-X-STREAM-INF:BANDWIDTH=1500000,RESOLUTION=320x180\nhigh/list\n");
              }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(25));
    EXPECT_EQ(stub.asked("/low/list"), 0);
    slow = true;
    ASSERT_TRUE(stub.awaitAsked("/low/list", 1));
    const auto isWide = [&](int width) {
        const FrameRef last = probe.lastFrame();
        return last && last->sourceWidth == width;
    };
    ASSERT_TRUE(probe.await([&] { return isWide(160); }));
    slow = false;
    EXPECT_TRUE(probe.await([&] { return isWide(320); }, 20s));
    EXPECT_EQ(probe.player.stats().reconnects, 0);
}

TEST(PlayerHlsVariants, ASegmentThatWouldComeTooLateIsTakenFromASmallerVariant)
{
    static const auto small = tsSegments(makeFlashClip({.width = 160, .height = 90, .seconds = 12}));
    HlsStub stub;
    for (std::int64_t n = 0; n < 12; ++n) {
        stub.page("/high/s" + std::to_string(n), [n, segment = tsSegment(n)](const std::string &) {
            return HlsStub::Answer{200, segment, {}, "video/mp2t", n < 8 ? 0 : 2'000};
        });
        stub.file("/low/s" + std::to_string(n), small[std::size_t(n) % small.size()]);
    }
    const auto list = [] { return listHead(0) + segmentLines(0, 12, "s") + "#EXT-X-ENDLIST\n"; };
    stub.page("/high/list", textPage(list));
    stub.page("/low/list", textPage(list));
    stub.page("/film.m3u8", textPage([] {
                  return masterOf("#EXT-X-STREAM-INF:BANDWIDTH=200000,RESOLUTION=160x90\nlow/list\n"
                                  "#EXT-X-STREAM-INF:BANDWIDTH=1500000,RESOLUTION=320x180\nhigh/list\n");
              }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(stub.awaitAsked("/low/s8", 1)) << "from the same place";
    ASSERT_TRUE(probe.await(
        [&] {
            const FrameRef last = probe.lastFrame();
            return last && last->sourceWidth == 160;
        },
        20s));
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerHlsVariants, AVariantThatIsGoneLeavesTheOneWeHave)
{
    HlsStub stub;
    const SlidingList list;
    addSegments(stub, "/low/s", 40);
    stub.page("/low/list", textPage([&] { return list.text("s"); }));
    stub.page("/live.m3u8", textPage([] {
                  return masterOf("#EXT-X-STREAM-INF:BANDWIDTH=200000,RESOLUTION=160x90\nlow/list\n"
                                  "#EXT-X-STREAM-INF:BANDWIDTH=12000000,RESOLUTION=320x180\nhigh/list\n");
              }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(stub.awaitAsked("/high/list", 1));
    const std::size_t frames = probe.frames();
    EXPECT_TRUE(probe.awaitFrames(frames + 75));
    EXPECT_EQ(probe.player.stats().reconnects, 0);
}

} // namespace
} // namespace kanal::playback
