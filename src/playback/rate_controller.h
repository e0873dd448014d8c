// SPDX-License-Identifier: MIT
// Keeps a live stream's buffer where it is, against sound cards and encoders whose seconds differ (10 … 200 ppm:
// seconds a day), and builds a reserve where the start had none. The speed differs by half a per cent at most: nobody
// hears it. Pure.
#pragma once

#include "playback_clock.h"

#include <deque>

namespace kanal::playback
{

class RateController
{
public:
    /// A new start: the lowest level of the next seconds becomes the aim.
    void reset();

    /// `level` is what is queued ahead of the clock. Call often; the answer changes once a second. What counts is how
    /// low it gets: what comes in pieces of seconds goes up and down by as much.
    double update(MediaTime level, Nanos now);

    MediaTime aim() const { return m_aim; }

private:
    struct Low {
        Nanos from;
        MediaTime level;
    };
    double lowest(MediaTime level, Nanos now);

    bool m_begun = false;
    Nanos m_begunAt{0};
    Nanos m_updatedAt{0};
    Nanos m_decidedAt{0};
    std::deque<Low> m_lows; ///< of each second lately
    MediaTime m_aim{0};
    double m_filtered = 0; ///< seconds
    double m_rate = 1.0;
};

} // namespace kanal::playback
