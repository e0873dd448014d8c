// SPDX-License-Identifier: MIT
// Where we are in a playlist that grows, slides, stands still or begins anew: which segment comes next, when to look
// again, when to lose patience. Pure; times are those of the caller's Clock.
#pragma once

#include "hls_playlist.h"

#include <kanal/core/clock.h>

namespace kanal::playback
{

class HlsTracker
{
public:
    /// Live begins near the end of a list that goes on; Film at its beginning.
    enum class Begin { NearTheEnd, AtTheStart };
    /// `furtherBack`: so much and a segment before the place where NearTheEnd begins, if the list reaches back so far.
    explicit HlsTracker(Begin begin, std::optional<std::chrono::microseconds> furtherBack = {});

    enum class News {
        Same,  ///< nothing new: asked again after half a target duration
        More,  ///< it goes on
        Jumped ///< the place was lost (behind the window, numbers that began anew): on at the hold-back point
    };
    /// The playlist was fetched (again).
    News update(HlsMediaPlaylist list, Nanos now);
    /// The same stream in another variant: goes on at the same place, found by date, by time (Film) or by number.
    News change(HlsMediaPlaylist list, Nanos now);

    /// What is to be fetched now; null: nothing yet, or the end. Valid until the next update.
    const HlsSegment *next() const;
    std::int64_t nextNumber() const { return m_next; }
    bool isLast() const { return m_next + 1 == m_list.end(); } ///< next() is the newest one
    void advance() { ++m_next; }
    bool atEnd() const { return m_loaded && m_list.ended && m_next >= m_list.end(); }

    bool loaded() const { return m_loaded; }
    bool ended() const { return m_list.ended; }
    /// Never due for a list that has ended.
    std::optional<Nanos> reloadAt() const;
    /// Nothing to fetch, and nothing new for three and a half target durations.
    bool stuck(Nanos now) const;
    /// After an outage, patience begins anew.
    void forgive(Nanos now) { m_changedAt = now; }
    /// A list that ended is played once more from its start.
    void rewind() { m_next = m_list.sequence; }

    /// To the segment that holds this time, counted from the beginning of the list.
    void seek(std::chrono::microseconds position);
    std::chrono::microseconds duration() const { return m_list.duration(); }
    std::chrono::microseconds target() const { return m_list.target; }

private:
    std::int64_t beginning() const;
    void note(HlsMediaPlaylist list, Nanos now);

    const Begin m_begin;
    const std::optional<std::chrono::microseconds> m_furtherBack;
    bool m_loaded = false;
    HlsMediaPlaylist m_list;
    std::int64_t m_next = 0;
    Nanos m_loadedAt{}, m_changedAt{};
    bool m_same = false; ///< the last look brought nothing
};

} // namespace kanal::playback
