// SPDX-License-Identifier: MIT
// Streams that were damaged at random, through the whole player: whatever comes out, it answers, stops and goes on with
// the next one. KANAL_SMOKE_SEEDS=500 runs more of them (with the sanitizers on, docs/testing.md).
#include "damaged.h"
#include "player_probe.h"
#include "support/file_server.h"
#include "support/flash_clip.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

struct Form {
    const char *container, *picture, *sound;
    MediaKind kind;
};

std::string nameOf(const testing::TestParamInfo<Form> &info)
{
    return std::string(info.param.container) + "_" + info.param.sound +
           (info.param.kind == MediaKind::Live ? "_live" : "_file");
}

class DamagedStream : public testing::TestWithParam<Form>
{
};

TEST_P(DamagedStream, IsPlayedOrRefusedAndThePlayerGoesOn)
{
    const auto &[container, picture, sound, kind] = GetParam();
    const std::string good = makeFlashClip(
        {.container = container, .videoCodec = picture, .audioCodec = sound, .seconds = 3, .secondSound = true});
    PlayerProbe probe;
    for (int seed = 1; seed <= smokeSeeds(); ++seed) {
        SCOPED_TRACE(seed);
        const std::string bytes = damaged(good, unsigned(seed));
        TcpStub server(kind == MediaKind::Live ? TcpStub::Script([&bytes](TcpStub::Peer &peer) {
            peer.readRequest();
            peer.sendHead(200);
            peer.send(bytes);
            peer.hold();
        })
                                               : fileServer(bytes));
        probe.open(server.url("/stream"), kind);
        // A second of whatever it is, or its end.
        probe.await(
            [&] { return probe.player.state() == PlayState::Failed || probe.player.state() == PlayState::Ended; },
            700ms);
        if (seed % 3 == 0)
            probe.player.seek(1s);
        if (seed % 5 == 0)
            probe.player.selectTrack(TrackKind::Audio, 2);
        probe.player.stop();
        ASSERT_TRUE(probe.awaitState(PlayState::Idle));
    }
    const std::size_t before = probe.frames();
    TcpStub server(fileServer(good));
    probe.open(server.url("/good"), MediaKind::Vod);
    EXPECT_TRUE(probe.awaitFrames(before + 10)) << "the player is as good as new";
}

INSTANTIATE_TEST_SUITE_P(Forms, DamagedStream,
                         testing::Values(Form{"mpegts", "mpeg2video", "mp2", MediaKind::Live},
                                         Form{"mpegts", "mpeg4", "aac", MediaKind::Live},
                                         Form{"mpegts", "mpeg2video", "ac3", MediaKind::Vod},
                                         Form{"mp4", "mpeg4", "aac", MediaKind::Vod},
                                         Form{"matroska", "mpeg4", "aac", MediaKind::Vod}),
                         nameOf);

} // namespace
} // namespace kanal::playback
