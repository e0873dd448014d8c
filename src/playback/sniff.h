// SPDX-License-Identifier: MIT
// What a stream is, by its first bytes: panels lie in names and in Content-Type.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace kanal::playback
{

enum class StreamForm {
    Unknown, ///< too few bytes, or nothing known
    Ts,
    Hls,
    Mp4,
    Matroska,
    Html,  ///< a web page, JSON or XML text: never media
    Other, ///< another media format whose mark is known: ADTS, MP3, FLV, Ogg, FLAC, RIFF, MPEG-PS, ASF
};

/// Knows most forms after 16 bytes; TS after three packets (two when `bytes` ends there).
StreamForm sniff(std::span<const std::byte> bytes);

/// The size of a TS packet (188, 192, 204) and where the first one begins; size 0: no TS in these bytes.
struct TsGrid {
    std::size_t offset = 0;
    std::size_t packetSize = 0;
};
/// `syncs` sync bytes must stand in a row; `onlySize` other than 0 allows no other packet size.
TsGrid findTsGrid(std::span<const std::byte> bytes, int syncs, std::size_t onlySize = 0);

} // namespace kanal::playback
