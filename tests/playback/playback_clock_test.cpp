// SPDX-License-Identifier: MIT
#include "playback_clock.h"
#include "support/fake_clock.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

struct PlaybackClockTest : testing::Test {
    FakeClock time;
    PlaybackClock clock{time};
};

TEST_F(PlaybackClockTest, IsUnknownBeforeTheStart)
{
    EXPECT_FALSE(clock.now());
}

TEST_F(PlaybackClockTest, RunsWithTime)
{
    clock.start(5s);
    time.advance(250ms);
    EXPECT_EQ(*clock.now(), MediaTime(5250ms));
}

TEST_F(PlaybackClockTest, StandsWhileFrozenAndGoesOnFromThere)
{
    clock.start(0s);
    time.advance(1s);
    clock.freeze();
    time.advance(10s);
    EXPECT_EQ(*clock.now(), MediaTime(1s));
    clock.resume();
    time.advance(1s);
    EXPECT_EQ(*clock.now(), MediaTime(2s));
}

TEST_F(PlaybackClockTest, TakesTheFirstReportAtOnce)
{
    clock.start(0s);
    time.advance(100ms);
    clock.report(40ms, time.now());
    EXPECT_EQ(*clock.now(), MediaTime(40ms));
}

TEST_F(PlaybackClockTest, IgnoresSmallErrorsAndSlewsLargerOnes)
{
    clock.start(0s);
    clock.report(0ms, time.now());
    time.advance(1s);
    clock.report(1005ms, time.now());
    EXPECT_EQ(*clock.now(), MediaTime(1s));
    clock.report(1050ms, time.now());
    EXPECT_EQ(*clock.now(), MediaTime(1s)); // no jump …
    time.advance(1s);
    EXPECT_NEAR(double(clock.now()->count()), 2.01e6, 100); // … one per cent faster
}

TEST_F(PlaybackClockTest, JumpsOnlyWhenALargeErrorPersists)
{
    clock.start(0s);
    clock.report(0ms, time.now());
    time.advance(1s);
    clock.report(2s, time.now());
    EXPECT_EQ(*clock.now(), MediaTime(1s));
    time.advance(200ms);
    clock.report(2200ms, time.now());
    EXPECT_EQ(*clock.now(), MediaTime(1200ms));
    time.advance(200ms);
    clock.report(2400ms, time.now());
    EXPECT_EQ(*clock.now(), MediaTime(2400ms));
}

TEST_F(PlaybackClockTest, OneOutlierIsForgotten)
{
    clock.start(0s);
    clock.report(0ms, time.now());
    time.advance(1s);
    clock.report(9s, time.now());
    time.advance(400ms);
    clock.report(1400ms, time.now());
    clock.report(9400ms, time.now());
    EXPECT_EQ(*clock.now(), MediaTime(1400ms));
}

TEST_F(PlaybackClockTest, SlewingEndsWhenTheErrorIsGone)
{
    clock.start(0s);
    clock.report(0ms, time.now());
    for (int i = 0; i < 400; ++i) {
        time.advance(50ms);
        clock.report(std::chrono::duration_cast<MediaTime>(50ms * (i + 1)) + 60ms, time.now());
    }
    EXPECT_NEAR(double(clock.now()->count()), 20'060'000, 10'000);
}

TEST_F(PlaybackClockTest, KeepsTheWishedSpeed)
{
    clock.start(0s);
    clock.setRate(2.0);
    time.advance(1s);
    EXPECT_EQ(*clock.now(), MediaTime(2s));
}

} // namespace
} // namespace kanal::playback
