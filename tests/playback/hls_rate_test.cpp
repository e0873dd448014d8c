// SPDX-License-Identifier: MIT
#include "hls_rate.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

const std::vector<HlsVariant> kVariants{{.url = "low", .bandwidth = 1'000'000, .height = 360},
                                        {.url = "middle", .bandwidth = 3'000'000, .height = 720},
                                        {.url = "high", .bandwidth = 6'000'000, .height = 1080},
                                        {.url = "uhd", .bandwidth = 20'000'000, .height = 2160}};

std::size_t next(std::size_t current, std::int64_t throughput, std::chrono::microseconds level = 10s, int screen = 1080)
{
    return nextVariant(kVariants, current, {{throughput, screen}, level, 4s});
}

TEST(ThroughputMeter, BelievesADropAtOnceAndARiseSlowly)
{
    ThroughputMeter meter;
    EXPECT_EQ(meter.bitsPerSecond(), 0);
    for (int i = 0; i < 5; ++i)
        meter.add(1'000'000, 1s); // 8 Mbit/s
    EXPECT_NEAR(double(meter.bitsPerSecond()), 8e6, 1e5);
    meter.add(500'000, 4s); // 1 Mbit/s
    EXPECT_LT(meter.bitsPerSecond(), 4'500'000);
    for (int i = 0; i < 3; ++i)
        meter.add(1'000'000, 1s);
    EXPECT_LT(meter.bitsPerSecond(), 7'500'000);
    for (int i = 0; i < 30; ++i)
        meter.add(1'000'000, 1s);
    EXPECT_GT(meter.bitsPerSecond(), 7'500'000);
}

TEST(ThroughputMeter, ATinyAnswerTellsNothing)
{
    ThroughputMeter meter;
    meter.add(900, 1s);
    meter.add(0, 0s);
    EXPECT_EQ(meter.bitsPerSecond(), 0);
    meter.add(1 << 20, 0s); // from memory
    EXPECT_GT(meter.bitsPerSecond(), 1'000'000'000);
}

TEST(NextVariant, GoesDownAsSoonAsTheLineDoesNotCarryIt)
{
    EXPECT_EQ(next(2, 6'700'000), 2u); // just carried: stays
    EXPECT_EQ(next(2, 6'000'000), 1u);
    EXPECT_EQ(next(2, 500'000, 0s), 0u);
}

TEST(NextVariant, GoesUpOnlyWithSomethingInReserve)
{
    EXPECT_EQ(next(0, 10'000'000, 5s), 0u);
    EXPECT_EQ(next(0, 10'000'000, 6s), 2u);
    EXPECT_EQ(next(0, 4'000'000, 6s), 0u); // 3 Mbit/s would need 4.3
    EXPECT_EQ(next(0, 5'000'000, 6s), 1u);
}

TEST(NextVariant, MoreLinesThanTheScreenHasAreNotFetched)
{
    EXPECT_EQ(next(2, 100'000'000), 2u);
    EXPECT_EQ(next(2, 100'000'000, 10s, 2160), 3u);
    EXPECT_EQ(next(3, 100'000'000), 2u); // the window was made smaller
}

TEST(NextVariant, StaysWhereNothingIsKnown)
{
    EXPECT_EQ(next(1, 0), 1u);
    EXPECT_EQ(nextVariant({}, 0, {{1'000'000}}), 0u);
}

} // namespace
} // namespace kanal::playback
