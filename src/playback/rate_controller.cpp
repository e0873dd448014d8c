// SPDX-License-Identifier: MIT
#include "rate_controller.h"

#include <algorithm>
#include <cmath>

namespace kanal::playback
{

namespace
{

constexpr Nanos kSettling = std::chrono::seconds(5);
constexpr Nanos kLookBack = std::chrono::seconds(12);
constexpr Nanos kDecideEvery = std::chrono::seconds(1);
constexpr double kFilterSeconds = 10;
constexpr double kDeadBand = 0.15; ///< seconds
constexpr double kGain = 0.02;     ///< per second of error
constexpr double kMost = 0.005;
constexpr MediaTime kLeastAim = std::chrono::milliseconds(500);
constexpr MediaTime kMostAim = std::chrono::seconds(8);

} // namespace

void RateController::reset()
{
    *this = RateController();
}

/// Of the last seconds, which are more than a piece of any playlist that is played live.
double RateController::lowest(MediaTime level, Nanos now)
{
    if (m_lows.empty() || now - m_lows.back().from >= kDecideEvery)
        m_lows.push_back({now, level});
    m_lows.back().level = std::min(m_lows.back().level, level);
    while (m_lows.front().from < now - kLookBack)
        m_lows.pop_front();
    const auto least = std::min_element(m_lows.begin(), m_lows.end(),
                                        [](const Low &one, const Low &other) { return one.level < other.level; });
    return std::chrono::duration<double>(least->level).count();
}

double RateController::update(MediaTime level, Nanos now)
{
    const double low = lowest(level, now);
    if (!m_begun) {
        m_begun = true;
        m_begunAt = m_updatedAt = m_decidedAt = now;
        return m_rate;
    }
    const double passed = std::chrono::duration<double>(now - m_updatedAt).count();
    m_updatedAt = now;
    if (now - m_begunAt < kLookBack) { // it may get lower than it was so far
        m_aim = std::clamp(MediaTime(std::int64_t(low * 1e6)), kLeastAim, kMostAim);
        m_filtered = low;
    }
    m_filtered += (low - m_filtered) * (1.0 - std::exp(-passed / kFilterSeconds));
    if (now - m_begunAt < kSettling || now - m_decidedAt < kDecideEvery)
        return m_rate;
    m_decidedAt = now;
    const double error = m_filtered - std::chrono::duration<double>(m_aim).count();
    m_rate = std::fabs(error) <= kDeadBand ? 1.0 : 1.0 + std::clamp(kGain * error, -kMost, kMost);
    return m_rate;
}

} // namespace kanal::playback
