// SPDX-License-Identifier: MIT
#include "programme_map.h"

#include "ts_clip.h"

#include <cstdint>

namespace kanal::panel
{

namespace
{

std::uint32_t crcOf(const std::uint8_t *bytes, int size)
{
    std::uint32_t crc = 0xFFFFFFFF;
    for (int i = 0; i < size; ++i) {
        crc ^= std::uint32_t(bytes[i]) << 24;
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 0x80000000 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
    }
    return crc;
}

/// The section a packet begins; null: none, or one that goes on in the next packet.
std::uint8_t *sectionIn(std::uint8_t *packet)
{
    const bool begins = packet[1] & 0x40, payload = packet[3] & 0x10, adaptation = packet[3] & 0x20;
    int at = 4 + (adaptation ? 1 + packet[4] : 0);
    if (!begins || !payload || at >= kTsPacket)
        return nullptr;
    at += 1 + packet[at];
    if (at + 12 > kTsPacket)
        return nullptr;
    const int length = 3 + ((packet[at + 1] & 0xF) << 8 | packet[at + 2]);
    return at + length <= kTsPacket ? packet + at : nullptr;
}

bool isPicture(int streamType)
{
    return streamType == 0x01 || streamType == 0x02 || streamType == 0x1B || streamType == 0x24;
}

void retype(std::uint8_t *section, int streamType)
{
    const int length = 3 + ((section[1] & 0xF) << 8 | section[2]), end = length - 4;
    int at = 12 + ((section[10] & 0xF) << 8 | section[11]);
    for (; at + 5 <= end; at += 5 + ((section[at + 3] & 0xF) << 8 | section[at + 4]))
        if (isPicture(section[at]))
            section[at] = std::uint8_t(streamType);
    const std::uint32_t crc = crcOf(section, end);
    for (int i = 0; i < 4; ++i)
        section[end + i] = std::uint8_t(crc >> (24 - 8 * i));
}

} // namespace

void retypePictures(std::string &packets, int streamType, std::optional<int> &mapPid)
{
    for (std::size_t at = 0; at + kTsPacket <= packets.size(); at += kTsPacket) {
        auto *packet = reinterpret_cast<std::uint8_t *>(packets.data() + at);
        const int pid = (packet[1] & 0x1F) << 8 | packet[2];
        std::uint8_t *section = pid == 0 || pid == mapPid ? sectionIn(packet) : nullptr;
        if (!section)
            continue;
        if (pid == 0 && section[0] == 0)
            mapPid = (section[10] & 0x1F) << 8 | section[11]; // of the first programme
        else if (pid == mapPid && section[0] == 2)
            retype(section, streamType);
    }
}

} // namespace kanal::panel
