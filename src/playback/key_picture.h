// SPDX-License-Identifier: MIT
// Puts the first key picture of a live transport stream together by itself: libavformat hands a picture on only when
// the next but one begins, which at the live edge is two pictures' time too late. Pure; one thread.
#pragma once

#include "ts_scanner.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace kanal::playback
{

struct KeyPicture {
    std::uint16_t pid = kNullPid;
    std::optional<std::int64_t> pts, dts; ///< 90 kHz, 33 bits
    std::vector<std::byte> bytes;         ///< of the elementary stream
    /// Taken for whole by its last packet, which has room left; a multiplexer may leave room elsewhere. What decodes
    /// it has to say whether something was missing.
    bool guessed = false;
};

class KeyPictureReader
{
public:
    /// Whole packets of 188 bytes, each of them once. `video`: what of them is the picture. The picture as soon as it
    /// has come in whole, once; then everything is passed over.
    std::optional<KeyPicture> feed(Bytes packets, const TsStream &video);
    bool done() const { return m_done; }

private:
    bool begin(const TsPacket &packet, const TsStream &video);
    bool isWhole(const TsPacket &packet, const TsStream &video) const;
    bool isNext(const TsPacket &packet) const;
    std::optional<KeyPicture> take(bool guessed);

    std::optional<KeyPicture> m_coming;
    std::size_t m_length = 0; ///< of the elementary stream's bytes; 0: not known
    std::uint8_t m_counter = 0;
    bool m_done = false;
};

} // namespace kanal::playback
