// SPDX-License-Identifier: MIT
// Whole starts through Player on HLS servers of all sorts.
#include "hls_cipher.h"
#include "hls_lock.h"
#include "hls_stub.h"
#include "player_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;
using testing::Contains;
using testing::Not;

TEST(PlayerHls, PlaysALiveStreamOverOneConnection)
{
    HlsStub stub;
    const SlidingList list;
    addSegments(stub);
    stub.page("/live.m3u8", textPage([&] { return list.text("s"); }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    ASSERT_TRUE(probe.awaitFrames(120));
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
    EXPECT_EQ(probe.player.stats().reconnects, 0);
    EXPECT_TRUE(probe.player.stats().phases.firstByte);
    EXPECT_EQ(probe.player.stats().container, "mpegts");
    EXPECT_EQ(stub.server().mostOpen(), 1);
    EXPECT_EQ(stub.asked("/s0"), 0); // began three targets from the end
    EXPECT_EQ(stub.asked("/s2"), 1);
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 20);
}

TEST(PlayerHls, APlaylistBehindAPlainAddressIsPlayed)
{
    HlsStub stub;
    const SlidingList list;
    addSegments(stub);
    stub.page("/live/u/p/1", textPage([&] { return list.text("/s"); }));
    PlayerProbe probe;
    probe.open(stub.url("/live/u/p/1"));
    EXPECT_TRUE(probe.awaitFrames(25));
}

TEST(PlayerHls, RedirectsAreFollowedAndTheListIsAskedForWhereItIs)
{
    HlsStub stub;
    const SlidingList list;
    addSegments(stub, "/real/s");
    stub.page("/live.m3u8", [](const std::string &) {
        return HlsStub::Answer{302, "", "Location: /real/x.m3u8?t=1\r\n"};
    });
    stub.page("/real/x.m3u8", textPage([&] { return list.text("s"); }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(25));
    ASSERT_TRUE(stub.awaitAsked("/real/x.m3u8", 3));
    EXPECT_EQ(stub.asked("/live.m3u8"), 1);
    EXPECT_EQ(stub.server().mostOpen(), 1);
}

TEST(PlayerHls, PlaysOnOverADiscontinuity)
{
    static const auto others = tsSegments(
        makeFlashClip({.videoCodec = "mpeg4", .audioCodec = "aac", .width = 160, .height = 90, .seconds = 6}));
    HlsStub stub;
    const SlidingList list;
    addSegments(stub);
    for (std::size_t i = 4; i < 9; ++i) // an advertisement: other codecs, other times
        stub.file("/s" + std::to_string(i), others[i - 4]);
    stub.page("/live.m3u8", textPage([&] {
                  return list.text("s",
                                   [](std::int64_t n) { return n == 4 || n == 9 ? "#EXT-X-DISCONTINUITY\n" : ""; });
              }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(8 * 25)); // s1 to s8 and beyond
    EXPECT_TRUE(probe.await([&] { return true; }));
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
    EXPECT_EQ(probe.player.stats().reconnects, 0);
    EXPECT_THAT(probe.states(), Not(Contains(PlayState::Failed)));
}

TEST(PlayerHls, PlaysWhatIsLockedWithAes128)
{
    const HlsBlock key{7, 7, 7}, iv{1, 2, 3};
    HlsStub stub;
    stub.file("/key", std::string(key.begin(), key.end()));
    for (std::int64_t n = 0; n < 4; ++n)
        stub.file("/s" + std::to_string(n), lockSegment(tsSegment(n), key, n < 2 ? HlsCipher::vectorOf(n) : iv));
    stub.page("/film.m3u8", textPage([] {
                  return listHead(0) + "#EXT-X-KEY:METHOD=AES-128,URI=\"key\"\n" + segmentLines(0, 2, "s") +
                         "#EXT-X-KEY:METHOD=AES-128,URI=\"key\",IV=0x01020300000000000000000000000000\n" +
                         segmentLines(2, 4, "s") + "#EXT-X-ENDLIST\n";
              }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.frames(), 95u);
    EXPECT_EQ(stub.asked("/key"), 1);
}

TEST(PlayerHls, ASegmentThatIsMissingIsAGapNotAnEnd)
{
    HlsStub stub;
    const SlidingList list;
    addSegments(stub);
    stub.page("/s3", [](const std::string &) { return HlsStub::Answer{404, "gone"}; });
    stub.page("/live.m3u8", textPage([&] { return list.text("s"); }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(stub.awaitAsked("/s6", 1));
    const std::size_t frames = probe.frames();
    EXPECT_TRUE(probe.awaitFrames(frames + 25));
    EXPECT_EQ(probe.player.stats().reconnects, 0);
}

TEST(PlayerHls, ASegmentThatBreaksOffIsTakenUpWhereItBroke)
{
    HlsStub stub;
    std::atomic<int> tries{0};
    addSegments(stub);
    stub.page("/s1", [&](const std::string &) {
        HlsStub::Answer answer{200, tsSegment(1)};
        answer.cutAt = ++tries > 1 ? 0 : answer.body.size() / 2;
        return answer;
    });
    stub.page("/film.m3u8", textPage([] { return listHead(0) + segmentLines(0, 4, "s") + "#EXT-X-ENDLIST\n"; }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.frames(), 95u);
    EXPECT_LE(probe.frames(), 103u);
}

TEST(PlayerHls, SegmentsThatAlwaysEndShortAreAskedForTwiceAndNoMore)
{
    HlsStub stub;
    addSegments(stub);
    for (const std::int64_t n : {1, 2})
        stub.page("/s" + std::to_string(n), [n](const std::string &) {
            HlsStub::Answer answer{200, tsSegment(n)};
            answer.cutAt = answer.body.size() - 1000;
            return answer;
        });
    stub.page("/film.m3u8", textPage([] { return listHead(0) + segmentLines(0, 4, "s") + "#EXT-X-ENDLIST\n"; }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_EQ(stub.asked("/s1"), 2);
    EXPECT_EQ(stub.asked("/s2"), 2);
    EXPECT_GE(probe.frames(), 90u) << "all but what was never there";
}

TEST(PlayerHls, AFrozenPlaylistEndsInReconnectingAndComesBack)
{
    HlsStub stub;
    std::atomic<bool> frozen{true};
    const SlidingList list;
    addSegments(stub, "/s", 60);
    stub.page("/live.m3u8", textPage([&] { return frozen ? listHead(0) + segmentLines(0, 4, "s") : list.text("s"); }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    ASSERT_TRUE(probe.awaitState(PlayState::Reconnecting));
    EXPECT_EQ(probe.error().kind, ErrorKind::Timeout);
    EXPECT_EQ(stub.asked("/s3"), 1); // nothing is played twice
    frozen = false;
    EXPECT_TRUE(probe.awaitState(PlayState::Playing));
}

TEST(PlayerHls, ASequenceThatBeginsAnewIsFollowed)
{
    HlsStub stub;
    const SlidingList list;
    addSegments(stub);
    for (std::int64_t n = 1000; n < 1004; ++n)
        stub.file("/s" + std::to_string(n), tsSegment(n));
    std::atomic<int> asked{0};
    stub.page("/live.m3u8",
              textPage([&] { return ++asked <= 2 ? listHead(1000) + segmentLines(1000, 1004, "s") : list.text("s"); }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    ASSERT_TRUE(probe.awaitFrames(150));
    EXPECT_EQ(probe.player.stats().reconnects, 0);
}

class PlayerHlsRanges : public testing::TestWithParam<bool>
{
};

TEST_P(PlayerHlsRanges, PiecesOfOneFileAreReadWhetherTheServerKnowsRangesOrNot)
{
    std::string all, text = listHead(0);
    for (std::int64_t n = 0; n < 4; ++n) {
        text += "#EXTINF:1.0,\n#EXT-X-BYTERANGE:" + std::to_string(tsSegment(n).size()) + (n == 0 ? "@0" : "") +
                "\nall.bin\n";
        all += tsSegment(n);
    }
    HlsStub stub;
    if (GetParam())
        stub.file("/all.bin", all);
    else
        stub.page("/all.bin", [all](const std::string &) { return HlsStub::Answer{200, all}; });
    stub.page("/film.m3u8", textPage([text] { return text + "#EXT-X-ENDLIST\n"; }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.frames(), 95u);
    EXPECT_LE(probe.frames(), 103u);
}

INSTANTIATE_TEST_SUITE_P(Servers, PlayerHlsRanges, testing::Bool());

TEST(PlayerHls, PlaysFragmentedMp4)
{
    static const auto fragments =
        mp4Segments(makeFlashClip({.container = "mp4",
                                   .videoCodec = "mpeg4",
                                   .audioCodec = "aac",
                                   .seconds = 8,
                                   .muxerOptions = "movflags=frag_keyframe+empty_moov+default_base_moof"}));
    ASSERT_GE(fragments.size(), 7u);
    HlsStub stub;
    const SlidingList list;
    stub.file("/head.mp4", fragments[0]);
    for (std::size_t i = 1; i < fragments.size(); ++i)
        stub.file("/f" + std::to_string(i - 1), fragments[i]);
    stub.page("/live.m3u8", textPage([&] {
                  return list.text(
                      "f", [&](std::int64_t n) { return n == list.first() ? "#EXT-X-MAP:URI=\"head.mp4\"\n" : ""; });
              }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    ASSERT_TRUE(probe.awaitFrames(100));
    EXPECT_EQ(stub.asked("/head.mp4"), 1);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerHls, AHeadThatChangesInTheMiddleIsFollowed)
{
    const auto fragmentsOf = [](int width, int height) {
        return mp4Segments(makeFlashClip({.container = "mp4",
                                          .videoCodec = "mpeg4",
                                          .audioCodec = "aac",
                                          .width = width,
                                          .height = height,
                                          .seconds = 12,
                                          .muxerOptions = "movflags=frag_keyframe+empty_moov+default_base_moof"}));
    };
    const auto before = fragmentsOf(320, 180), behind = fragmentsOf(160, 90);
    ASSERT_GE(behind.size(), 11u);
    HlsStub stub;
    const SlidingList list;
    stub.file("/before.mp4", before[0]);
    stub.file("/behind.mp4", behind[0]);
    for (std::size_t i = 1; i < behind.size(); ++i)
        stub.file("/f" + std::to_string(i - 1), i - 1 < 4 ? before[i] : behind[i]);
    stub.page("/live.m3u8", textPage([&] {
                  return list.text("f", [&](std::int64_t n) -> std::string {
                      if (n != list.first() && n != 4)
                          return "";
                      return std::string("#EXT-X-MAP:URI=\"") + (n < 4 ? "before" : "behind") + ".mp4\"\n";
                  });
              }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(25));
    EXPECT_EQ(probe.lastFrame()->sourceWidth, 320);
    ASSERT_TRUE(probe.await([&] {
        const FrameRef last = probe.lastFrame();
        return last && last->sourceWidth == 160;
    }));
    const std::size_t flashes = probe.flashBeepDistances().size();
    ASSERT_TRUE(probe.awaitFrames(probe.frames() + 60));
    const auto distances = probe.flashBeepDistances();
    ASSERT_GE(distances.size(), flashes + 2) << "sound as well";
    EXPECT_LT(std::fabs(distances.back()), 25);
    EXPECT_EQ(stub.asked("/behind.mp4"), 1);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
    EXPECT_EQ(probe.player.stats().reconnects, 0);
}

class PlayerHlsFilm : public testing::TestWithParam<bool>
{
};

TEST_P(PlayerHlsFilm, IsSoughtAndKnowsItsLength)
{
    const bool mp4 = GetParam();
    static const auto fragments =
        mp4Segments(makeFlashClip({.container = "mp4",
                                   .videoCodec = "mpeg4",
                                   .audioCodec = "aac",
                                   .seconds = 8,
                                   .muxerOptions = "movflags=frag_keyframe+empty_moov+default_base_moof"}));
    HlsStub stub;
    addSegments(stub);
    stub.file("/head.mp4", fragments[0]);
    for (std::size_t i = 1; i < fragments.size(); ++i)
        stub.file("/f" + std::to_string(i - 1), fragments[i]);
    stub.page("/film.m3u8", textPage([mp4] {
                  return listHead(0) + "#EXT-X-PLAYLIST-TYPE:VOD\n" +
                         (mp4 ? "#EXT-X-MAP:URI=\"head.mp4\"\n" + segmentLines(0, 8, "f") : segmentLines(0, 12, "s")) +
                         "#EXT-X-ENDLIST\n";
              }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.seek(6500ms);
    ASSERT_TRUE(probe.await([&] {
        const FrameRef last = probe.lastFrame();
        return last && last->pts > 6s;
    }));
    EXPECT_GE(probe.lastFrame()->pts, 6499ms);
    EXPECT_LT(probe.lastFrame()->pts, 7500ms);
    probe.player.seekBy(-5s);
    ASSERT_TRUE(probe.await([&] { return probe.lastFrame()->pts < 3s; }));
    const std::size_t frames = probe.frames();
    EXPECT_TRUE(probe.awaitFrames(frames + 25));
    probe.player.seek(7s);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.lastFrame()->pts, mp4 ? 7800ms : 11800ms);
}

INSTANTIATE_TEST_SUITE_P(Forms, PlayerHlsFilm, testing::Bool());

TEST(PlayerHls, AnEndedFilmCanBeSoughtBack)
{
    HlsStub stub;
    addSegments(stub);
    stub.page("/film.m3u8", textPage([] { return listHead(0) + segmentLines(0, 3, "s") + "#EXT-X-ENDLIST\n"; }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    const std::size_t frames = probe.frames();
    probe.player.seek(1s);
    EXPECT_TRUE(probe.awaitFrames(frames + 25));
}

TEST(PlayerHls, ALiveClipThatEndsIsPlayedAgain)
{
    HlsStub stub;
    addSegments(stub);
    stub.page("/live.m3u8", textPage([] { return listHead(0) + segmentLines(0, 2, "s") + "#EXT-X-ENDLIST\n"; }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    EXPECT_TRUE(probe.awaitFrames(130));
    EXPECT_THAT(probe.states(), Not(Contains(PlayState::Failed)));
}

TEST(PlayerHls, SegmentsThatLeadToAFileAreLeftOut)
{
    HlsStub stub;
    const SlidingList list;
    addSegments(stub, "/s", 40);
    stub.page("/s3", [](const std::string &) { return HlsStub::Answer{302, "", "Location: file:///etc/passwd\r\n"}; });
    stub.page("/live.m3u8", textPage([&] {
                  return list.text("s", [](std::int64_t n) {
                      return n == 5 ? "#EXTINF:1.0,\nfile:///etc/passwd\n#EXT-X-DISCONTINUITY\n" : "";
                  });
              }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(stub.awaitAsked("/s6", 1));
    const std::size_t frames = probe.frames();
    EXPECT_TRUE(probe.awaitFrames(frames + 25));
}

TEST(PlayerHls, ATokenThatGrewOldIsReplacedThroughTheOriginalAddress)
{
    HlsStub stub;
    const SlidingList list;
    std::atomic<int> token{1};
    addSegments(stub, "/s", 40);
    stub.page("/live.m3u8", [&](const std::string &) {
        return HlsStub::Answer{302, "", "Location: /real?t=" + std::to_string(token) + "\r\n"};
    });
    stub.page("/real", [&](const std::string &head) {
        const bool fresh = head.find("t=" + std::to_string(token) + " ") != std::string::npos;
        return fresh ? HlsStub::Answer{200, list.text("s")} : HlsStub::Answer{403, "old"};
    });
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(25));
    token = 2;
    ASSERT_TRUE(stub.awaitAsked("/live.m3u8", 2));
    const std::size_t frames = probe.frames();
    EXPECT_TRUE(probe.awaitFrames(frames + 75));
    EXPECT_EQ(probe.player.stats().reconnects, 0);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerHls, AZapClosesTheKeptConnectionFirst)
{
    HlsStub stub;
    const SlidingList list;
    addSegments(stub, "/s", 40);
    stub.page("/live.m3u8", textPage([&] { return list.text("s"); }));
    PlayerProbe probe;
    for (int zap = 1; zap <= 4; ++zap) {
        const std::uint64_t session = probe.open(stub.url("/live.m3u8"));
        ASSERT_TRUE(probe.await([&] {
            const FrameRef last = probe.lastFrame();
            return last && last->session == session;
        }));
    }
    EXPECT_EQ(stub.server().mostOpen(), 1);
}

} // namespace
} // namespace kanal::playback
