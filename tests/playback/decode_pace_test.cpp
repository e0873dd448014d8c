// SPDX-License-Identifier: MIT
#include "decode_pace.h"
#include "decoder_pool.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// Four seconds of pictures of this rate, each of which took so long.
DecodePace after(int rate, Nanos each)
{
    DecodePace pace;
    for (int i = 0; i <= 4 * rate; ++i) {
        pace.spent(each);
        pace.pictureOut(MediaTime(1'000'000LL * i / rate));
    }
    return pace;
}

TEST(DecodePace, AsksForMoreThreadsWhereMostOfTheTimeIsUsedUp)
{
    EXPECT_EQ(after(25, 27ms).threads(1), 1);
    EXPECT_EQ(after(25, 29ms).threads(1), 2);
    EXPECT_EQ(after(50, 15ms).threads(2), 3);
    EXPECT_EQ(after(25, 100ms).threads(1), 5) << "at once as many as the load needs";
}

TEST(DecodePace, KnowsHowManyPicturesASecondHas)
{
    EXPECT_FALSE(DecodePace().rate());
    EXPECT_NEAR(after(50, 1ms).rate().value_or(0), 50, 0.1);
    EXPECT_NEAR(after(24, 1ms).rate().value_or(0), 24, 0.1);
}

TEST(DecodePace, AGapIsNoPicture)
{
    DecodePace pace;
    for (int i = 0; i < 100; ++i)
        pace.pictureOut(i * 40ms + (i < 20 ? 0s : 3600s));
    EXPECT_NEAR(pace.rate().value_or(0), 25, 0.1);
}

TEST(DecodePace, LeavesOutWhatNothingDependsOnAsSoonAsItIsBehind)
{
    DecodePace pace;
    pace.noteLateness(150ms, 1s, 0s);
    EXPECT_FALSE(pace.behind());
    pace.noteLateness(250ms, 1s, 1s);
    EXPECT_TRUE(pace.behind());
    pace.noteLateness(50ms, 1s, 2s);
    EXPECT_FALSE(pace.behind());
}

TEST(DecodePace, IsHopelessAfterTwoSecondsOfHalfASecond)
{
    DecodePace pace;
    pace.noteLateness(600ms, 5s, 10s);
    pace.noteLateness(700ms, 5s, 11'900ms);
    EXPECT_FALSE(pace.hopeless());
    pace.noteLateness(700ms, 5s, 12s);
    EXPECT_TRUE(pace.hopeless());
    EXPECT_GT(pace.threads(1), 1);
}

TEST(DecodePace, OnceInTimeTheTwoSecondsBeginAnew)
{
    DecodePace pace;
    pace.noteLateness(600ms, 5s, 10s);
    pace.noteLateness(400ms, 5s, 11s);
    pace.noteLateness(600ms, 5s, 12s);
    pace.noteLateness(600ms, 5s, 13s);
    EXPECT_FALSE(pace.hopeless());
    pace.forgetLateness(); // a pause
    pace.noteLateness(600ms, 5s, 99s);
    EXPECT_FALSE(pace.hopeless());
}

TEST(DecodePace, PicturesThatArriveLateAreAllShown)
{
    DecodePace pace;
    for (Nanos now = 0s; now < 10s; now += 1s)
        pace.noteLateness(900ms, 100ms, now);
    EXPECT_FALSE(pace.behind());
    EXPECT_FALSE(pace.hopeless());
}

TEST(DecodePace, BeginsAgainWithAKeyPictureInTimeOrWhereNoneIsToBeHad)
{
    EXPECT_FALSE(DecodePace::beginsAgain(2s, 3s));
    EXPECT_TRUE(DecodePace::beginsAgain(100ms, 3s));
    EXPECT_TRUE(DecodePace::beginsAgain(-1s, 3s));
    EXPECT_TRUE(DecodePace::beginsAgain(2s, 0s));
}

TEST(DecodePace, WhatIsLeftOutMakesTheRestLookNoCheaper)
{
    DecodePace pace;
    pace.noteLateness(250ms, 1s, 0s);
    for (int i = 0; i < 200; ++i)
        pace.pictureOut(i * 80ms);
    EXPECT_FALSE(pace.rate());
}

TEST(DecoderThreads, GrowWithThePixelsAndStayWithinTheMachine)
{
    EXPECT_EQ(decoderThreads(AV_CODEC_ID_MPEG2VIDEO, 720, 576, 25, 8), 1);
    EXPECT_EQ(decoderThreads(AV_CODEC_ID_H264, 1920, 1080, 50, 8), 1);
    EXPECT_EQ(decoderThreads(AV_CODEC_ID_HEVC, 1920, 1080, 50, 8), 2);
    EXPECT_EQ(decoderThreads(AV_CODEC_ID_H264, 3840, 2160, 50, 16), 4);
    EXPECT_EQ(decoderThreads(AV_CODEC_ID_HEVC, 3840, 2160, 50, 16), 6);
    EXPECT_EQ(decoderThreads(AV_CODEC_ID_HEVC, 3840, 2160, 50, 2), 2);
    EXPECT_EQ(usableThreads(9, 4), 4);
    EXPECT_EQ(usableThreads(0, 4), 1);
}

} // namespace
} // namespace kanal::playback
