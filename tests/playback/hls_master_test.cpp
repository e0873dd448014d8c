// SPDX-License-Identifier: MIT
#include "hls_master.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using testing::IsEmpty;
using testing::SizeIs;

const Url kBase = *Url::parse("http://tv.example.org/live/a/b/7.m3u8");
const UrlPolicy kPolicy(kBase);

constexpr std::string_view kThree =
    "#EXTM3U\n"
    "#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS=\"avc1.4d401e,mp4a.40.2\"\n"
    "low/index.m3u8\n"
    "#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,CODECS=\"avc1.640028,mp4a.40.2\"\n"
    "/high/index.m3u8?t=1\r\n"
    "#EXT-X-STREAM-INF:BANDWIDTH=20000000,RESOLUTION=3840x2160,CODECS=\"hvc1.2.4\"\n"
    "http://other.example.org/uhd.m3u8\n";

TEST(HlsMaster, ReadsItsVariants)
{
    const HlsPlaylist playlist = parseHls(kThree, kBase, kPolicy);
    EXPECT_EQ(playlist.kind, HlsKind::Master);
    ASSERT_THAT(playlist.variants, SizeIs(3));
    EXPECT_EQ(playlist.variants[0].url, "http://tv.example.org/live/a/b/low/index.m3u8");
    EXPECT_EQ(playlist.variants[1].url, "http://tv.example.org/high/index.m3u8?t=1");
    EXPECT_EQ(playlist.variants[1].height, 1080);
    EXPECT_EQ(playlist.variants[2].bandwidth, 20'000'000);
}

TEST(HlsMaster, KnowsAMediaPlaylistAndWhatIsNone)
{
    EXPECT_EQ(parseHls("#EXTM3U\n#EXTINF:4,\nseg.ts\n", kBase, kPolicy).kind, HlsKind::Media);
    EXPECT_EQ(parseHls("\xef\xbb\xbf#EXTM3U\n", kBase, kPolicy).kind, HlsKind::Media);
    EXPECT_EQ(parseHls("<html>", kBase, kPolicy).kind, HlsKind::None);
    EXPECT_EQ(parseHls("", kBase, kPolicy).kind, HlsKind::None);
}

TEST(HlsMaster, VariantsThatLeadAstrayAreLeftOut)
{
    const char *text = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nfile:///etc/passwd\n"
                       "#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://192.168.1.1/setup\n"
                       "#EXT-X-STREAM-INF:BANDWIDTH=1\nftp://example.org/x\n";
    EXPECT_THAT(parseHls(text, kBase, kPolicy).variants, IsEmpty());
}

TEST(HlsMaster, CommasInsideQuotesDoNotSplitAttributes)
{
    const char *text = "#EXTM3U\n#EXT-X-STREAM-INF:CODECS=\"avc1.4d,mp4a\",BANDWIDTH=7,RESOLUTION=2x3\na\n";
    const HlsPlaylist playlist = parseHls(text, kBase, kPolicy);
    ASSERT_THAT(playlist.variants, SizeIs(1));
    EXPECT_EQ(playlist.variants[0].bandwidth, 7);
    EXPECT_EQ(playlist.variants[0].height, 3);
}

TEST(HlsMaster, TellsWhereSoundIsApart)
{
    const char *text = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=7,AUDIO=\"en\"\na\n"
                       "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"en\",URI=\"sound.m3u8\"\n";
    EXPECT_TRUE(parseHls(text, kBase, kPolicy).variants.at(0).separateSound);
}

