// SPDX-License-Identifier: MIT
#include "hls_attributes.h"
#include "hls_playlist.h"

#include <kanal/core/limits.h>

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;
using testing::SizeIs;

const Url kBase = *Url::parse("http://tv.example.org/live/a/b/7.m3u8?token=1");
const UrlPolicy kPolicy(kBase);

Result<HlsMediaPlaylist> read(std::string_view text)
{
    return parseHlsMedia(text, kBase, kPolicy);
}

constexpr std::string_view kEverything =
    "\xef\xbb\xbf#EXTM3U\r\n"
    "#EXT-X-VERSION:7\r\n"
    "#EXT-X-TARGETDURATION:5\r\n"
    "#EXT-X-MEDIA-SEQUENCE:120\r\n"
    "#EXT-X-DISCONTINUITY-SEQUENCE:3\r\n"
    "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=NO,HOLD-BACK=15.5\r\n"
    "#EXT-X-START:TIME-OFFSET=-12.5,PRECISE=YES\r\n"
    "#EXT-X-MAP:URI=\"head.mp4\",BYTERANGE=\"700@100\"\r\n"
    "#EXT-X-KEY:METHOD=AES-128,URI=\"/key?n=1\",IV=0x0000000000000000000000000000001F\r\n"
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-05T12:00:00.250+01:00\r\n"
    "#EXTINF:4.004,Some title, with a comma\r\n"
    "a.php?x=1\r\n"
    "#EXT-X-KEY:METHOD=NONE\r\n"
    "#EXT-X-DISCONTINUITY\r\n"
    "#EXTINF:5\r\n"
    "#EXT-X-BYTERANGE:1000@5000\r\n"
    "http://cdn.example.net/all.ts\r\n"
    "#EXTINF:2.5,\r\n"
    "#EXT-X-BYTERANGE:500\r\n"
    "http://cdn.example.net/all.ts\r\n"
    "#EXT-X-GAP\r\n"
    "#EXTINF:3,\r\n"
    "gone.ts\r\n"
    "#EXT-X-ENDLIST\r\n";

TEST(HlsPlaylist, ReadsEveryTagWeUse)
{
    const auto list = read(kEverything);
    ASSERT_TRUE(list) << list.error().detail;
    EXPECT_EQ(list->target, 5s);
    EXPECT_EQ(list->sequence, 120);
    EXPECT_EQ(list->end(), 124);
    EXPECT_TRUE(list->ended);
    EXPECT_EQ(list->holdBack, 15500ms);
    EXPECT_EQ(list->startOffset, -12500ms);
    EXPECT_EQ(list->duration(), 14504ms);
    ASSERT_THAT(list->segments, SizeIs(4));

    const HlsSegment &first = list->segments[0];
    EXPECT_EQ(first.url, "http://tv.example.org/live/a/b/a.php?x=1");
    EXPECT_EQ(first.duration, 4004ms);
    ASSERT_TRUE(first.key);
    EXPECT_EQ(first.key->url, "http://tv.example.org/key?n=1");
    ASSERT_TRUE(first.key->iv);
    EXPECT_EQ((*first.key->iv)[15], 0x1f);
    ASSERT_TRUE(first.map);
    EXPECT_EQ(first.map->url, "http://tv.example.org/live/a/b/head.mp4");
    EXPECT_EQ(first.map->span, (HlsSpan{100, 700}));
    EXPECT_EQ(first.date, hlsDate("2026-01-05T11:00:00.25Z"));
    EXPECT_FALSE(first.discontinuity);

    const HlsSegment &second = list->segments[1];
    EXPECT_EQ(second.url, "http://cdn.example.net/all.ts");
    EXPECT_EQ(second.span, (HlsSpan{5000, 1000}));
    EXPECT_TRUE(second.discontinuity);
    EXPECT_FALSE(second.key);
    EXPECT_EQ(second.start, 4004ms);
    EXPECT_EQ(list->segments[2].span, (HlsSpan{6000, 500}));
    EXPECT_TRUE(list->segments[3].gap);
    EXPECT_FALSE(list->segments[3].usable());
}

TEST(HlsPlaylist, WhatIsNoPlaylistIsRefused)
{
    for (const char *text : {"", "\n\n", "<html>", "#EXT-X-VERSION:3\n", "{\"error\":1}", "G\x00\x01"})
        EXPECT_EQ(read(text).error().kind, ErrorKind::BadAnswer) << text;
}

TEST(HlsPlaylist, AnEmptyListIsALiveStreamThatHasNotBegun)
{
    const auto list = read("#EXTM3U\n#EXT-X-TARGETDURATION:4\n");
    ASSERT_TRUE(list);
    EXPECT_THAT(list->segments, SizeIs(0));
    EXPECT_FALSE(list->ended);
}

