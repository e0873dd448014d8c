// SPDX-License-Identifier: MIT
#include "captions.h"

#include <algorithm>

namespace kanal::playback
{

std::span<const std::uint8_t> captionBytes(const AVFrame &frame)
{
    const AVFrameSideData *data = av_frame_get_side_data(&frame, AV_FRAME_DATA_A53_CC);
    return data ? std::span<const std::uint8_t>(data->data, data->size / 3 * 3) : std::span<const std::uint8_t>();
}

std::optional<int> CaptionWatch::note(std::span<const std::uint8_t> triplets)
{
    std::optional<int> found;
    for (std::size_t i = 0; i + 2 < triplets.size(); i += 3) {
        const bool valid = (triplets[i] & 4) != 0;
        const int type = triplets[i] & 3; // 0: first field, 1: second; others are CEA-708
        // The commands every caption begins with (load, roll up, text …): 0x14 and 0x15, or 0x1C and 0x1D; 0x20 … 0x2F.
        const bool command = (triplets[i + 1] & 0x76) == 0x14 && (triplets[i + 2] & 0x70) == 0x20;
        if (!valid || type > 1 || !command || m_seen[type])
            continue;
        m_seen[type] = true;
        if (!found)
            found = type + 1;
        else
            m_seen[type] = false; // with the next picture
    }
    return found;
}

MediaPacket captionPacket(std::span<const std::uint8_t> triplets, std::int64_t ptsUs)
{
    MediaPacket out;
    out.ptsUs = ptsUs;
    out.packet = makePacket();
    if (av_new_packet(out.packet.get(), int(triplets.size())) < 0)
        return {};
    std::copy(triplets.begin(), triplets.end(), out.packet->data);
    out.packet->pts = out.packet->dts = ptsUs;
    return out;
}

} // namespace kanal::playback
