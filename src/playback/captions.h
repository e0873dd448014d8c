// SPDX-License-Identifier: MIT
// Closed captions inside the pictures (CEA-608 in ATSC A/53 user data, two fields): noticed, and handed on as packets.
#pragma once

#include "packet_queue.h"

#include <cstdint>
#include <optional>
#include <span>

namespace kanal::playback
{

/// The caption bytes of a decoded picture, triplets of marker and two characters; empty: none.
std::span<const std::uint8_t> captionBytes(const AVFrame &frame);

/// Remembers which fields have carried commands of captions. Nulls and programme data (XDS) are none.
class CaptionWatch
{
public:
    /// The field (1 or 2) that is new with these bytes; nullopt: none is.
    std::optional<int> note(std::span<const std::uint8_t> triplets);
    bool seen(int field) const { return m_seen[field == 2 ? 1 : 0]; }

private:
    bool m_seen[2] = {false, false};
};

MediaPacket captionPacket(std::span<const std::uint8_t> triplets, std::int64_t ptsUs);

} // namespace kanal::playback
