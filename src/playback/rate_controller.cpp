// SPDX-License-Identifier: MIT
#include "rate_controller.h"

#include <algorithm>
#include <cmath>

namespace kanal::playback
{

namespace
{

constexpr Nanos kSettling = std::chrono::seconds(5);
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

double RateController::update(MediaTime level, Nanos now)
{
    const double seconds = std::chrono::duration<double>(level).count();
    if (!m_begun) {
        m_begun = true;
        m_begunAt = m_updatedAt = m_decidedAt = now;
        m_lowest = level;
        m_filtered = seconds;
        return m_rate;
    }
    const double passed = std::chrono::duration<double>(now - m_updatedAt).count();
    m_updatedAt = now;
    m_filtered += (seconds - m_filtered) * (1.0 - std::exp(-passed / kFilterSeconds));
    m_lowest = std::min(m_lowest, level);
    if (now - m_begunAt < kSettling)
        return m_rate;
    if (!m_settled) {
        m_settled = true;
        m_aim = std::clamp(m_lowest, kLeastAim, kMostAim);
        m_filtered = std::min(m_filtered, std::chrono::duration<double>(m_aim).count() + kDeadBand);
    }
    if (now - m_decidedAt < kDecideEvery)
        return m_rate;
    m_decidedAt = now;
    const double error = m_filtered - std::chrono::duration<double>(m_aim).count();
    m_rate = std::fabs(error) <= kDeadBand ? 1.0 : 1.0 + std::clamp(kGain * error, -kMost, kMost);
    return m_rate;
}

} // namespace kanal::playback
