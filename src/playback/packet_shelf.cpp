// SPDX-License-Identifier: MIT
#include "packet_shelf.h"

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kHeardKeptUs = 1'000'000;
constexpr std::int64_t kMostUs = 15'000'000;
constexpr std::size_t kMostBytes = 4u << 20; ///< per track

} // namespace

void PacketShelf::keep(int stream, const AVPacket &packet, std::int64_t ptsUs, std::int64_t durationUs, bool stamped,
                       std::optional<std::int64_t> heardUs)
{
    PacketPtr reference(av_packet_clone(&packet));
    if (!reference)
        return;
    Shelf &shelf = m_tracks[stream];
    shelf.bytes += std::size_t(packet.size);
    shelf.packets.push_back({std::move(reference), ptsUs, durationUs, stamped});
    const auto old = [&](const Kept &kept) {
        return (heardUs && kept.ptsUs < *heardUs - kHeardKeptUs) || kept.ptsUs < ptsUs - kMostUs ||
               shelf.bytes > kMostBytes;
    };
    while (shelf.packets.size() > 1 && old(shelf.packets.front())) {
        shelf.bytes -= std::size_t(shelf.packets.front().packet->size);
        shelf.packets.pop_front();
    }
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
