// SPDX-License-Identifier: MIT
#include "backoff.h"

#include <gtest/gtest.h>

namespace kanal::playback
{

TEST(Backoff, GoesFromZeroToEightSecondsWithinTwentyPercent)
{
    for (std::uint32_t seed = 1; seed < 200; ++seed) {
        Backoff backoff(seed);
        for (int attempt = 0; attempt < 25; ++attempt) {
            const int expected = attempt == 0    ? 0
                                 : attempt == 1  ? 500
                                 : attempt == 2  ? 1000
                                 : attempt < 19  ? 2000
                                 : attempt == 19 ? 4000
                                                 : 8000;
            const auto wait = backoff.next().count();
            EXPECT_GE(wait, expected * 8 / 10);
            EXPECT_LE(wait, expected * 12 / 10);
        }
        EXPECT_EQ(backoff.attempts(), 25);
    }
}

TEST(Backoff, WithinAnOutageOfHalfAMinuteNoWaitIsLongerThanThreeSeconds)
{
    for (std::uint32_t seed = 1; seed < 200; ++seed) {
        Backoff backoff(seed);
        for (std::chrono::milliseconds passed{0}; passed <= std::chrono::seconds(30);) {
            const auto wait = backoff.next();
            EXPECT_LT(wait, std::chrono::seconds(3)) << passed.count();
            passed += wait + std::chrono::milliseconds(1);
        }
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
