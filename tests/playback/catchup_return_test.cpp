// SPDX-License-Identifier: MIT
#include "catchup_return.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;
using Since = CatchupReturn::Since;

TEST(CatchupReturn, EntersTheMinuteAgainInWhichItBrokeOffAtOnce)
{
    CatchupReturn back;
    const auto entry = back.after(10min + 30s, 60min, Since::Played);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->minute, 10min);
    EXPECT_EQ(entry->in, 0ms);
}

TEST(CatchupReturn, TheLastMinuteIsTheEnd)
{
    CatchupReturn back;
    EXPECT_FALSE(back.after(59min, 60min, Since::Played));
    EXPECT_FALSE(back.after(75min, 60min, Since::Played));
    EXPECT_TRUE(back.after(59min - 1s, 60min, Since::Played));
}

TEST(CatchupReturn, AHoleIsSteppedOver)
{
    CatchupReturn back;
    back.after(10min + 30s, 60min, Since::Played);
    EXPECT_EQ(back.after(10min + 31s, 60min, Since::Played)->minute, 11min);
}

TEST(CatchupReturn, AServerThatIsAwayIsWaitedForLongerAndLongerAtTheSameMinute)
{
    CatchupReturn back;
    auto before = back.after(10min + 30s, 60min, Since::Played)->in;
    int tries = 1;
    while (const auto entry = back.after(10min, 60min, Since::NothingPlayed)) {
        EXPECT_EQ(entry->minute, 10min);
        EXPECT_GE(entry->in, before);
        before = entry->in;
        EXPECT_EQ(back.tries(), ++tries);
    }
    EXPECT_EQ(tries, 8);
    EXPECT_FALSE(back.after(10min, 60min, Since::NothingPlayed)) << "given up";
}

TEST(CatchupReturn, ComingFurtherBeginsAnew)
{
    CatchupReturn back;
    for (int i = 0; i < 5; ++i)
        back.after(10min, 60min, Since::NothingPlayed);
    const auto entry = back.after(12min, 60min, Since::Played);
    EXPECT_EQ(entry->minute, 12min);
    EXPECT_EQ(entry->in, 0ms);
}

} // namespace
} // namespace kanal::playback
