// SPDX-License-Identifier: MIT
// Whether decoding keeps up with what is heard, and what is done about it: first the pictures nothing depends on are
// left out, then everything up to a key picture in time; and from the next key picture on more threads work at it
// (docs/playback.md). Pure.
#pragma once

#include "playback_clock.h"

#include <cstdint>
#include <optional>

namespace kanal::playback
{

class DecodePace
{
public:
    /// Another place, or another decoder: what was measured says nothing about it.
    void restart();

    /// What the thread spent on a packet; waiting does not count.
    void spent(Nanos busy);
    /// A picture came out of the decoder, in the order of time.
    void pictureOut(MediaTime picture);
    /// How late it is (< 0: early), and how much of the stream waits behind it. A picture that arrives late is nothing
    /// that leaving out others would mend.
    void noteLateness(MediaTime late, MediaTime waiting, Nanos now);
    /// Nobody waits for pictures just now.
    void forgetLateness();

    /// Pictures that nothing depends on are to be left out.
    bool behind() const { return m_behind; }
    /// Late for so long that only the next key picture in time helps.
    bool hopeless() const { return m_hopeless; }
    /// Whether decoding may begin with this key picture after it was hopeless.
    static bool beginsAgain(MediaTime late, MediaTime waiting);

    /// Pictures a second, as they came; nullopt: not known yet.
    std::optional<double> rate() const { return m_rate; }
    /// How many threads the next decoder should have, where this one has so many.
    int threads(int now) const;

private:
    void endWindow();

    // What is summed up over two seconds of pictures.
    Nanos m_busy{0};
    MediaTime m_media{0};
    std::int64_t m_pictures = 0;
    std::optional<MediaTime> m_last;

    std::optional<double> m_rate;
    double m_share = 0; ///< of its time that the thread is busy, in the last whole window
    std::optional<Nanos> m_lateSince;
    bool m_behind = false, m_hopeless = false;
};

} // namespace kanal::playback
