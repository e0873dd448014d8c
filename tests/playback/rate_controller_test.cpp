// SPDX-License-Identifier: MIT
#include "rate_controller.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// An hour of a device that is `ppm` too fast; returns the lowest and highest level and the rates used.
struct Hour {
    double lowest = 1e9, highest = -1e9, slowest = 2, fastest = 0;
};

Hour play(double level, double ppm, Nanos length = 60min)
{
    RateController controller;
    Hour hour;
    double rate = 1.0;
    for (Nanos now{0}; now < length; now += 50ms) {
        rate = controller.update(MediaTime(std::int64_t(level * 1e6)), now);
        level += 0.05 * (1.0 - rate * (1.0 + ppm / 1e6));
        hour.lowest = std::min(hour.lowest, level);
        hour.highest = std::max(hour.highest, level);
        hour.slowest = std::min(hour.slowest, rate);
        hour.fastest = std::max(hour.fastest, rate);
    }
    return hour;
}

TEST(RateController, HoldsTheLevelAgainstDriftForAnHour)
{
    for (const double ppm : {-200.0, -50.0, 50.0, 200.0}) {
        const Hour hour = play(2.0, ppm);
        EXPECT_GT(hour.lowest, 1.7) << ppm;
        EXPECT_LT(hour.highest, 2.3) << ppm;
    }
}

TEST(RateController, NeverDiffersByMoreThanHalfAPerCent)
{
    const Hour hour = play(0.1, 200);
    EXPECT_GE(hour.slowest, 0.995);
    EXPECT_LE(hour.fastest, 1.005);
}

TEST(RateController, BuildsAReserveWhereThereWasNone)
{
    const Hour hour = play(0.2, 0, 2min);
    EXPECT_GT(hour.highest, 0.33);
    EXPECT_GE(hour.lowest, 0.19);
}

TEST(RateController, ABurstIsNotDrained)
{
    const Hour hour = play(6.0, 0, 10min);
    EXPECT_NEAR(hour.lowest, 6.0, 0.01);
    EXPECT_EQ(hour.fastest, 1.0);
}

TEST(RateController, SettlesBeforeItActs)
{
    RateController controller;
    controller.update(100ms, 0ns);
    EXPECT_EQ(controller.update(100ms, 4s), 1.0);
}

} // namespace
} // namespace kanal::playback
