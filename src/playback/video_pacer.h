// SPDX-License-Identifier: MIT
// When a picture is due. Normally a picture is due when the clock reaches its time. At a start, the first picture is
// shown at once while sound with its time is still on its way (0.1 … 1 s in broadcast multiplexes): instead of freezing
// until the clock has caught up, the picture runs on more slowly and the lead melts away within about a second, so a
// zap is both quick and smooth.
//
// Where the screen's refreshes are known, a picture is for the refresh nearest to its time, at most half a one away.
// Pictures whose times lie just between two refreshes would go to either, as the clocks tremble, and the motion would
// stutter: the choice is kept steady until it is a quarter of a refresh beyond. Pure.
#pragma once

#include "playback_clock.h"

#include <kanal/playback/video_sink.h>

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
    /// The clock has been met: a picture's instant can be told ahead.
    bool joined() const { return m_joined; }

    /// The refresh at which a picture that is due at `due` is seen. `vsync` must be known.
    Nanos refreshOf(Nanos due, const VsyncInfo &vsync) const;
    /// It was shown then. Call for each picture, in order.
    void noteShown(Nanos due, const VsyncInfo &vsync);

private:
    double refreshesOff(Nanos due, const VsyncInfo &vsync) const;

    bool m_begun = false;
    bool m_joined = false; ///< the clock has been met once
    MediaTime m_picture{0};
    Nanos m_instant{0};
    MediaTime m_lead{0};
    double m_bias = 0; ///< refreshes; how far pictures are due after the ones they are seen at, lately
};

} // namespace kanal::playback
