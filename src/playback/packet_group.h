// SPDX-License-Identifier: MIT
// A surface that paints RGB gets pictures in its own size, and those are all that is kept of them. Where one is wanted
// as it was decoded (a screenshot), it is decoded again: the packets from its key picture to the next are kept for as
// long as one of their pictures is on its way or seen. They measure what two decoded pictures do; the decoded pictures
// that are on their way would be five.
#pragma once

#include "packet_queue.h"

#include <kanal/playback/video_frame.h>

#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace kanal::playback
{

/// What the pictures from a key picture to the next are decoded from. Any thread.
class PacketGroup
{
public:
    explicit PacketGroup(const MediaPacket &key);

    void add(const MediaPacket &packet);
    std::int64_t beginUs() const { return m_beginUs; }
    std::size_t bytes() const;
    /// The picture of this time; null: it is not in what there is.
    FramePtr decode(std::int64_t ptsUs, bool deinterlaced) const;

private:
    std::vector<PacketPtr> packets() const;

    const std::int64_t m_beginUs;
    const std::shared_ptr<const AVCodecParameters> m_parameters;
    mutable std::mutex m_mutex;
    std::vector<PacketPtr> m_packets;
    std::size_t m_bytes = 0;
};

/// The groups of the pictures that come next. One thread.
class PacketGroups
{
public:
    /// Every packet, before it is decoded.
    void add(const MediaPacket &packet);
    /// Of the picture that came out, in the order they are seen; null: nobody knows.
    std::shared_ptr<const PictureSource> sourceOf(std::int64_t ptsUs, bool deinterlaced);
    void clear() { m_groups.clear(); }

private:
    std::deque<std::shared_ptr<PacketGroup>> m_groups;
};

} // namespace kanal::playback
