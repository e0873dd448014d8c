// SPDX-License-Identifier: MIT
#include "trickle_watch.h"

#include "ts_scanner.h"

#include <algorithm>

namespace kanal::playback
{
namespace
{

constexpr std::int64_t kFewBytes = 8 * 1024; ///< no sound is so small
constexpr int kCrawl = 10; ///< a clock this many times slower than ours; less slow, one may still wait for more

using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 90'000>>;
constexpr Ticks kLongestStep = std::chrono::seconds(10); ///< more is a jump, which says nothing about the speed
constexpr Ticks kReordered = std::chrono::seconds(-2);   ///< pictures are not sent in the order they are shown in

Trickle judge(const StreamProgress &before, const StreamProgress &now, Nanos between)
{
    if (now.bytes - before.bytes < kFewBytes)
        return Trickle::FewBytes;
    if (before.units && now.units && *before.units == *now.units)
        return Trickle::NothingBegins;
    if (before.time && now.time && *now.time - *before.time < between / kCrawl)
        return Trickle::ClockCrawls;
    return Trickle::No;
}

} // namespace

void TrickleWatch::begin(Nanos now, const StreamProgress &progress)
{
    m_samples.clear();
    m_samples.push_back({now, progress});
}

Trickle TrickleWatch::look(Nanos now, const StreamProgress &progress)
{
    m_samples.push_back({now, progress});
    while (m_samples.size() > 2 && m_samples[1].at <= now - kWindow)
        m_samples.pop_front();
    const Sample &before = m_samples.front();
    return now - before.at >= kWindow ? judge(before.progress, progress, now - before.at) : Trickle::No;
}

void StreamTime::see(int clock, std::int64_t ticks)
{
    const auto [place, isNew] = m_clocks.try_emplace(clock, Clock{ticks, m_run});
    Clock &known = place->second;
    const Ticks step(tsClockDistance(known.last, ticks));
    if (isNew || (step <= Ticks(0) && step > kReordered))
        return;
    if (step > Ticks(0) && step < kLongestStep)
        known.run += std::chrono::duration_cast<Nanos>(step);
    known.last = ticks;
    m_run = std::max(m_run, known.run);
}

} // namespace kanal::playback
