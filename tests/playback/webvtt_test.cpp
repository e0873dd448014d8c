// SPDX-License-Identifier: MIT
#include "webvtt.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

TEST(WebVtt, ReadsCuesAndTheirTimes)
{
    const auto segment = parseVtt("\xEF\xBB\xBFWEBVTT - a title\r\n\r\n"
                                  "NOTE 00:01.000 is not a time\n\n"
                                  "STYLE\n::cue { color: red }\n\n"
                                  "first\n00:01.500 --> 00:04.000 align:start position:10%\nHello\n<i>there</i>\n\n"
                                  "01:00:00.000 --> 01:00:02.250\r\nAn hour later\r\n");
    ASSERT_TRUE(segment);
    EXPECT_EQ(segment->clockOffsetUs, std::nullopt);
    ASSERT_EQ(segment->cues.size(), 2u);
    EXPECT_EQ(segment->cues[0], (VttCue{1'500'000, 4'000'000, "Hello\n<i>there</i>"}));
    EXPECT_EQ(segment->cues[1], (VttCue{3'600'000'000, 3'602'250'000, "An hour later"}));
}

TEST(WebVtt, KnowsTheStreamsClock)
{
    const auto offset = [](const char *map) {
        return parseVtt("WEBVTT\nX-TIMESTAMP-MAP=" + std::string(map) + "\n\n")->clockOffsetUs;
    };
    EXPECT_EQ(offset("MPEGTS:900000,LOCAL:00:00:00.000"), 10'000'000);
    EXPECT_EQ(offset("LOCAL:00:00:04.000,MPEGTS:900000"), 6'000'000);
    EXPECT_EQ(offset("LOCAL:00:04.000,MPEGTS:0"), -4'000'000);
    EXPECT_EQ(offset("LOCAL:soon,MPEGTS:900000"), std::nullopt);
    EXPECT_EQ(offset("MPEGTS:99999999999,LOCAL:00:00:00.000"), std::nullopt);
    EXPECT_EQ(offset("MPEGTS:900000"), std::nullopt);
}

TEST(WebVtt, LeavesOutWhatIsBroken)
{
    EXPECT_FALSE(parseVtt(""));
    EXPECT_FALSE(parseVtt("<html>"));
    EXPECT_FALSE(parseVtt("1\n00:00:01,000 --> 00:00:02,000\nSRT"));
    EXPECT_TRUE(parseVtt("WEBVTT")->cues.empty());
    for (const char *times : {"00:04.000 --> 00:01.000", "x --> y", "1.000 --> 2.000", "00:99999999.000 --> 00:01.000",
                              "00:01.000 -->", "-00:01.000 --> 00:02.000", "00:01.000 --> 00:01.000"})
        EXPECT_TRUE(parseVtt("WEBVTT\n\n" + std::string(times) + "\ntext\n")->cues.empty()) << times;
    EXPECT_TRUE(parseVtt("WEBVTT\n\n00:01.000 --> 00:02.000\n\n")->cues.empty()) << "nothing to be read";
    const auto endless = parseVtt("WEBVTT\n\n00:01.000 --> 00:02.000\n" + std::string(1 << 20, 'a') + "\nb");
    EXPECT_EQ(endless->cues.at(0).text, "b");
}

} // namespace
} // namespace kanal::playback
