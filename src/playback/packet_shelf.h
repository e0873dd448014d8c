// SPDX-License-Identifier: MIT
// The packets of several tracks of a kind, chosen or not, that are still ahead of what is heard or seen: a stream is
// read long before it plays, so another language can begin now and not where the demuxer is. Demux thread.
#pragma once

#include "packet_queue.h"

#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace kanal::playback
{

class PacketShelf
{
public:
    /// `mostBytes`: of all tracks; of more than that the oldest goes, in the track that has most.
    explicit PacketShelf(std::size_t mostBytes)
        : m_mostBytes(mostBytes)
    {
    }

    /// Keeps a reference of the packet; `stamped`: it carries a time of its own. What has been heard is let go.
    void keep(int stream, const AVPacket &packet, std::int64_t ptsUs, std::int64_t durationUs, bool stamped,
              std::optional<std::int64_t> heardUs);
    /// The packets of a track from `fromUs` on, the first one stamped; they stay on the shelf.
    std::vector<MediaPacket> from(int stream, std::int64_t fromUs) const;
    void clear();

private:
    struct Kept {
        PacketPtr packet;
        std::int64_t ptsUs, durationUs;
        bool stamped;
    };
    struct Shelf {
        std::deque<Kept> packets;
        std::size_t bytes = 0;
    };
    Shelf &largest();
    void dropFirst(Shelf &shelf);

    const std::size_t m_mostBytes;
    std::map<int, Shelf> m_tracks;
    std::size_t m_bytes = 0; ///< of all of them
};

} // namespace kanal::playback
