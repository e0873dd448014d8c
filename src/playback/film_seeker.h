// SPDX-License-Identifier: MIT
// Seeks in a transport stream that is a file. It has no index: libavformat finds the packet of a time, but a picture
// can only be shown from a key picture on. So it begins far enough back, looks whether a key picture comes before the
// place, and goes further back where none does. What was read while looking is handed on. Demux thread.
#pragma once

#include "demuxer.h"

#include <deque>

namespace kanal::playback
{

class FilmSeeker
{
public:
    /// `place`: counted from the file's first time; `video`: its stream, -1 where there is none.
    Result<> seek(Demuxer &demuxer, int video, std::chrono::microseconds place);
    /// The next packet, held or read.
    Result<Demuxer::Outcome> read(Demuxer &demuxer, AVPacket &packet);
    /// A key picture was read: how far apart they are is how far back a seek begins.
    void noteKey(std::int64_t mediaUs);

private:
    enum class Found { Before, Behind };
    Found firstKey(Demuxer &demuxer, int video, std::int64_t placeUs);

    std::deque<PacketPtr> m_held;
    std::optional<std::int64_t> m_lastKeyUs; ///< since the last seek
    std::int64_t m_keyEveryUs = 1'000'000;   ///< the longest distance that was seen
};

} // namespace kanal::playback
