// SPDX-License-Identifier: MIT
// Sound and picture come together, measured on what leaves the player: white flashes and beeps.
#include "hls_stub.h"
#include "player_probe.h"
#include "support/file_server.h"
#include "support/flash_clip.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

enum class Way { LiveTs, Hls, File };

struct SkewCase {
    const char *sound;
    Way way;
    const char *container, *picture;
};

std::string nameOf(const testing::TestParamInfo<SkewCase> &info)
{
    const char *ways[] = {"live", "hls", "file"};
    return std::string(info.param.sound) + "_" + ways[int(info.param.way)] + "_" + info.param.container;
}

double mean(const std::vector<double> &values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / double(values.size());
}

/// Sound may be 40 ms early and 60 ms late; of a thousand pictures one may be farther from it.
void expectTogether(const std::vector<double> &skews, std::size_t least)
{
    ASSERT_GE(skews.size(), least);
    const auto apart = std::count_if(skews.begin(), skews.end(), [](double skew) { return skew > 40 || skew < -60; });
    EXPECT_LE(std::size_t(apart), skews.size() / 1000) << testing::PrintToString(skews);
    const auto [earliest, latest] = std::minmax_element(skews.begin(), skews.end());
    testing::Test::RecordProperty("apart_ms", std::to_string(*earliest) + " " + std::to_string(*latest));
}

class PlayerSkew : public testing::TestWithParam<SkewCase>
{
protected:
    std::string clip() const
    {
        return makeFlashClip(
            {.container = GetParam().container, .videoCodec = GetParam().picture, .audioCodec = GetParam().sound});
    }
    void watch(const std::string &url, MediaKind kind)
    {
        probe.open(url, kind);
        ASSERT_TRUE(probe.awaitFrames(125)) << "five seconds";
        const std::vector<double> distances = probe.flashBeepDistances();
        ASSERT_GE(distances.size(), 2u);
        EXPECT_LT(std::fabs(mean(distances)), 20) << testing::PrintToString(distances);
        expectTogether(probe.skews(), 70);
        const PlayerStats stats = probe.player.stats();
        EXPECT_LT(std::fabs(stats.skewMeanMs), 20);
        const auto tracks = probe.tracks();
        EXPECT_TRUE(std::any_of(tracks.begin(), tracks.end(),
                                [](const Track &track) { return track.codec == GetParam().sound && track.selected; }));
        RecordProperty("skew", std::to_string(stats.skewMeanMs) + " " + std::to_string(stats.skewMinMs) + " " +
                                   std::to_string(stats.skewMaxMs));
    }

    PlayerProbe probe;
};

TEST_P(PlayerSkew, FlashAndBeepComeTogether)
{
    if (GetParam().way == Way::LiveTs) {
        const std::string bytes = clip();
        TcpStub server([bytes](TcpStub::Peer &peer) {
            peer.readRequest();
            peer.sendHead(200);
            sendPaced(peer, bytes, 6, 2);
            peer.hold();
        });
        watch(server.url(), MediaKind::Live);
    } else if (GetParam().way == Way::Hls) {
        HlsStub stub;
        stub.file("/all", clip());
        stub.page("/film.m3u8", [](const std::string &) {
            return HlsStub::Answer{200,
                                   "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nall\n#EXT-X-ENDLIST\n",
                                   {},
                                   "application/vnd.apple.mpegurl"};
        });
        watch(stub.url("/film.m3u8"), MediaKind::Vod);
    } else {
        const std::string film = clip();
        TcpStub server(fileServer(film));
        watch(server.url("/film"), MediaKind::Vod);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Streams, PlayerSkew,
    testing::Values(SkewCase{"mp2", Way::LiveTs, "mpegts", "mpeg2video"},
                    SkewCase{"aac", Way::LiveTs, "mpegts", "mpeg4"},
                    SkewCase{"ac3", Way::LiveTs, "mpegts", "mpeg2video"},
                    SkewCase{"mp2", Way::Hls, "mpegts", "mpeg2video"}, SkewCase{"aac", Way::Hls, "mpegts", "mpeg4"},
                    SkewCase{"ac3", Way::Hls, "mpegts", "mpeg2video"}, SkewCase{"mp2", Way::File, "mp4", "mpeg4"},
                    SkewCase{"aac", Way::File, "mp4", "mpeg4"}, SkewCase{"ac3", Way::File, "mp4", "mpeg4"},
                    SkewCase{"aac", Way::File, "matroska", "mpeg4"}),
    nameOf);

/// A device that is as fast or slow as any: the picture follows it.
class PlayerSkewForLong : public testing::TestWithParam<double>
{
};

TEST_P(PlayerSkewForLong, OfAThousandPicturesOneMayBeApartFromItsSound)
{
    constexpr int kRate = 50, kSeconds = 24;
    const std::string bytes = makeFlashClip({.rate = kRate, .seconds = kSeconds, .gop = kRate});
    TcpStub server(pacedScript(bytes, kSeconds, 2));
    PlayerProbe probe(GetParam());
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(kRate * (kSeconds - 1), 30s));
    expectTogether(probe.skews(), 1000);
}

INSTANTIATE_TEST_SUITE_P(Devices, PlayerSkewForLong, testing::Values(-200.0, 200.0),
                         [](const auto &info) { return std::string(info.param < 0 ? "slow" : "fast"); });

} // namespace
} // namespace kanal::playback
