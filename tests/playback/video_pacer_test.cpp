// SPDX-License-Identifier: MIT
#include "video_pacer.h"

#include <vector>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// Plays pictures of `rate` from 0 s on; sound starts at `soundAt` on the wall with media time `soundTime`. Returns
/// when each was due.
std::vector<Nanos> dueTimes(double rate, Nanos soundAt, MediaTime soundTime, Nanos until)
{
    VideoPacer pacer;
    pacer.begin(0ms, 0ns);
    std::vector<Nanos> due{0ns};
    const MediaTime length(std::int64_t(1e6 / rate));
    for (Nanos now = 1ms; now < until; now += 1ms) {
        const auto clock = now >= soundAt
                               ? std::optional(soundTime + std::chrono::duration_cast<MediaTime>(now - soundAt))
                               : std::nullopt;
        while (pacer.at(now, clock) >= length * std::int64_t(due.size()))
            due.push_back(now);
    }
    return due;
}

Nanos longestGap(const std::vector<Nanos> &due)
{
    Nanos longest{0};
    for (std::size_t i = 1; i < due.size(); ++i)
        longest = std::max(longest, due[i] - due[i - 1]);
    return longest;
}

TEST(VideoPacer, FollowsTheClockOnceTheyMet)
{
    VideoPacer pacer;
    pacer.begin(1s, 0ns);
    EXPECT_EQ(pacer.at(10ms, MediaTime(1010ms)), MediaTime(1010ms));
    EXPECT_EQ(pacer.at(20ms, MediaTime(900ms)), MediaTime(900ms)); // also back: the clock rules now
}

TEST(VideoPacer, NeverFreezesWhileSoundIsOnItsWay)
{
    for (const MediaTime behind : {100ms, 200ms, 400ms, 600ms}) {
        const auto due = dueTimes(25, 100ms, -behind, 4s);
        EXPECT_LT(longestGap(due), 130ms) << behind.count();
    }
    EXPECT_LT(longestGap(dueTimes(50, 100ms, -600ms, 4s)), 65ms);
}

TEST(VideoPacer, IsInTimeSoonAfter)
{
    VideoPacer pacer;
    pacer.begin(0ms, 0ns);
    Nanos met{0};
    for (Nanos now = 1ms; now < 4s && met == 0ns; now += 1ms) {
        pacer.at(now, std::chrono::duration_cast<MediaTime>(now) - 250ms);
        if (pacer.lead() == MediaTime(0))
            met = now;
    }
    EXPECT_GT(met, 0ns);
    EXPECT_LT(met, 1500ms);
}

TEST(VideoPacer, WithoutAClockItRunsSlowly)
{
    VideoPacer pacer;
    pacer.begin(0ms, 0ns);
    EXPECT_EQ(pacer.at(1s, std::nullopt), MediaTime(500ms));
}

TEST(VideoPacer, APauseBeforeTheClockIsMetDoesNotCount)
{
    VideoPacer pacer;
    pacer.begin(1s, 0ns);
    const MediaTime before = pacer.at(100ms, MediaTime(500ms));
    pacer.goOn(60s);
    EXPECT_LT(pacer.at(60s + 40ms, MediaTime(540ms)), before + 40ms);
}

TEST(VideoPacer, JumpsWhereTheTimesAreHopelesslyApart)
{
    VideoPacer pacer;
    pacer.begin(100s, 0ns);
    EXPECT_EQ(pacer.at(10ms, MediaTime(1s)), MediaTime(1s));
}

TEST(VideoPacer, ResetForgets)
{
    VideoPacer pacer;
    pacer.begin(1s, 0ns);
    pacer.reset();
    EXPECT_FALSE(pacer.begun());
}

} // namespace
} // namespace kanal::playback
