// SPDX-License-Identifier: MIT
#include "programme_map.h"

#include "ts_clip.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>

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

int pidOf(const std::uint8_t *packet)
{
    return (packet[1] & 0x1F) << 8 | packet[2];
}

void setPid(std::uint8_t *at, int pid)
{
    at[0] = std::uint8_t((at[0] & 0xE0) | pid >> 8);
    at[1] = std::uint8_t(pid);
}

/// Its bytes without the checksum.
int endOf(const std::uint8_t *section)
{
    return 3 + ((section[1] & 0xF) << 8 | section[2]) - 4;
}

void eachStream(std::uint8_t *map, const std::function<void(std::uint8_t *entry)> &work)
{
    const int end = endOf(map);
    int at = 12 + ((map[10] & 0xF) << 8 | map[11]);
    for (; at + 5 <= end; at += 5 + ((map[at + 3] & 0xF) << 8 | map[at + 4]))
        work(map + at);
}

void seal(std::uint8_t *section)
{
    const int end = endOf(section);
    const std::uint32_t crc = crcOf(section, end);
    for (int i = 0; i < 4; ++i)
        section[end + i] = std::uint8_t(crc >> (24 - 8 * i));
}

void note(std::uint8_t *map, Programme &programme)
{
    programme.pids.assign(1, (map[8] & 0x1F) << 8 | map[9]); // of the clock
    programme.picture = programme.sound = -1;
    eachStream(map, [&](std::uint8_t *entry) {
        const int pid = (entry[1] & 0x1F) << 8 | entry[2];
        programme.pids.push_back(pid);
        if (isPicture(entry[0]))
            programme.picture = pid;
        else if (programme.sound < 0 && entry[0] != 0x05) // private sections are no sound
            programme.sound = pid;
    });
}

/// The map where this packet begins one; remembers where maps are, and what the streams are.
std::uint8_t *mapIn(std::uint8_t *packet, Programme &programme)
{
    const int pid = pidOf(packet);
    std::uint8_t *section = pid == 0 || pid == programme.mapPid ? sectionIn(packet) : nullptr;
    if (!section)
        return nullptr;
    if (pid == 0 && section[0] == 0)
        programme.mapPid = (section[10] & 0x1F) << 8 | section[11];
    if (pid == 0 || section[0] != 2)
        return nullptr;
    note(section, programme);
    return section;
}

std::uint8_t *packetAt(std::string &packets, std::size_t at)
{
    return reinterpret_cast<std::uint8_t *>(packets.data() + at);
}

/// Of a key picture, from its first packet to that of the next picture.
bool isOfKeyPicture(const std::uint8_t *packet, Programme &programme)
{
    if (pidOf(packet) != programme.picture)
        return false;
    if (packet[1] & 0x40)
        programme.inKeyPicture = packet[3] & 0x20 && packet[4] > 0 && packet[5] & 0x40;
    return programme.inKeyPicture;
}

} // namespace

void retypePictures(std::string &packets, int streamType, Programme &programme)
{
    for (std::size_t at = 0; at + kTsPacket <= packets.size(); at += kTsPacket) {
        std::uint8_t *map = mapIn(packetAt(packets, at), programme);
        if (!map)
            continue;
        eachStream(map, [&](std::uint8_t *entry) {
            if (isPicture(entry[0]))
                entry[0] = std::uint8_t(streamType);
        });
        seal(map);
    }
}

void leaveOut(std::string &packets, const std::string &what, Programme &programme)
{
    constexpr int kNothing = 0x1FFF; // stuffing: the length stays what was promised
    for (std::size_t at = 0; at + kTsPacket <= packets.size(); at += kTsPacket) {
        std::uint8_t *packet = packetAt(packets, at);
        if (packet[0] != 0x47) // a playlist
            return;
        mapIn(packet, programme);
        const int pid = pidOf(packet);
        if ((what == "sound" && pid == programme.sound) || (what == "picture" && pid == programme.picture) ||
            (what == "keys" && isOfKeyPicture(packet, programme)))
            setPid(packet + 1, kNothing);
        else if (what == "clock" && packet[3] & 0x20 && packet[4] > 0)
            packet[5] &= 0xEF;
    }
}

void movePids(std::string &packets, int by, Programme &programme)
{
    for (std::size_t at = 0; at + kTsPacket <= packets.size(); at += kTsPacket) {
        std::uint8_t *packet = packetAt(packets, at);
        if (packet[0] != 0x47)
            return;
        if (std::uint8_t *map = mapIn(packet, programme)) {
            map[5] = std::uint8_t((map[5] & 0xC1) | (((map[5] >> 1) + 1) & 0x1F) << 1); // another version
            setPid(map + 8, programme.pids.front() + by);
            eachStream(map, [&](std::uint8_t *entry) { setPid(entry + 1, ((entry[1] & 0x1F) << 8 | entry[2]) + by); });
            seal(map);
        } else if (const int pid = pidOf(packet);
                   std::find(programme.pids.begin(), programme.pids.end(), pid) != programme.pids.end()) {
            setPid(packet + 1, pid + by);
        }
    }
}

} // namespace kanal::panel
