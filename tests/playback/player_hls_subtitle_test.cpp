// SPDX-License-Identifier: MIT
// Subtitles of an HLS stream that are playlists of their own: offered, fetched only when chosen, at the right time, and
// never waited for.
#include "hls_stub.h"
#include "playback_clock.h"
#include "player_probe.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// Of the first picture, in ticks.
std::int64_t clockOf(const std::string &segment)
{
    TsScanner scanner;
    for (std::size_t at = 0; at + kTsPacketBytes <= segment.size(); at += kTsPacketBytes) {
        scanner.scan(std::as_bytes(std::span(std::string_view(segment).substr(at, kTsPacketBytes))));
        const TsProgram *program = scanner.program();
        if (program)
            if (const auto pts = scanner.lastPts(program->streams.front().pid))
                return *pts;
    }
    return 0;
}

std::string vtt(const std::string &cues, std::optional<std::int64_t> clock = {})
{
    const std::string map =
        clock ? "\nX-TIMESTAMP-MAP=MPEGTS:" + std::to_string(*clock) + ",LOCAL:00:00:00.000" : std::string();
    return "WEBVTT" + map + "\n\n" + cues;
}

/// A picture, and subtitles in German and English beside it.
struct Stream {
    explicit Stream(const std::string &list)
    {
        addSegments(stub, "/s", 40);
        stub.page(
            "/" + list, textPage([] {
                return "#EXTM3U\n"
                       "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"t\",NAME=\"Deutsch\",LANGUAGE=\"de\",URI=\"de.m3u8\"\n"
                       "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"t\",NAME=\"English\",LANGUAGE=\"en\",URI=\"en.m3u8\"\n"
                       "#EXT-X-STREAM-INF:BANDWIDTH=900000,SUBTITLES=\"t\"\npicture.m3u8\n";
            }));
    }
    void film(const std::string &subtitles)
    {
        stub.page("/picture.m3u8",
                  textPage([] { return listHead(0) + segmentLines(0, 12, "s") + "#EXT-X-ENDLIST\n"; }));
        stub.page("/de.m3u8",
                  textPage([] { return "#EXTM3U\n#EXT-X-TARGETDURATION:12\n#EXTINF:12,\nde.vtt\n#EXT-X-ENDLIST\n"; }));
        stub.file("/de.vtt", subtitles);
    }
    HlsStub stub;
};

std::vector<Track> subtitlesOf(PlayerProbe &probe)
{
    std::vector<Track> tracks = probe.tracks();
    std::erase_if(tracks, [](const Track &track) { return track.kind != TrackKind::Subtitle; });
    return tracks;
}

/// Within await().
bool showsText(PlayerProbe &probe)
{
    const FrameRef last = probe.lastFrame();
    return last && last->overlays;
}

TEST(PlayerHlsSubtitles, AreOfferedAndFetchedOnlyWhenChosen)
{
    Stream stream("film.m3u8");
    stream.film(vtt("00:00.000 --> 00:12.000\nGuten Abend\n"));
    PlayerProbe probe;
    probe.open(stream.stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(25));
    const std::vector<Track> tracks = subtitlesOf(probe);
    ASSERT_EQ(tracks.size(), 2u);
    EXPECT_EQ(tracks[0].title, "Deutsch");
    EXPECT_EQ(tracks[0].language, "de");
    EXPECT_FALSE(tracks[0].selected);
    EXPECT_EQ(tracks[1].language, "en");
    EXPECT_EQ(stream.stub.asked("/de.m3u8"), 0);
    probe.player.selectTrack(TrackKind::Subtitle, tracks[0].id);
    ASSERT_TRUE(probe.await([&] { return showsText(probe); }));
    EXPECT_EQ(stream.stub.asked("/en.m3u8"), 0);
    probe.player.selectTrack(TrackKind::Subtitle, -1);
    EXPECT_TRUE(probe.await([&] { return !showsText(probe); }));
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerHlsSubtitles, LieWhereTheStreamsClockSays)
{
    Stream stream("film.m3u8");
    stream.film(vtt("00:02.000 --> 00:03.000\nNow\n", clockOf(tsSegment(0))));
    PlayerProbe probe;
    MediaRequest request;
    request.url = stream.stub.url("/film.m3u8");
    request.kind = MediaKind::Vod;
    request.preferredSubtitles = {"de"};
    probe.player.open(request);
    MediaTime first{0};
    ASSERT_TRUE(probe.await([&] {
        if (!showsText(probe))
            return false;
        first = probe.lastFrame()->pts;
        return true;
    }));
    EXPECT_NEAR(double(first.count()), 2e6, 2e5);
    MediaTime after{0};
    ASSERT_TRUE(probe.await([&] {
        after = probe.lastFrame()->pts;
        return !showsText(probe);
    }));
    EXPECT_NEAR(double(after.count()), 3e6, 2e5);
}

TEST(PlayerHlsSubtitles, AreThereAfterASeek)
{
    Stream stream("film.m3u8");
    stream.film(vtt("00:08.000 --> 00:12.000\nLate\n"));
    PlayerProbe probe;
    MediaRequest request;
    request.url = stream.stub.url("/film.m3u8");
    request.kind = MediaKind::Vod;
    request.preferredSubtitles = {"Deutsch"};
    probe.player.open(request);
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.seek(8500ms);
    EXPECT_TRUE(probe.await([&] { return showsText(probe) && probe.lastFrame()->pts > 8s; }));
}

TEST(PlayerHlsSubtitles, OfALiveStreamComeWithItsPieces)
{
    Stream stream("live.m3u8");
    const SlidingList list;
    stream.stub.page("/picture.m3u8", textPage([&] { return list.text("s"); }));
    stream.stub.page("/de.m3u8", textPage([&] { return list.text("t"); }));
    for (std::int64_t n = 0; n < 40; ++n)
        stream.stub.file("/t" + std::to_string(n),
                         vtt("00:00.000 --> 00:01.000\n" + std::to_string(n) + "\n", clockOf(tsSegment(n))));
    PlayerProbe probe;
    MediaRequest request;
    request.url = stream.stub.url("/live.m3u8");
    request.preferredSubtitles = {"de"};
    probe.player.open(request);
    EXPECT_TRUE(probe.await([&] { return showsText(probe); }, 20s));
    EXPECT_TRUE(stream.stub.awaitAsked("/de.m3u8", 3)) << "it is looked at again";
    EXPECT_EQ(probe.player.stats().reconnects, 0);
}

TEST(PlayerHlsSubtitles, ThatNeverComeKeepNobodyWaiting)
{
    Stream stream("film.m3u8");
    stream.film("no subtitles");
    stream.stub.page("/de.m3u8", [](const std::string &) {
        return HlsStub::Answer{200, std::string(4000, '#'), {}, "text/plain", 20};
    });
    PlayerProbe probe;
    MediaRequest request;
    request.url = stream.stub.url("/film.m3u8");
    request.kind = MediaKind::Vod;
    request.preferredSubtitles = {"de"};
    probe.player.open(request);
    ASSERT_TRUE(stream.stub.awaitAsked("/de.m3u8", 1));
    EXPECT_TRUE(probe.awaitFrames(75, 8s));
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

} // namespace
} // namespace kanal::playback
