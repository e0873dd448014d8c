// SPDX-License-Identifier: MIT
#include "sound_place.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kTurn = (std::int64_t(1) << 33) * 100 / 9;
using What = SoundPlace::Verdict::What;

/// Reads pictures of `seconds`, the first one at `raw` of the clock and at `media` of media time.
void read(PictureTimes &picture, std::int64_t raw, std::int64_t media, int seconds)
{
    for (int i = 0; i < seconds * 25; ++i)
        picture.note((raw + i * kSecond / 25) % kTurn, media + i * kSecond / 25, kSecond / 25);
}

class SoundPlaceTest : public testing::Test
{
protected:
    /// A packet of 24 ms; it is taken where it has a place.
    SoundPlace::Verdict sound(std::int64_t raw)
    {
        const auto verdict = place.of(raw, picture);
        if (verdict.what == What::At)
            place.took(verdict.mediaUs, 24'000);
        return verdict;
    }

    PictureTimes picture;
    SoundPlace place;
};

TEST_F(SoundPlaceTest, WaitsForThePictureThenLiesBesideIt)
{
    EXPECT_EQ(sound(100 * kSecond).what, What::Wait);
    read(picture, 100 * kSecond, 0, 2);
    EXPECT_EQ(sound(99 * kSecond + 600'000).mediaUs, -400'000) << "a little before the first picture";
    EXPECT_EQ(sound(101 * kSecond).mediaUs, kSecond);
    EXPECT_EQ(sound(104 * kSecond).what, What::Wait) << "the picture's times may jump before it gets there";
    read(picture, 102 * kSecond, 2 * kSecond, 2);
    EXPECT_EQ(sound(104 * kSecond).mediaUs, 4 * kSecond);
}

TEST_F(SoundPlaceTest, WhatLiesBeforeTheFirstPictureIsDropped)
{
    read(picture, 100 * kSecond, 0, 1);
    EXPECT_EQ(sound(94 * kSecond).what, What::Drop);
    EXPECT_EQ(sound(100 * kSecond).mediaUs, 0);
}

TEST_F(SoundPlaceTest, CrossesAJointAfterThePicture)
{
    read(picture, 500 * kSecond, 0, 10);
    read(picture, 0, 10 * kSecond, 5); // an advertisement with times of its own
    EXPECT_EQ(sound(509 * kSecond + 990'000).mediaUs, 9'990'000);
    EXPECT_EQ(sound(10'000).mediaUs, 10'010'000);
}

TEST_F(SoundPlaceTest, WaitsAtAJointThePictureHasNotReached)
{
    read(picture, 500 * kSecond, 0, 10);
    EXPECT_EQ(sound(509 * kSecond + 990'000).mediaUs, 9'990'000);
    EXPECT_EQ(sound(10'000).what, What::Wait);
    read(picture, 0, 10 * kSecond, 1);
    EXPECT_EQ(sound(10'000).mediaUs, 10'010'000);
}

TEST_F(SoundPlaceTest, AClockThatRunsOverIsNoJump)
{
    read(picture, kTurn - 2 * kSecond, 0, 4);
    EXPECT_EQ(sound(kTurn - kSecond).mediaUs, kSecond);
    EXPECT_NEAR(double(sound(kSecond).mediaUs), 3e6, 10);
}

TEST_F(SoundPlaceTest, WhatAnOutageTookFromThePictureIsDropped)
{
    read(picture, 100 * kSecond, 0, 10);
    EXPECT_EQ(sound(109 * kSecond + 950'000).mediaUs, 9'950'000);
    EXPECT_EQ(sound(137 * kSecond).what, What::Wait);
    read(picture, 140 * kSecond, 10 * kSecond, 3); // it came back here
    EXPECT_EQ(sound(137 * kSecond).what, What::Drop);
    EXPECT_EQ(sound(140 * kSecond).mediaUs, 10 * kSecond);
}

TEST_F(SoundPlaceTest, AClipThatBeginsAgainIsHeardAgainNotGoneBackTo)
{
    read(picture, 0, 0, 10);
    EXPECT_EQ(sound(9 * kSecond + 980'000).mediaUs, 9'980'000);
    EXPECT_EQ(sound(0).what, What::Wait);
    read(picture, 0, 10 * kSecond, 2);
    EXPECT_EQ(sound(0).mediaUs, 10 * kSecond);
}

TEST_F(SoundPlaceTest, SoundThatIsLongerThanAFilmIsHeardToItsEnd)
{
    read(picture, 0, 0, 10);
    EXPECT_EQ(sound(9 * kSecond + 980'000).mediaUs, 9'980'000);
    EXPECT_EQ(sound(14 * kSecond).what, What::Wait);
    picture.finish();
    EXPECT_EQ(sound(14 * kSecond).mediaUs, 14 * kSecond);
}

} // namespace
} // namespace kanal::playback
