// SPDX-License-Identifier: MIT
#include "backoff.h"

#include <array>

#include <gtest/gtest.h>

namespace kanal::playback
{

TEST(Backoff, GoesFromZeroToEightSecondsWithinTwentyPercent)
{
    static constexpr std::array<int, 8> kExpected{0, 500, 1000, 2000, 4000, 8000, 8000, 8000};
    for (std::uint32_t seed = 1; seed < 200; ++seed) {
        Backoff backoff(seed);
        for (const int expected : kExpected) {
            const auto wait = backoff.next().count();
            EXPECT_GE(wait, expected * 8 / 10);
            EXPECT_LE(wait, expected * 12 / 10);
        }
        EXPECT_EQ(backoff.attempts(), int(kExpected.size()));
    }
}

TEST(Backoff, SpreadsPlayersApart)
{
    Backoff one(1);
    Backoff other(2);
    int different = 0;
    for (int i = 0; i < 6; ++i)
        different += one.next() != other.next();
    EXPECT_GT(different, 2);
}

TEST(Backoff, BeginsAnewAfterReset)
{
    Backoff backoff(1);
    for (int i = 0; i < 4; ++i)
        backoff.next();
    backoff.reset();
    EXPECT_EQ(backoff.attempts(), 0);
    EXPECT_EQ(backoff.next().count(), 0);
}

} // namespace kanal::playback
