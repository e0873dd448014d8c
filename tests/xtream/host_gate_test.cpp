// SPDX-License-Identifier: MIT
#include "host_gate.h"

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

using namespace std::chrono_literals;

constexpr Nanos kStart = 1h;

TEST(HostGate, LetsTwoRequestsRun)
{
    HostGate gate(HostGate::Pace::Unspaced);
    gate.started(RequestKind::Small, kStart);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, Haste::Person, kStart), kStart);
    gate.started(RequestKind::Small, kStart);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, Haste::Person, kStart), std::nullopt);
    gate.ended(RequestKind::Small);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, Haste::Person, kStart), kStart);
}

TEST(HostGate, LetsOneListRun)
{
    HostGate gate(HostGate::Pace::Unspaced);
    gate.started(RequestKind::List, kStart);
    EXPECT_EQ(gate.mayStart(RequestKind::List, Haste::Background, kStart), std::nullopt);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, Haste::Person, kStart), kStart);
    gate.ended(RequestKind::List);
    EXPECT_EQ(gate.mayStart(RequestKind::List, Haste::Background, kStart), kStart);
}

TEST(HostGate, PausesAQuarterOfASecondBeforeWhatNobodyWaitsFor)
{
    HostGate gate(HostGate::Pace::Spaced);
    EXPECT_EQ(gate.mayStart(RequestKind::List, Haste::Background, kStart), kStart);
    gate.started(RequestKind::List, kStart);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, Haste::Background, kStart + 10ms), kStart + 250ms);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, Haste::Background, kStart + 300ms), kStart + 300ms);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, Haste::Person, kStart + 10ms), kStart + 50ms);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, Haste::Person, kStart + 70ms), kStart + 70ms);
}

TEST(HostGate, RestsUntilItIsTime)
{
    HostGate gate(HostGate::Pace::Spaced);
    EXPECT_EQ(gate.rests(Haste::Person, kStart), std::nullopt);
    gate.restUntil(kStart + 10s);
    gate.restUntil(kStart + 5s); // an earlier end does not shorten it
    for (const Haste haste : {Haste::Person, Haste::Background}) {
        EXPECT_EQ(gate.rests(haste, kStart), 10s);
        EXPECT_EQ(gate.rests(haste, kStart + 9500ms), 1s);
        EXPECT_EQ(gate.rests(haste, kStart + 10s), std::nullopt);
        EXPECT_EQ(gate.mayStart(RequestKind::Small, haste, kStart + 1s), kStart + 10s);
    }
}

TEST(HostGate, ARefusalWithoutATimeHoldsTheBackgroundLongerEachTime)
{
    HostGate gate(HostGate::Pace::Unspaced);
    for (const auto wait : {2s, 4s, 8s}) {
        gate.backOff(kStart);
        EXPECT_EQ(gate.rests(Haste::Background, kStart), wait);
        EXPECT_EQ(gate.mayStart(RequestKind::List, Haste::Background, kStart), kStart + wait);
        EXPECT_EQ(gate.mayStart(RequestKind::Small, Haste::Person, kStart), kStart) << "one click is no burst";
    }
    for (int i = 0; i < 20; ++i)
        gate.backOff(kStart);
    EXPECT_EQ(gate.rests(Haste::Background, kStart), 300s);
    gate.answered();
    gate.backOff(kStart + 300s);
    EXPECT_EQ(gate.rests(Haste::Background, kStart + 300s), 2s) << "an answer in between";
}

} // namespace
} // namespace kanal::xtream
