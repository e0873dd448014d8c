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
    EXPECT_EQ(gate.mayStart(RequestKind::Small, kStart), kStart);
    gate.started(RequestKind::Small, kStart);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, kStart), std::nullopt);
    gate.ended(RequestKind::Small);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, kStart), kStart);
}

TEST(HostGate, LetsOneListRun)
{
    HostGate gate(HostGate::Pace::Unspaced);
    gate.started(RequestKind::List, kStart);
    EXPECT_EQ(gate.mayStart(RequestKind::List, kStart), std::nullopt);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, kStart), kStart);
    gate.ended(RequestKind::List);
    EXPECT_EQ(gate.mayStart(RequestKind::List, kStart), kStart);
}

TEST(HostGate, PausesBetweenStarts)
{
    HostGate gate(HostGate::Pace::Spaced);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, kStart), kStart);
    gate.started(RequestKind::Small, kStart);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, kStart + 10ms), kStart + 50ms);
    EXPECT_EQ(gate.mayStart(RequestKind::Small, kStart + 70ms), kStart + 70ms);
}

TEST(HostGate, RestsUntilItIsTime)
{
    HostGate gate(HostGate::Pace::Spaced);
    EXPECT_EQ(gate.rests(kStart), std::nullopt);
    gate.restUntil(kStart + 10s);
    gate.restUntil(kStart + 5s); // an earlier end does not shorten it
    EXPECT_EQ(gate.rests(kStart), 10s);
    EXPECT_EQ(gate.rests(kStart + 9500ms), 1s);
    EXPECT_EQ(gate.rests(kStart + 10s), std::nullopt);
}

} // namespace
} // namespace kanal::xtream
