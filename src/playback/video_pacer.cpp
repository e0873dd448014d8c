// SPDX-License-Identifier: MIT
#include "video_pacer.h"

#include <algorithm>
#include <cmath>

namespace kanal::playback
{

namespace
{

constexpr double kWaitingRate = 0.5;      ///< before there is a clock: half speed keeps gaps at 25 fps under 100 ms
constexpr double kSlowest = 0.35;         ///< while the lead melts
constexpr double kMeltSeconds = 0.55;     ///< time constant of the melting …
constexpr double kFastest = 0.88;         ///< … which never slows down to a crawl at its end
constexpr MediaTime kMet{4'000};          ///< a lead this small is none
constexpr MediaTime kHopeless{2'500'000}; ///< a lead this large is a jump in time, not a start
constexpr double kFollow = 0.2;           ///< so much of what a picture is off the bias takes
constexpr double kMostBias = 0.25;        ///< of a refresh: so much longer a choice is kept

} // namespace

void VideoPacer::reset()
{
    *this = VideoPacer();
}

void VideoPacer::begin(MediaTime picture, Nanos instant)
{
    m_begun = true;
    m_joined = false;
    m_picture = picture;
    m_instant = instant;
    m_lead = MediaTime(0);
    m_bias = 0;
}

void VideoPacer::goOn(Nanos instant)
{
    m_instant = instant;
}

MediaTime VideoPacer::at(Nanos instant, std::optional<MediaTime> clock, double speed)
{
    if (!m_begun || m_joined)
        return clock.value_or(m_picture);
    const double passed = std::max(0.0, std::chrono::duration<double>(instant - m_instant).count());
    m_instant = instant;
    double rate = kWaitingRate;
    if (clock) {
        const double lead = std::chrono::duration<double>(m_picture - *clock).count();
        rate = std::clamp(1.0 - lead / kMeltSeconds, kSlowest, kFastest);
    }
    m_picture += std::chrono::duration_cast<MediaTime>(std::chrono::duration<double>(passed * rate * speed));
    m_lead = clock ? m_picture - *clock : MediaTime(0);
    if (clock && (m_lead <= kMet || m_lead > kHopeless)) {
        m_joined = true;
        m_lead = MediaTime(0);
        return *clock;
    }
    return m_picture;
}

/// In refreshes since one that is known, without what pictures are off anyway.
double VideoPacer::refreshesOff(Nanos due, const VsyncInfo &vsync) const
{
    return double((due - vsync.at).count()) / double(vsync.period.count()) - m_bias;
}

Nanos VideoPacer::refreshOf(Nanos due, const VsyncInfo &vsync) const
{
    return vsync.at + std::llround(refreshesOff(due, vsync)) * vsync.period;
}

void VideoPacer::noteShown(Nanos due, const VsyncInfo &vsync)
{
    const double off = refreshesOff(due, vsync);
    m_bias = std::clamp(m_bias + kFollow * (off - std::round(off)), -kMostBias, kMostBias);
}

} // namespace kanal::playback
