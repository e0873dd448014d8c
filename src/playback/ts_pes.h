// SPDX-License-Identifier: MIT
// The header of a PES packet, and what kind of picture begins behind it. Pure; every byte may be hostile.
#pragma once

#include "ts_scanner.h"

#include <optional>

namespace kanal::playback
{

struct PesHeader {
    std::optional<std::int64_t> pts, dts; ///< 90 kHz, 33 bits
    std::size_t length = 0;               ///< of the whole PES packet; 0: it ends where the next begins
    Bytes payload;                        ///< what of it lies in the first transport packet
};

/// Of the payload of a transport packet in which one begins; nullopt: none does.
std::optional<PesHeader> readPesHeader(Bytes payload);

/// Whether a picture begins here that can be decoded without others, by its first units. `type` as in the PMT.
bool beginsWithKeyPicture(std::uint8_t type, Bytes picture);

} // namespace kanal::playback