TEST(HlsPlaylist, DurationsAndTargetsAreMadeSane)
{
    const auto list = read("#EXTM3U\n#EXT-X-TARGETDURATION:-3\n#EXTINF:nan,\na\n#EXTINF:-1,\nb\n#EXTINF:9e99,\nc\n"
                           "#EXTINF:7,\nd\n");
    ASSERT_TRUE(list);
    EXPECT_EQ(list->target, 7s);
    EXPECT_EQ(list->duration(), 7s);
    EXPECT_EQ(read("#EXTM3U\n#EXT-X-TARGETDURATION:9999\n")->target, 2min);
    EXPECT_FALSE(read("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-SERVER-CONTROL:HOLD-BACK=86400\n")->holdBack);
}

class HlsForbidden : public testing::TestWithParam<const char *>
{
};

TEST_P(HlsForbidden, NeitherSegmentNorKeyNorHeadIsOpened)
{
    const std::string place = GetParam();
    const std::string head = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n";
    const std::string good = "#EXT-X-KEY:METHOD=NONE\n#EXT-X-MAP:URI=\"good.mp4\"\n#EXTINF:4,\ngood.ts\n";
    for (const std::string &bad :
         {"#EXTINF:4,\n" + place + "\n", "#EXT-X-KEY:METHOD=AES-128,URI=\"" + place + "\"\n#EXTINF:4,\na.ts\n",
          "#EXT-X-MAP:URI=\"" + place + "\"\n#EXTINF:4,\na.m4s\n"}) {
        EXPECT_EQ(read(head + bad).error().kind, ErrorKind::Address) << bad;
        const auto mixed = read(head + bad + good);
        ASSERT_TRUE(mixed) << bad;
        ASSERT_THAT(mixed->segments, SizeIs(2));
        EXPECT_FALSE(mixed->segments[0].usable()) << bad;
        EXPECT_TRUE(mixed->segments[1].usable()) << bad;
        EXPECT_EQ(mixed->segments[1].start, 4s);
    }
}

INSTANTIATE_TEST_SUITE_P(Places, HlsForbidden,
                         testing::Values("file:///etc/passwd", "file:/etc/passwd", "FILE:///etc/passwd",
                                         "ftp://example.org/a", "data:video/mp2t;base64,R0A=", "concat:a|b",
                                         "subfile:,,start,0,end,9,,:/etc/passwd", "crypto:http://example.org/a",
                                         "pipe:0", "av://lavfi:testsrc", "smb://host/share", "gopher://example.org/",
                                         "rtmp://example.org/a", "udp://239.0.0.1:1234", "http://127.0.0.1/a",
                                         "http://[::1]/a", "//127.0.0.1/a", "http://192.168.1.1/setup",
                                         "http://169.254.169.254/latest/meta-data", "http://10.0.0.1:8080/"));

TEST(HlsPlaylist, EncryptionOfOthersIsRecognised)
{
    EXPECT_TRUE(read("#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"\n#EXTINF:4,\na\n")->foreignKeys);
    EXPECT_TRUE(read("#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://x\",KEYFORMAT=\"com.apple.x\"\n#EXTINF:4,\na\n")
                    ->foreignKeys);
    EXPECT_FALSE(read("#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n"
                      "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://x\",KEYFORMAT=\"com.apple.x\"\n#EXTINF:4,\na\n")
                     ->foreignKeys);
}

TEST(HlsPlaylist, LongOnesAreRefused)
{
    std::string lines = "#EXTM3U\n#EXTINF:4,\na\n";
    for (int i = 0; i < limits::kPlaylistLines; ++i)
        lines += "#\n";
    EXPECT_EQ(read(lines).error().kind, ErrorKind::BadAnswer);
    EXPECT_EQ(read("#EXTM3U\n#" + std::string(5 << 20, 'x')).error().kind, ErrorKind::BadAnswer);
    const std::string manySegments = [] {
        std::string text = "#EXTM3U\n";
        for (int i = 0; i < 20'000; ++i)
            text += "#EXTINF:4,\n" + std::to_string(i) + "\n";
        return text;
    }();
    EXPECT_THAT(read(manySegments)->segments, SizeIs(20'000));
}

TEST(HlsPlaylist, SurvivesAnything)
{
    for (unsigned seed = 1; seed <= 1000; ++seed) {
        std::mt19937 random(seed);
        std::string text(kEverything);
        for (int i = 0; i < 20; ++i)
            text[12 + random() % (text.size() - 12)] = char(random() % 256);
        text.resize(12 + random() % (text.size() - 12));
        if (const auto list = read(text)) {
            EXPECT_LE(list->segments.size(), 4u);
        }
    }
}

TEST(HlsAttributes, Dates)
{
    EXPECT_EQ(hlsDate("1970-01-01T00:00:10Z"), 10s);
    EXPECT_EQ(hlsDate("1970-01-01T02:00:00.5+0200"), 500ms);
    EXPECT_EQ(hlsDate("1969-12-31T23:30:00-00:30"), 0ms);
    for (const char *text : {"", "1970", "1970-13-01T00:00:00Z", "1970-01-41T00:00:00Z", "today", "1970-01-01"})
        EXPECT_FALSE(hlsDate(text)) << text;
}

} // namespace
} // namespace kanal::playback
