// SPDX-License-Identifier: MIT
#include "vsync_watch.h"

#include <bit>
#include <cmath>
#include <utility>

namespace kanal::ui
{

namespace
{

constexpr double kSlowest = 20, kFastest = 500; ///< refreshes a second that are believed
constexpr double kTooSoon = 0.6;                ///< of a refresh after the last swap
constexpr int kSoonForgiven = 4;                ///< of the last 32: swaps tremble

} // namespace

void VsyncWatch::setRefreshRate(double hertz)
{
    const bool known = hertz >= kSlowest && hertz <= kFastest;
    const Nanos period(known ? std::llround(1e9 / hertz) : 0);
    if (std::exchange(m_period, period) != period)
        m_recent = 0;
}

void VsyncWatch::swapped(Nanos at)
{
    if (!m_firstSwap)
        m_firstSwap = at;
    const Nanos since = at - std::exchange(m_lastSwap, at).value_or(Nanos(0));
    m_recent = m_recent << 1U | unsigned(double(since.count()) < kTooSoon * double(m_period.count()));
}

playback::VsyncInfo VsyncWatch::info() const
{
    if (!m_firstSwap || std::popcount(m_recent) > kSoonForgiven)
        return {};
    return {m_period, *m_firstSwap};
}

} // namespace kanal::ui