constexpr std::string_view kSounds =
    "#EXTM3U\n"
    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"hi\",NAME=\"English\",LANGUAGE=\"en-GB\",URI=\"en.m3u8\"\n"
    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"hi\",NAME=\"Deutsch\",LANGUAGE=\"de\",DEFAULT=YES,URI=\"de.m3u8\"\n"
    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"hi\",NAME=\"Original\"\n"
    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"hi\",NAME=\"Astray\",URI=\"file:///etc/passwd\"\n"
    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"radio\",NAME=\"Radio\",URI=\"radio.m3u8\"\n"
    "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"hi\",NAME=\"Text\",URI=\"text.m3u8\"\n"
    "#EXT-X-STREAM-INF:BANDWIDTH=7,AUDIO=\"hi\"\nvideo.m3u8\n"
    "#EXT-X-STREAM-INF:BANDWIDTH=5,AUDIO=\"radio\"\nradio.m3u8\n"
    "#EXT-X-STREAM-INF:BANDWIDTH=3\nall.m3u8\n";

TEST(HlsMaster, ListsTheSoundsBesideAVariant)
{
    const HlsPlaylist playlist = parseHls(kSounds, kBase, kPolicy);
    ASSERT_THAT(playlist.variants, SizeIs(3));
    const auto sounds = soundsOf(playlist.variants[0], playlist.sounds);
    ASSERT_THAT(sounds, SizeIs(3)) << "neither the one that leads astray nor those of others";
    EXPECT_EQ(sounds[0].url, "http://tv.example.org/live/a/b/en.m3u8");
    EXPECT_EQ(sounds[0].language, "en");
    EXPECT_EQ(sounds[1].name, "Deutsch");
    EXPECT_EQ(sounds[2].url, "") << "in the variant itself";
    EXPECT_THAT(soundsOf(playlist.variants[1], playlist.sounds), IsEmpty()) << "the variant is that sound";
    EXPECT_FALSE(playlist.variants[1].separateSound);
    EXPECT_THAT(soundsOf(playlist.variants[2], playlist.sounds), IsEmpty());
}

TEST(HlsMaster, ListsTheSubtitlesBesideAVariant)
{
    const char *text =
        "#EXTM3U\n"
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"Deutsch\",LANGUAGE=\"de-AT\",URI=\"de.m3u8\"\n"
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"English\",LANGUAGE=\"en\","
        "CHARACTERISTICS=\"public.accessibility.describes-music-and-sound\",URI=\"en.m3u8\"\n"
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"Astray\",URI=\"file:///etc/passwd\"\n"
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"Nowhere\"\n"
        "#EXT-X-STREAM-INF:BANDWIDTH=7,SUBTITLES=\"s\"\nvideo.m3u8\n"
        "#EXT-X-STREAM-INF:BANDWIDTH=3\nall.m3u8\n";
    const HlsPlaylist playlist = parseHls(text, kBase, kPolicy);
    ASSERT_THAT(playlist.variants, SizeIs(2));
    const auto subtitles = subtitlesOf(playlist.variants[0], playlist.subtitles);
    ASSERT_THAT(subtitles, SizeIs(2));
    EXPECT_EQ(subtitles[0].language, "de");
    EXPECT_EQ(subtitles[0].url, "http://tv.example.org/live/a/b/de.m3u8");
    EXPECT_FALSE(subtitles[0].forHardOfHearing);
    EXPECT_TRUE(subtitles[1].forHardOfHearing);
    EXPECT_THAT(subtitlesOf(playlist.variants[1], playlist.subtitles), IsEmpty());
}

TEST(HlsMaster, ChoosesTheSoundTheUserPrefersElseTheDefaultElseTheFirst)
{
    const HlsPlaylist playlist = parseHls(kSounds, kBase, kPolicy);
    auto sounds = soundsOf(playlist.variants[0], playlist.sounds);
    EXPECT_EQ(chooseSound(sounds, {"fr", "en"}), 0u);
    EXPECT_EQ(chooseSound(sounds, {"Original"}), 2u);
    EXPECT_EQ(chooseSound(sounds, {"fr"}), 1u);
    sounds[1].byDefault = false;
    EXPECT_EQ(chooseSound(sounds, {}), 0u);
}

