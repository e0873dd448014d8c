// SPDX-License-Identifier: MIT
#include "file_timeline.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

constexpr std::int64_t kWrap = std::int64_t(1) << 33;
constexpr std::int64_t kSecond = 90'000;
constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kPictureUs = 40'000;

/// One picture each 40 ms from `fromSecond` of the file's clock to `toSecond`; the media time of the first.
std::int64_t play(FileTimeline &file, std::int64_t first, int seconds)
{
    std::optional<std::int64_t> begun;
    for (int i = 0; i < seconds * 25; ++i) {
        const std::int64_t at = first + i * 3600;
        const auto stamp = file.map(0, at, at, kPictureUs, Timeline::Role::Leads);
        if (!begun)
            begun = stamp.dtsUs;
        EXPECT_NEAR(double(stamp.dtsUs), double(*begun + i * kPictureUs), 2);
    }
    return begun.value_or(-1);
}

TEST(FileTimeline, BeginsAtZeroAndGoesOnWhereTheClockRunsOver)
{
    const std::int64_t first = kWrap - 3 * kSecond;
    FileTimeline file(first * 100 / 9);
    EXPECT_EQ(play(file, first, 3), 0);
    EXPECT_NEAR(double(play(file, 0, 3)), 3e6, 2);                   // as they are written
    EXPECT_NEAR(double(play(file, kWrap + 3 * kSecond, 3)), 6e6, 2); // unwrapped by whoever read them
    EXPECT_EQ(file.placeOf(7 * kSecondUs), 7 * kSecondUs) << "no joint";
}

TEST(FileTimeline, WithoutAKnownStartTheFirstPacketIsAtZero)
{
    FileTimeline file(std::nullopt);
    EXPECT_EQ(play(file, 500 * kSecond, 2), 0);
}

TEST(FileTimeline, PartsAreJoinedAndASeekFindsItsPart)
{
    const std::int64_t start = 1000 * kSecond;
    for (const std::int64_t second : {std::int64_t(0), 50'000 * kSecond}) { // a reset, a jump ahead
        FileTimeline file(start * 100 / 9);
        EXPECT_EQ(play(file, start, 10), 0);
        EXPECT_NEAR(double(play(file, second, 10)), 10e6, 2);
        const std::int64_t secondPlace = (second - start) * 100 / 9;

        EXPECT_EQ(file.placeOf(4 * kSecondUs), 4 * kSecondUs);
        EXPECT_NEAR(double(file.placeOf(14 * kSecondUs)), double(secondPlace + 4 * kSecondUs), 2);

        file.sought(14 * kSecondUs);
        EXPECT_NEAR(double(play(file, second + 4 * kSecond, 3)), 14e6, 2);
        file.sought(4 * kSecondUs);
        EXPECT_NEAR(double(play(file, start + 3 * kSecond, 7)), 3e6, 2) << "from the key picture before";
        EXPECT_NEAR(double(play(file, second, 3)), 10e6, 2) << "over the joint again";
        EXPECT_NEAR(double(file.placeOf(14 * kSecondUs)), double(secondPlace + 4 * kSecondUs), 2) << "one joint";
    }
}

TEST(FileTimeline, AJointThatWasCrossedCorrectsTheLength)
{
    const std::int64_t start = 1000 * kSecond;
    for (const std::int64_t second : {std::int64_t(0), 50'000 * kSecond}) {
        FileTimeline file(start * 100 / 9);
        const std::int64_t stamped = (second + 10 * kSecond - start) * 100 / 9;
        const std::int64_t turned = (second + 10 * kSecond - start + kWrap) * 100 / 9;
        play(file, start, 10);
        EXPECT_EQ(file.lengthOf(stamped), stamped) << "not known yet";
        play(file, second, 5);
        EXPECT_NEAR(double(file.lengthOf(stamped)), 20e6, 10);
        EXPECT_NEAR(double(file.lengthOf(turned)), 20e6, 10) << "taken for a clock that ran over";
    }
}

TEST(FileTimeline, ASeekJustBehindAJointMayLandInFrontOfIt)
{
    FileTimeline file(0);
    play(file, 0, 10);
    play(file, 50'000 * kSecond, 5);
    file.sought(10 * kSecondUs + 200'000);
    EXPECT_NEAR(double(play(file, 9 * kSecond, 1)), 9e6, 2);
    EXPECT_NEAR(double(play(file, 50'000 * kSecond, 1)), 10e6, 2);
}

TEST(FileTimeline, AfterASeekStreamsMayBeginOnDifferentSidesOfAJoint)
{
    FileTimeline film(0);
    play(film, 0, 10);
    play(film, 50'000 * kSecond, 5);
    film.sought(10 * kSecondUs);
    EXPECT_NEAR(double(film.map(1, 50'000 * kSecond, {}, kPictureUs, Timeline::Role::Leads).dtsUs), 10e6, 2);
    EXPECT_NEAR(double(play(film, 9 * kSecond, 1)), 9e6, 2);
    EXPECT_NEAR(double(play(film, 50'000 * kSecond, 1)), 10e6, 2);
}

TEST(FileTimeline, ASilentStreamComesBackBesideTheOthers)
{
    FileTimeline file(0);
    file.map(1, 0, {}, 24'000, Timeline::Role::Leads);
    play(file, 0, 60);
    const auto stamp = file.map(1, 60 * kSecond, {}, 24'000, Timeline::Role::Leads);
    EXPECT_FALSE(stamp.jumped);
    EXPECT_EQ(stamp.ptsUs, 60 * kSecondUs);
}

} // namespace
} // namespace kanal::playback
