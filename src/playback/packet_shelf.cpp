// SPDX-License-Identifier: MIT
#include "packet_shelf.h"

#include <algorithm>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kHeardKeptUs = 1'000'000;

} // namespace

void PacketShelf::keep(int stream, const AVPacket &packet, std::int64_t ptsUs, std::int64_t durationUs, bool stamped,
                       std::optional<std::int64_t> heardUs)
{
    PacketPtr reference(av_packet_clone(&packet));
    if (!reference)
        return;
    Shelf &shelf = m_tracks[stream];
    shelf.bytes += std::size_t(packet.size);
    m_bytes += std::size_t(packet.size);
    shelf.packets.push_back({std::move(reference), ptsUs, durationUs, stamped});
    while (heardUs && shelf.packets.size() > 1 && shelf.packets.front().ptsUs < *heardUs - kHeardKeptUs)
        dropFirst(shelf);
    while (m_bytes > m_mostBytes)
        dropFirst(largest());
}

PacketShelf::Shelf &PacketShelf::largest()
{
    return std::max_element(m_tracks.begin(), m_tracks.end(),
                            [](const auto &a, const auto &b) { return a.second.bytes < b.second.bytes; })
        ->second;
}

void PacketShelf::dropFirst(Shelf &shelf)
{
    const auto size = std::size_t(shelf.packets.front().packet->size);
    shelf.bytes -= size;
    m_bytes -= size;
    shelf.packets.pop_front();
}

void PacketShelf::clear()
{
    m_tracks.clear();
    m_bytes = 0;
}

std::vector<MediaPacket> PacketShelf::from(int stream, std::int64_t fromUs) const
{
    std::vector<MediaPacket> packets;
    const auto track = m_tracks.find(stream);
    if (track == m_tracks.end())
        return packets;
    const auto &kept = track->second.packets;
    std::size_t begin = kept.size();
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (!kept[i].stamped)
            continue;
        if (kept[i].ptsUs <= fromUs || begin == kept.size()) // the last one that begins before it, else the first
            begin = i;
    }
    for (std::size_t i = begin; i < kept.size(); ++i) {
        MediaPacket packet;
        packet.packet.reset(av_packet_clone(kept[i].packet.get()));
        packet.ptsUs = kept[i].ptsUs;
        packet.durationUs = kept[i].durationUs;
        if (!packet.packet)
            break;
        if (!kept[i].stamped)
            packet.packet->pts = packet.packet->dts = AV_NOPTS_VALUE;
        packets.push_back(std::move(packet));
    }
    return packets;
}

} // namespace kanal::playback
