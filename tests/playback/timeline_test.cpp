// SPDX-License-Identifier: MIT
#include "timeline.h"

#include <array>
#include <optional>
#include <random>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

constexpr std::int64_t kWrap = std::int64_t(1) << 33;
constexpr int kVideo = 0;
constexpr int kAudio = 1;

std::int64_t ticks(double seconds)
{
    return std::int64_t(seconds * 90000);
}

std::int64_t us(double seconds)
{
    return std::int64_t(seconds * 1e6);
}

TEST(Timeline, StartsAtZeroWhateverTheStreamSays)
{
    Timeline timeline(Timeline::Wrap::Bits33);
    EXPECT_EQ(timeline.map(kVideo, ticks(1234.5), ticks(1234.5), 0).dtsUs, 0);
    EXPECT_NEAR(double(timeline.map(kVideo, ticks(1235.5), ticks(1235.5), 0).dtsUs), 1e6, 12);
}

TEST(Timeline, KeepsTheReorderDelay)
{
    Timeline timeline(Timeline::Wrap::Bits33);
    const auto stamp = timeline.map(kVideo, ticks(10.08), ticks(10), us(0.04));
    EXPECT_NEAR(double(stamp.ptsUs - stamp.dtsUs), 80'000, 12);
}

TEST(Timeline, RunsThroughTheWrapOf33Bits)
{
    Timeline timeline(Timeline::Wrap::Bits33);
    std::int64_t last = -1;
    for (int i = 0; i < 500; ++i) {
        const std::int64_t raw = (kWrap - ticks(5) + ticks(0.04 * i)) % kWrap;
        const auto stamp = timeline.map(kVideo, raw, raw, us(0.04));
        EXPECT_GT(stamp.dtsUs, last);
        EXPECT_NEAR(double(stamp.dtsUs), 0.04e6 * i, 50);
        EXPECT_FALSE(stamp.jumped);
        last = stamp.dtsUs;
    }
}

TEST(Timeline, ReorderDelayMayCrossTheWrap)
{
    Timeline timeline(Timeline::Wrap::Bits33);
    const auto stamp = timeline.map(kVideo, ticks(0.04), kWrap - ticks(0.04), us(0.04));
    EXPECT_NEAR(double(stamp.ptsUs - stamp.dtsUs), 80'000, 24);
}

TEST(Timeline, ContinuesOverAJumpOfAnHourInEitherDirection)
{
    for (const double jump : {3600.0, -3600.0, 0.5 * 3600 * 26}) {
        Timeline timeline(Timeline::Wrap::Bits33);
        double at = 5000;
        for (int i = 0; i < 50; ++i, at += 0.04)
            timeline.map(kVideo, ticks(at), ticks(at), us(0.04));
        const auto stamp = timeline.map(kVideo, ticks(at + jump), ticks(at + jump), us(0.04));
        EXPECT_TRUE(stamp.jumped);
        EXPECT_NEAR(double(stamp.dtsUs), 50 * 0.04e6, 100) << jump;
    }
}

constexpr int kSubtitles = 2;

/// The picture from one time to another, 25 a second.
void picture(Timeline &timeline, double from, double to)
{
    for (double at = from; at < to - 0.01; at += 0.04)
        timeline.map(kVideo, ticks(at), ticks(at), us(0.04));
}

TEST(Timeline, AStreamThatWasSilentComesBackWhereTheOthersAre)
{
    for (const int stream : {kAudio, kSubtitles}) {
        Timeline timeline(Timeline::Wrap::Bits33);
        picture(timeline, 100, 101);
        timeline.map(stream, ticks(101), ticks(101), us(0.02));
        picture(timeline, 101, 110);
        const auto stamp = timeline.map(stream, ticks(110), ticks(110), us(0.02));
        EXPECT_FALSE(stamp.jumped);
        EXPECT_NEAR(double(stamp.dtsUs), 10e6, 100);
    }
}

TEST(Timeline, AShortClipThatBeginsAnewIsContinued)
{
    Timeline timeline(Timeline::Wrap::Bits33);
    for (double at = 100; at < 102.5; at += 0.04) {
        timeline.map(kVideo, ticks(at), ticks(at), us(0.04));
        timeline.map(kAudio, ticks(at), ticks(at), us(0.04));
    }
    const auto stamp = timeline.map(kVideo, ticks(100), ticks(100), us(0.04));
    EXPECT_TRUE(stamp.jumped);
    EXPECT_NEAR(double(stamp.dtsUs), 2.52e6, 100);
}

TEST(Timeline, SubtitlesNeverMoveTheOthers)
{
    Timeline timeline(Timeline::Wrap::Bits33);
    picture(timeline, 100, 102);
    timeline.map(kSubtitles, ticks(102), ticks(102), 0, Timeline::Role::Follows);
    EXPECT_FALSE(timeline.map(kSubtitles, ticks(5000), ticks(5000), 0, Timeline::Role::Follows).jumped);
    const auto stamp = timeline.map(kVideo, ticks(102), ticks(102), us(0.04));
    EXPECT_FALSE(stamp.jumped);
    EXPECT_NEAR(double(stamp.dtsUs), 2e6, 100);
}

TEST(Timeline, SoundAndPictureStayTogetherWhenTheyCrossASpliceAtDifferentPlaces)
{
    Timeline timeline(Timeline::Wrap::Bits33);
    // Sound runs 0.5 s behind the picture in the multiplex; both restart at 7 s when their own time is 102 s.
    const auto raw = [](double at) { return at < 102 ? ticks(at) : ticks(at - 102 + 7); };
    double worst = 0;
    for (int i = 0; i < 200; ++i) {
        const double picture = 100 + 0.04 * i;
        const double sound = picture - 0.5;
        const auto v = timeline.map(kVideo, raw(picture), raw(picture), us(0.04));
        const auto a = timeline.map(kAudio, raw(sound), raw(sound), us(0.04));
        worst = std::max(worst, std::abs(double(v.dtsUs - a.dtsUs) - 0.5e6));
    }
    EXPECT_LT(worst, 1000);
}

TEST(Timeline, OneRoguePacketDoesNotMoveTheOthers)
{
    Timeline timeline(Timeline::Wrap::Bits33);
    for (int i = 0; i < 20; ++i)
        timeline.map(kVideo, ticks(10 + 0.04 * i), ticks(10 + 0.04 * i), us(0.04));
    timeline.map(kVideo, ticks(5000), ticks(5000), us(0.04));
    const auto stamp = timeline.map(kVideo, ticks(10.84), ticks(10.84), us(0.04));
    EXPECT_NEAR(double(stamp.dtsUs), 0.84e6, 50'000);
}

TEST(Timeline, AGapOfLostPacketsStaysAGap)
{
    Timeline timeline(Timeline::Wrap::Bits33);
    timeline.map(kVideo, ticks(10), ticks(10), us(0.04));
    const auto stamp = timeline.map(kVideo, ticks(12), ticks(12), us(0.04));
    EXPECT_FALSE(stamp.jumped);
    EXPECT_NEAR(double(stamp.dtsUs), 2e6, 50);
}

TEST(Timeline, AStreamWithAClockOfItsOwnBeginsWhereTheOthersAre)
{
    for (const double away : {-7200.0, -12.0, 12.0, 7200.0}) {
        Timeline timeline(Timeline::Wrap::Bits33);
        picture(timeline, 10'000, 10'001);
        for (int i = 0; i < 100; ++i) {
            const double at = 10'001 + i * 0.04;
            const auto sound = timeline.map(kAudio, ticks(at + away), ticks(at + away), us(0.04));
            const auto shown = timeline.map(kVideo, ticks(at), ticks(at), us(0.04));
            EXPECT_FALSE(sound.jumped || shown.jumped) << away;
            ASSERT_NEAR(double(sound.dtsUs), double(shown.dtsUs), 50'000) << away;
        }
    }
}

TEST(Timeline, AStreamThatBeginsSomeSecondsAwayKeepsItsPlace)
{
    Timeline timeline(Timeline::Wrap::Bits33);
    picture(timeline, 100, 102);
    EXPECT_NEAR(double(timeline.map(kAudio, ticks(96), ticks(96), us(0.02)).dtsUs), -4e6, 100);
}

TEST(Timeline, MissingTimesContinue)
{
    Timeline timeline(Timeline::Wrap::None);
    timeline.map(kAudio, us(3), us(3), us(0.02));
    EXPECT_EQ(timeline.map(kAudio, std::nullopt, std::nullopt, us(0.02)).ptsUs, us(0.02));
    EXPECT_EQ(timeline.map(kAudio, std::nullopt, std::nullopt, us(0.02)).ptsUs, us(0.04));
}

TEST(Timeline, GoesOnFromWhereItIsTold)
{
    Timeline timeline(Timeline::Wrap::None, us(42));
    EXPECT_EQ(timeline.map(kVideo, us(7), us(7), 0).ptsUs, us(42));
}

TEST(Timeline, NoStreamEverRunsFarBackOrAheadWhateverComes)
{
    for (unsigned seed = 1; seed <= 200; ++seed) {
        std::mt19937_64 random(seed);
        Timeline timeline(Timeline::Wrap::Bits33);
        std::array<std::optional<std::int64_t>, 3> last;
        for (int i = 0; i < 300; ++i) {
            const auto raw = std::int64_t(random() % std::uint64_t(kWrap));
            const auto stream = std::size_t(random() % last.size());
            const auto stamp = timeline.map(int(stream), raw, raw, us(0.04));
            if (last[stream]) {
                ASSERT_GE(stamp.dtsUs, *last[stream] - us(1.1)) << "seed " << seed;
                ASSERT_LE(stamp.dtsUs, *last[stream] + us(3.1)) << "seed " << seed;
            }
            last[stream] = stamp.dtsUs;
        }
    }
}

} // namespace
} // namespace kanal::playback
