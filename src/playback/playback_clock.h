// SPDX-License-Identifier: MIT
// The one clock of a session: media time as a function of monotonic time. Slewed by where the audio device is,
// free-running without sound. Any thread; a small lock.
#pragma once

#include <kanal/core/clock.h>

#include <chrono>
#include <mutex>
#include <optional>

namespace kanal::playback
{

using MediaTime = std::chrono::microseconds;

class PlaybackClock
{
public:
    explicit PlaybackClock(const Clock &clock);

    /// The media time now; nullopt before the first start.
    std::optional<MediaTime> now() const;
    bool running() const;

    /// Runs from `media` now.
    void start(MediaTime media);
    /// Stands still where it is.
    void freeze();
    /// Goes on from where it stood.
    void resume();
    void reset();
    /// A change of more than 2 % is another speed: the next report is jumped to.
    void setRate(double rate);
    double rate() const; ///< as set

    /// The sound of `media` is heard at the monotonic instant `at`. Under 10 ms off: ignored; under 100 ms: slewed at 1
    /// %; more for longer than 300 ms, or the first report after a start: jumped to.
    void report(MediaTime media, Nanos at);

private:
    MediaTime at(Nanos instant) const;
    void anchor(MediaTime media, Nanos instant, double rate);

    const Clock &m_clock;
    mutable std::mutex m_mutex;
    MediaTime m_media{0};
    Nanos m_instant{0};
    double m_rate = 1.0;       ///< what the user wants
    double m_slewedRate = 1.0; ///< what runs
    bool m_known = false;
    bool m_running = false;
    bool m_reported = false; ///< since the last start
    std::optional<Nanos> m_farSince;
};

} // namespace kanal::playback
