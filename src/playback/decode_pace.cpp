// SPDX-License-Identifier: MIT
#include "decode_pace.h"

#include <algorithm>
#include <cmath>

namespace kanal::playback
{

namespace
{

using std::chrono::milliseconds;

constexpr MediaTime kBehind = milliseconds(200);
constexpr MediaTime kVeryLate = milliseconds(500);
constexpr Nanos kPatience = std::chrono::seconds(2);
constexpr MediaTime kWindow = std::chrono::seconds(2);
constexpr MediaTime kLongestStep = milliseconds(500); ///< from picture to picture; more is a gap
constexpr double kTooBusy = 0.7, kWellBusy = 0.5;     ///< of its time

} // namespace

void DecodePace::restart()
{
    *this = DecodePace();
}

void DecodePace::spent(Nanos busy)
{
    if (!m_behind) // what is left out would make the rest look cheap
        m_busy += busy;
}

void DecodePace::pictureOut(MediaTime picture)
{
    const MediaTime step = m_last ? picture - *m_last : MediaTime(0);
    m_last = picture;
    if (m_behind || step <= MediaTime(0) || step > kLongestStep)
        return;
    m_media += step;
    ++m_pictures;
    if (m_media >= kWindow)
        endWindow();
}

void DecodePace::endWindow()
{
    const double seconds = std::chrono::duration<double>(m_media).count();
    m_rate = double(m_pictures) / seconds;
    m_share = std::chrono::duration<double>(m_busy).count() / seconds;
    m_busy = Nanos(0);
    m_media = MediaTime(0);
    m_pictures = 0;
}

void DecodePace::noteLateness(MediaTime late, MediaTime waiting, Nanos now)
{
    const bool slow = waiting >= late; // what is in time is here already
    m_behind = slow && late > kBehind;
    if (!slow || late <= kVeryLate)
        m_lateSince.reset();
    else if (!m_lateSince)
        m_lateSince = now;
    m_hopeless = m_lateSince && now - *m_lateSince >= kPatience;
}

void DecodePace::forgetLateness()
{
    m_lateSince.reset();
    m_behind = m_hopeless = false;
}

bool DecodePace::beginsAgain(MediaTime late, MediaTime waiting)
{
    return late < kVeryLate || waiting < late;
}

int DecodePace::threads(int now) const
{
    const double share = m_hopeless ? std::max(m_share, 1.0) : m_share;
    return share > kTooBusy ? std::max(now + 1, int(std::ceil(now * share / kWellBusy))) : now;
}

} // namespace kanal::playback
