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

std::optional<std::size_t> instead(std::size_t current, HlsProgress progress, std::chrono::microseconds level)
{
    return variantInstead(kVariants, current, {{8'000'000, 1080}, level, 6s}, progress);
}

TEST(VariantInstead, BreaksOffWhatWouldComeTooLate)
{
    // Six seconds at 6 Mbit/s on a line that fell to 0.5: the rest takes 70 s.
    const HlsProgress slow{.received = 125'000, .whole = 4'500'000, .running = 2s};
    EXPECT_EQ(instead(2, slow, 12s), 0u);
    EXPECT_EQ(instead(2, slow, 80s), std::nullopt) << "there is time";
    EXPECT_EQ(instead(0, slow, 12s), std::nullopt) << "there is nothing smaller";
    const HlsProgress fair{.received = 1'250'000, .whole = 4'500'000, .running = 2s}; // 5 Mbit/s: 5 s more
    EXPECT_EQ(instead(2, fair, 4s), 1u);
    EXPECT_EQ(instead(2, fair, 6s), std::nullopt);
}

TEST(VariantInstead, WaitsUntilTheLineHasToldItsWidth)
{
    EXPECT_EQ(instead(2, {.received = 0, .whole = 4'500'000, .running = 1s}, 2s), std::nullopt);
    EXPECT_EQ(instead(2, {.received = 0, .whole = 4'500'000, .running = 2s}, 2s), 0u);
}

TEST(VariantInstead, MakesAGapOnlyWhereTheStreamWouldStandFarLonger)
{
    const HlsProgress rest10s{.received = 500'000, .whole = 3'000'000, .running = 2s, .handedOut = true};
    EXPECT_EQ(instead(2, rest10s, 3s), std::nullopt);
    EXPECT_EQ(instead(2, rest10s, 1s), 0u);
}

TEST(ThroughputMeter, AFallIsAllItKnows)
{
    ThroughputMeter meter;
    meter.add(10'000'000, 1s);
    meter.fallTo(500'000);
    EXPECT_EQ(meter.bitsPerSecond(), 500'000);
    meter.add(1'000'000, 1s);
    EXPECT_LT(meter.bitsPerSecond(), 3'000'000);
}

TEST(NextVariant, StaysWhereNothingIsKnown)
{
    EXPECT_EQ(next(1, 0), 1u);
    EXPECT_EQ(nextVariant({}, 0, {{1'000'000}}), 0u);
}

} // namespace
} // namespace kanal::playback
