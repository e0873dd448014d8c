// SPDX-License-Identifier: MIT
#include "playback_clock.h"

#include <cmath>

namespace kanal::playback
{

namespace
{

constexpr auto kIgnore = std::chrono::milliseconds(10);
constexpr auto kSlew = std::chrono::milliseconds(100);
constexpr auto kPatience = std::chrono::milliseconds(300);
constexpr double kSlewRate = 0.01;
constexpr double kAnotherSpeed = 0.02;

MediaTime scaled(Nanos span, double rate)
{
    return std::chrono::duration_cast<MediaTime>(std::chrono::duration<double, std::nano>(double(span.count()) * rate));
}

} // namespace

PlaybackClock::PlaybackClock(const Clock &clock)
    : m_clock(clock)
{
}

MediaTime PlaybackClock::at(Nanos instant) const
{
    return m_running ? m_media + scaled(instant - m_instant, m_slewedRate) : m_media;
}

void PlaybackClock::anchor(MediaTime media, Nanos instant, double rate)
{
    m_media = media;
    m_instant = instant;
    m_slewedRate = rate;
}

std::optional<MediaTime> PlaybackClock::now() const
{
    const Nanos instant = m_clock.now();
    std::lock_guard lock(m_mutex);
    if (!m_known)
        return std::nullopt;
    return at(instant);
}

bool PlaybackClock::running() const
{
    std::lock_guard lock(m_mutex);
    return m_running;
}

void PlaybackClock::start(MediaTime media)
{
    const Nanos instant = m_clock.now();
    std::lock_guard lock(m_mutex);
    anchor(media, instant, m_rate);
    m_known = m_running = true;
    m_reported = false;
    m_farSince.reset();
}

void PlaybackClock::freeze()
{
    const Nanos instant = m_clock.now();
    std::lock_guard lock(m_mutex);
    anchor(at(instant), instant, m_rate);
    m_running = false;
}

void PlaybackClock::resume()
{
    const Nanos instant = m_clock.now();
    std::lock_guard lock(m_mutex);
    if (!m_known || m_running)
        return;
    anchor(m_media, instant, m_rate);
    m_running = true;
    m_reported = false;
    m_farSince.reset();
}

void PlaybackClock::reset()
{
    std::lock_guard lock(m_mutex);
    m_known = m_running = m_reported = false;
    m_farSince.reset();
}

void PlaybackClock::setRate(double rate)
{
    const Nanos instant = m_clock.now();
    std::lock_guard lock(m_mutex);
    anchor(at(instant), instant, rate);
    if (std::fabs(rate - m_rate) > kAnotherSpeed)
        m_reported = false;
    m_rate = rate;
}

double PlaybackClock::rate() const
{
    std::lock_guard lock(m_mutex);
    return m_rate;
}

void PlaybackClock::report(MediaTime media, Nanos instant)
{
    std::lock_guard lock(m_mutex);
    if (!m_running)
        return;
    const MediaTime error = media - at(instant);
    const MediaTime distance = std::chrono::abs(error);
    if (!m_reported) {
        m_reported = true;
        anchor(media, instant, m_rate);
        return;
    }
    if (distance < kIgnore) {
        if (distance < kIgnore / 2 && m_slewedRate != m_rate)
            anchor(at(instant), instant, m_rate);
        m_farSince.reset();
    } else if (distance < kSlew) {
        anchor(at(instant), instant, m_rate * (1.0 + (error > MediaTime(0) ? kSlewRate : -kSlewRate)));
        m_farSince.reset();
    } else if (!m_farSince) {
        m_farSince = instant;
    } else if (instant - *m_farSince >= kPatience) {
        anchor(media, instant, m_rate);
        m_farSince.reset();
    }
}

} // namespace kanal::playback
