// SPDX-License-Identifier: MIT
// When a picture is due. Normally a picture is due when the clock reaches its time. At a start, the first picture is
// shown at once while sound with its time is still on its way (0.1 … 1 s in broadcast multiplexes): instead of freezing
// until the clock has caught up, the picture runs on more slowly and the lead melts away within about a second, so a
// zap is both quick and smooth. Pure.
#pragma once

#include "playback_clock.h"

namespace kanal::playback
{

class VideoPacer
{
public:
    /// Forgets everything: a new session or a seek.
    void reset();

    /// The first picture was shown at `instant`.
    void begin(MediaTime picture, Nanos instant);
    bool begun() const { return m_begun; }
    /// After a pause: the time since the last at() does not count.
    void goOn(Nanos instant);

    /// The time of the picture that should be on screen at `instant`; `clock` is the playback clock (nullopt: not
    /// started), `speed` its rate. Call in order of time.
    MediaTime at(Nanos instant, std::optional<MediaTime> clock, double speed = 1.0);

    /// How far the picture is ahead of the clock, as of the last at().
    MediaTime lead() const { return m_lead; }

private:
    bool m_begun = false;
    bool m_joined = false; ///< the clock has been met once
    MediaTime m_picture{0};
    Nanos m_instant{0};
    MediaTime m_lead{0};
};

} // namespace kanal::playback
