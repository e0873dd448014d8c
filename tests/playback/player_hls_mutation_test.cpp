// SPDX-License-Identifier: MIT
// Playlists, segments and keys that were damaged at random, through the whole player: whatever comes out, it answers,
// stops and goes on with the next one. KANAL_SMOKE_SEEDS as in player_mutation_test.cpp.
#include "damaged.h"
#include "hls_cipher.h"
#include "hls_lock.h"
#include "hls_stub.h"
#include "player_probe.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

constexpr HlsBlock kKey{7, 7, 7};
constexpr std::int64_t kSegments = 4;
constexpr auto kStopped = 5s; ///< it never waits for a server; far more than any machine needs

/// A small playlist and what it names.
struct Site {
    std::string list;
    std::map<std::string, std::string> files;
};

Site plainSite(MediaKind kind)
{
    Site site{listHead(0) + segmentLines(0, kSegments, "s"), {}};
    for (std::int64_t n = 0; n < kSegments; ++n)
        site.files["/s" + std::to_string(n)] = tsSegment(n);
    if (kind == MediaKind::Vod)
        site.list += "#EXT-X-ENDLIST\n";
    return site;
}

Site lockedSite(MediaKind kind)
{
    Site site = plainSite(kind);
    site.list.insert(site.list.find("#EXTINF"), "#EXT-X-KEY:METHOD=AES-128,URI=\"key\"\n");
    site.files["/key"] = std::string(kKey.begin(), kKey.end());
    for (std::int64_t n = 0; n < kSegments; ++n)
        site.files["/s" + std::to_string(n)] = lockSegment(tsSegment(n), kKey, HlsCipher::vectorOf(n));
    return site;
}

Site mp4Site(MediaKind kind)
{
    static const auto parts =
        mp4Segments(makeFlashClip({.container = "mp4",
                                   .videoCodec = "mpeg4",
                                   .audioCodec = "aac",
                                   .seconds = int(kSegments) + 1,
                                   .muxerOptions = "movflags=frag_keyframe+empty_moov+default_base_moof"}));
    Site site = plainSite(kind);
    site.list.insert(site.list.find("#EXTINF"), "#EXT-X-MAP:URI=\"head.mp4\"\n");
    site.files["/head.mp4"] = parts.at(0);
    for (std::int64_t n = 0; n < kSegments; ++n)
        site.files["/s" + std::to_string(n)] = parts.at(std::size_t(n) + 1);
    return site;
}

/// One picture at two rates, as a master playlist offers it.
Site masterSite(MediaKind kind)
{
    Site site = plainSite(kind);
    site.files["/low.m3u8"] = site.list;
    site.files["/high.m3u8"] = site.list;
    site.list = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=320x180\nlow.m3u8\n"
                "#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=320x180\nhigh.m3u8\n";
    return site;
}

/// Every second one has a good list, so that what it names is asked for; about half of that is good.
Site broken(Site site, unsigned seed)
{
    if (seed % 2 == 0)
        site.list = damagedLines(site.list, seed);
    for (auto &[path, body] : site.files) {
        const unsigned own = seed * 31 + unsigned(path.back());
        if (own % 2 == 0)
            continue;
        if (path == "/key")
            body = own % 4 == 1 ? body.substr(0, own % 16) : "another key, too";
        else
            body = path.ends_with(".m3u8") ? damagedLines(body, own) : damaged(body, own);
    }
    return site;
}

/// Each answer is the whole file, whatever part was asked for.
void serve(HlsStub &stub, const Site &site)
{
    stub.page("/list.m3u8", textPage([list = site.list] { return list; }));
    for (const auto &[path, body] : site.files)
        stub.page(path, [body = body](const std::string &) { return HlsStub::Answer{200, body}; });
}

struct Form {
    const char *name;
    Site (*site)(MediaKind);
    MediaKind kind;
};

std::string nameOf(const testing::TestParamInfo<Form> &info)
{
    return std::string(info.param.name) + (info.param.kind == MediaKind::Live ? "_live" : "_film");
}

class DamagedPlaylist : public testing::TestWithParam<Form>
{
};

TEST_P(DamagedPlaylist, IsPlayedOrRefusedAndThePlayerGoesOn)
{
    const auto &[name, siteOf, kind] = GetParam();
    const Site good = siteOf(kind);
    PlayerProbe probe;
    for (int seed = 1; seed <= smokeSeeds(); ++seed) {
        SCOPED_TRACE(seed);
        HlsStub stub;
        serve(stub, broken(good, unsigned(seed)));
        probe.open(stub.url("/list.m3u8"), kind);
        // A second of whatever it is, or its end.
        probe.await(
            [&] { return probe.player.state() == PlayState::Failed || probe.player.state() == PlayState::Ended; },
            700ms);
        EXPECT_GE(stub.asked("/list.m3u8"), 1);
        if (seed % 3 == 0)
            probe.player.seek(1s);
        if (seed % 5 == 0)
            probe.player.selectTrack(TrackKind::Audio, 2);
        probe.player.stop();
        ASSERT_TRUE(probe.awaitState(PlayState::Idle, kStopped));
    }
    const std::size_t before = probe.frames();
    HlsStub stub;
    serve(stub, siteOf(MediaKind::Vod));
    probe.open(stub.url("/list.m3u8"), MediaKind::Vod);
    EXPECT_TRUE(probe.awaitFrames(before + 10)) << "the player is as good as new";
}

INSTANTIATE_TEST_SUITE_P(Forms, DamagedPlaylist,
                         testing::Values(Form{"plain", plainSite, MediaKind::Live},
                                         Form{"locked", lockedSite, MediaKind::Live},
                                         Form{"locked", lockedSite, MediaKind::Vod},
                                         Form{"mp4", mp4Site, MediaKind::Vod},
                                         Form{"master", masterSite, MediaKind::Live}),
                         nameOf);

} // namespace
} // namespace kanal::playback
