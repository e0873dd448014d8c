// SPDX-License-Identifier: MIT
#include "trickle_watch.h"
#include "ts_scanner.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// A connection that is looked at every second.
struct Line {
    TrickleWatch watch;
    Nanos now{0};
    StreamProgress progress;

    /// What is told first, and when.
    std::pair<Trickle, Nanos> run(int seconds, std::int64_t bytes, std::optional<std::int64_t> units = {},
                                  std::optional<Nanos> time = {})
    {
        for (int i = 0; i < seconds; ++i) {
            now += 1s;
            progress.bytes += bytes;
            if (units)
                progress.units = progress.units.value_or(0) + *units;
            if (time)
                progress.time = progress.time.value_or(0s) + *time;
            if (const Trickle told = watch.look(now, progress); told != Trickle::No)
                return {told, now};
        }
        return {Trickle::No, now};
    }
};

TEST(TrickleWatch, AStreamThatKeepsUpIsNone)
{
    Line line;
    line.watch.begin(line.now, line.progress);
    EXPECT_EQ(line.run(100, 500'000, 75, 1s).first, Trickle::No);
}

TEST(TrickleWatch, ASlowStreamIsNoneAsLongAsATenthComes)
{
    Line line;
    line.watch.begin(line.now, line.progress);
    EXPECT_EQ(line.run(100, 20'000, 3, 150ms).first, Trickle::No);
}

TEST(TrickleWatch, ACrawlIsToldWithinTenSecondsOfItsBeginning)
{
    Line line;
    line.watch.begin(line.now, line.progress);
    ASSERT_EQ(line.run(1, 2'000'000, 150, 2s).first, Trickle::No); // the burst
    ASSERT_EQ(line.run(12, 500'000, 75, 1s).first, Trickle::No);
    const Nanos began = line.now;
    const auto [told, when] = line.run(20, 20'000, 3, 50ms);
    EXPECT_EQ(told, Trickle::ClockCrawls);
    EXPECT_LE(when - began, 10s);
}

TEST(TrickleWatch, HeartbeatsAreToldThoughTheClockRuns)
{
    Line line;
    line.watch.begin(line.now, line.progress);
    ASSERT_EQ(line.run(3, 500'000, 75, 1s).first, Trickle::No);
    EXPECT_EQ(line.run(12, 100'000, 0, 1s).first, Trickle::NothingBegins);
}

TEST(TrickleWatch, WithoutAClockOnlyTheBytesCount)
{
    Line radio, drip;
    radio.watch.begin(radio.now, radio.progress);
    drip.watch.begin(drip.now, drip.progress);
    EXPECT_EQ(radio.run(60, 2'000).first, Trickle::No);
    EXPECT_EQ(drip.run(60, 900).first, Trickle::FewBytes);
}

constexpr std::int64_t kSecond = 90'000;

TEST(StreamTime, RunsWithTheClockThatRunsBest)
{
    StreamTime time;
    EXPECT_EQ(time.run(), std::nullopt);
    for (int second = 0; second <= 20; ++second) {
        time.see(1, 77 * kSecond); // stands still
        time.see(2, second * kSecond);
        if (second <= 10)
            time.see(3, second * kSecond); // goes away
    }
    EXPECT_EQ(time.run(), 20s);
}

TEST(StreamTime, GoesOnWithTheNextWhenTheBestGoesAway)
{
    StreamTime time;
    for (int second = 0; second <= 20; ++second) {
        if (second <= 10)
            time.see(1, second * kSecond);
        time.see(2, second * kSecond - kSecond / 2);
    }
    EXPECT_EQ(time.run(), 20s);
}

TEST(StreamTime, NeitherJumpsNorWrapsNorReorderedPicturesCount)
{
    StreamTime time;
    const std::int64_t end = kTsClockWrap - 2 * kSecond;
    for (const std::int64_t at : {end, end + kSecond, end + kSecond / 2, end + 2 * kSecond, end + 3 * kSecond})
        time.see(1, at % kTsClockWrap);
    EXPECT_EQ(time.run(), 3s);
    time.see(1, 5000 * kSecond);
    time.see(1, 5001 * kSecond);
    time.see(1, 4995 * kSecond); // a clip in a loop
    time.see(1, 4996 * kSecond);
    EXPECT_EQ(time.run(), 5s);
}

TEST(TrickleWatch, NothingIsToldBeforeAWholeWindowWasSeen)
{
    Line line;
    line.watch.begin(line.now, line.progress);
    EXPECT_EQ(line.run(7, 10, 0, 0s).first, Trickle::No);
    line.watch.begin(line.now, line.progress); // the reader was slow: what lies behind does not count
    EXPECT_EQ(line.run(7, 10, 0, 0s).first, Trickle::No);
}

} // namespace
} // namespace kanal::playback