TEST(HlsMaster, ChoosesTheBestThatFitsLineAndScreen)
{
    const auto variants = parseHls(kThree, kBase, kPolicy).variants;
    EXPECT_EQ(chooseVariant(variants, {0, 1080})->height, 1080);
    EXPECT_EQ(chooseVariant(variants, {2'000'000, 1080})->height, 360);
    EXPECT_EQ(chooseVariant(variants, {100'000'000, 2160})->height, 2160);
    EXPECT_EQ(chooseVariant(variants, {100'000, 1080})->height, 360); // the smallest rather than none
    EXPECT_EQ(chooseVariant({}, {}), nullptr);
}

TEST(HlsMaster, TheUsersQualityComesBeforeTheScreen)
{
    const std::vector<HlsVariant> variants{{.url = "a", .bandwidth = 500'000, .height = 360},
                                           {.url = "b", .bandwidth = 3'000'000, .height = 720},
                                           {.url = "c", .bandwidth = 12'000'000, .height = 2160}};
    const HlsWish wide{.throughput = 50'000'000, .screenHeight = 1080};
    EXPECT_EQ(chooseVariant(variants, withQuality(wide, Quality::Auto))->url, "b");
    EXPECT_EQ(chooseVariant(variants, withQuality(wide, Quality::Best))->url, "c");
    EXPECT_EQ(chooseVariant(variants, withQuality(wide, Quality::Sparing))->url, "a");
    const HlsWish narrow{.throughput = 4'500'000, .screenHeight = 1080};
    EXPECT_EQ(chooseVariant(variants, withQuality(narrow, Quality::Best))->url, "b")
        << "a line carries what it carries";
    EXPECT_EQ(chooseVariant(variants, withQuality({.throughput = 0}, Quality::Best))->url, "c");
}

TEST(HlsMaster, PassesByWhatCannotBeDecoded)
{
    const char *text = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100,CODECS=\"dvh1.05\"\na\n"
                       "#EXT-X-STREAM-INF:BANDWIDTH=50,CODECS=\"avc1\"\nb\n";
    const auto variants = parseHls(text, kBase, kPolicy).variants;
    EXPECT_EQ(chooseVariant(variants, {})->bandwidth, 50);
}

TEST(HlsMaster, KnowsTheNamesOfWhatItPlays)
{
    for (const char *codecs :
         {"avc1.64001f,mp4a.40.2,wvtt", "hvc1.1.6.L93,stpp.ttml.im1t", "vp09.00.10.08,Opus", "avc1,fLaC", "avc1,alac",
          "av01.0.04M.08,ec-3", "avc1,EC-3", "hev1,dtsc", "avc1,mp4a.40.2,stpp", ""}) {
        const std::vector<HlsVariant> variants{{.url = "a", .bandwidth = 50, .codecs = "avc1"},
                                               {.url = "b", .bandwidth = 100, .codecs = codecs}};
        EXPECT_EQ(chooseVariant(variants, {})->url, "b") << codecs;
    }
}

TEST(HlsMaster, NamesNobodyKnowsKeepNoStreamFromAdapting)
{
    const std::vector<HlsVariant> variants{{.url = "a", .bandwidth = 3'000'000, .height = 720, .codecs = "xyz1"},
                                           {.url = "b", .bandwidth = 500'000, .height = 360, .codecs = "xyz1"}};
    EXPECT_EQ(chooseVariant(variants, {50'000'000, 1080})->url, "a");
    EXPECT_EQ(chooseVariant(variants, {1'000'000, 1080})->url, "b");
}

TEST(HlsMaster, SurvivesAnything)
{
    for (unsigned seed = 1; seed <= 500; ++seed) {
        std::mt19937 random(seed);
        std::string text(seed % 2 ? kThree : kSounds);
        for (int i = 0; i < 20; ++i)
            text[random() % text.size()] = char(random() % 256);
        text.resize(random() % text.size());
        const auto variants = parseHls(text, kBase, kPolicy).variants;
        EXPECT_LE(variants.size(), 3u);
    }
}

} // namespace
} // namespace kanal::playback
