// SPDX-License-Identifier: MIT
#include "ts_pes.h"

namespace kanal::playback
{

namespace
{

std::uint8_t at(Bytes bytes, std::size_t index)
{
    return std::to_integer<std::uint8_t>(bytes[index]);
}

std::int64_t timeAt(Bytes bytes, std::size_t i)
{
    return std::int64_t(at(bytes, i) >> 1 & 0x07) << 30 | at(bytes, i + 1) << 22 | (at(bytes, i + 2) >> 1) << 15 |
           at(bytes, i + 3) << 7 | at(bytes, i + 4) >> 1;
}

} // namespace

std::optional<PesHeader> readPesHeader(Bytes payload)
{
    if (payload.size() < 9 || at(payload, 0) != 0 || at(payload, 1) != 0 || at(payload, 2) != 1)
        return std::nullopt;
    PesHeader pes;
    if (const int length = at(payload, 4) << 8 | at(payload, 5); length > 0)
        pes.length = 6u + std::size_t(length);
    const std::size_t end = 9u + at(payload, 8);
    const auto holds = [&](std::size_t bytes) { return payload.size() >= bytes && end >= bytes; };
    if ((at(payload, 7) & 0x80) != 0 && holds(14))
        pes.pts = timeAt(payload, 9);
    if ((at(payload, 7) & 0xC0) == 0xC0 && holds(19))
        pes.dts = timeAt(payload, 14);
    if (end < payload.size())
        pes.payload = payload.subspan(end);
    return pes;
}

bool beginsWithKeyPicture(std::uint8_t type, Bytes picture)
{
    for (std::size_t i = 0; i + 3 < picture.size(); ++i) {
        if (at(picture, i) != 0 || at(picture, i + 1) != 0 || at(picture, i + 2) != 1)
            continue;
        const std::uint8_t unit = at(picture, i + 3);
        if (type == 0x1B && ((unit & 0x1F) == 5 || (unit & 0x1F) == 7)) // IDR slice, or a sequence parameter set
            return true;
        const int hevc = unit >> 1 & 0x3F;
        if (type == 0x24 && ((hevc >= 16 && hevc <= 21) || hevc == 32 || hevc == 33)) // IRAP, VPS, SPS
            return true;
        if ((type == 0x01 || type == 0x02) && unit == 0xB3) // sequence header
            return true;
    }
    return false;
}

} // namespace kanal::playback
