// SPDX-License-Identifier: MIT
// Packets, the grid they lie on, and the sections they carry.
#include "sniff.h"
#include "ts_scanner.h"

#include <algorithm>

namespace kanal::playback
{

namespace
{

constexpr std::byte kSync{0x47};
constexpr int kSyncsToLock = 3;
constexpr std::size_t kMaxSection = 4096;

std::uint8_t at(Bytes bytes, std::size_t index)
{
    return std::to_integer<std::uint8_t>(bytes[index]);
}

/// What the fields of an adaptation field take, the flags included; the rest is stuffing.
std::size_t fieldsLength(Bytes field)
{
    const std::uint8_t flags = at(field, 0);
    std::size_t length = 1;
    length += (flags & 0x10) != 0 ? 6 : 0;          // PCR
    length += (flags & 0x08) != 0 ? 6 : 0;          // OPCR
    length += (flags & 0x04) != 0 ? 1 : 0;          // splice countdown
    for (const std::uint8_t counted : {0x02, 0x01}) // private data, extension
        if ((flags & counted) != 0)
            length += length < field.size() ? 1u + at(field, length) : 1u;
    return length;
}

} // namespace

std::int64_t tsClockDistance(std::int64_t a, std::int64_t b)
{
    const std::int64_t forward = (b - a) & (kTsClockWrap - 1);
    return forward < kTsClockWrap / 2 ? forward : forward - kTsClockWrap;
}

TsPacket TsPacket::parse(Bytes bytes)
{
    TsPacket packet;
    packet.damaged = (at(bytes, 1) & 0x80) != 0 || bytes[0] != kSync;
    packet.start = (at(bytes, 1) & 0x40) != 0;
    packet.pid = std::uint16_t((at(bytes, 1) & 0x1F) << 8 | at(bytes, 2));
    packet.scrambled = (at(bytes, 3) & 0xC0) != 0;
    packet.hasPayload = (at(bytes, 3) & 0x10) != 0;
    packet.counter = at(bytes, 3) & 0x0F;
    std::size_t payloadAt = 4;
    if ((at(bytes, 3) & 0x20) != 0) {
        const std::size_t length = at(bytes, 4);
        payloadAt = 5 + length;
        if (payloadAt > kTsPacketBytes) {
            packet.damaged = true;
            payloadAt = kTsPacketBytes;
        } else if (length == 0) {
            packet.stuffed = true; // by the one byte of the length
        } else {
            packet.discontinuity = (at(bytes, 5) & 0x80) != 0;
            packet.randomAccess = (at(bytes, 5) & 0x40) != 0;
            if ((at(bytes, 5) & 0x10) != 0 && length >= 7)
                packet.pcr = std::int64_t(at(bytes, 6)) << 25 | at(bytes, 7) << 17 | at(bytes, 8) << 9 |
                             at(bytes, 9) << 1 | at(bytes, 10) >> 7;
            packet.stuffed = length > fieldsLength(bytes.subspan(5, length));
        }
    }
    if (packet.hasPayload && !packet.damaged)
        packet.payload = bytes.subspan(payloadAt, kTsPacketBytes - payloadAt);
    return packet;
}

void TsFramer::reset()
{
    m_locked = false;
    m_packetSize = 0;
    m_carry.clear();
}

TsFramer::Step TsFramer::next(Bytes in)
{
    if (!m_locked)
        return search(in);
    if (!m_carry.empty()) { // a packet that lies across two pieces
        const std::size_t missing = std::min(m_packetSize - m_carry.size(), in.size());
        m_carry.insert(m_carry.end(), in.begin(), in.begin() + std::ptrdiff_t(missing));
        if (m_carry.size() < m_packetSize)
            return {{}, in.subspan(missing)};
        m_packet.swap(m_carry);
        m_carry.clear();
        return {m_packet, in.subspan(missing)};
    }
    std::size_t end = 0;
    while (end + m_packetSize <= in.size() && in[end] == kSync)
        end += m_packetSize;
    const Bytes rest = in.subspan(end);
    if (rest.empty() || end > 0)
        return {in.first(end), rest};
    if (rest[0] != kSync) {
        m_locked = false;
        return {{}, rest};
    }
    m_carry.assign(rest.begin(), rest.end());
    return {{}, {}};
}

/// Looks for sync bytes at equal distances; once the size is known, only at that distance.
TsFramer::Step TsFramer::search(Bytes in)
{
    static constexpr std::size_t kPiece = 4096; // what is searched at once, so that much garbage costs no memory
    const Bytes piece = in.first(std::min(in.size(), kPiece));
    m_carry.insert(m_carry.end(), piece.begin(), piece.end());
    const Bytes rest = in.subspan(piece.size());
    const TsGrid grid = findTsGrid(m_carry, kSyncsToLock, m_packetSize);
    if (grid.packetSize == 0) {
        const std::size_t keep = std::min<std::size_t>(m_carry.size(), 204 * (kSyncsToLock - 1));
        m_skipped += std::int64_t(m_carry.size() - keep);
        m_carry.erase(m_carry.begin(), m_carry.end() - std::ptrdiff_t(keep));
        return {{}, rest};
    }
    m_locked = true;
    m_packetSize = grid.packetSize;
    m_skipped += std::int64_t(grid.offset);
    // Hand out the whole packets found and keep the tail, if it still is on the grid.
    m_packet.assign(m_carry.begin() + std::ptrdiff_t(grid.offset), m_carry.end());
    m_carry.clear();
    std::size_t end = 0;
    while (end + m_packetSize <= m_packet.size() && m_packet[end] == kSync)
        end += m_packetSize;
    m_carry.assign(m_packet.begin() + std::ptrdiff_t(end), m_packet.end());
    m_packet.resize(end);
    if (!m_carry.empty() && (m_carry[0] != kSync || m_carry.size() >= m_packetSize))
        m_locked = false;
    return {m_packet, rest};
}

std::vector<std::vector<std::byte>> TsSectionReader::feed(const TsPacket &packet)
{
    std::vector<std::vector<std::byte>> whole;
    const auto takeWhole = [&] {
        while (m_begun && m_bytes.size() >= 3) {
            if (m_bytes[0] == std::byte{0xFF}) { // stuffing to the end of the packet
                m_begun = false;
                break;
            }
            const std::size_t size = 3 + (std::size_t(at(m_bytes, 1) & 0x0F) << 8 | at(m_bytes, 2));
            if (m_bytes.size() < size)
                break;
            whole.emplace_back(m_bytes.begin(), m_bytes.begin() + std::ptrdiff_t(size));
            m_bytes.erase(m_bytes.begin(), m_bytes.begin() + std::ptrdiff_t(size));
        }
    };
    Bytes payload = packet.payload;
    if (payload.empty())
        return whole;
    if (packet.start) {
        const std::size_t pointer = at(payload, 0);
        payload = payload.subspan(1);
        if (pointer > payload.size()) {
            m_begun = false;
            return whole;
        }
        m_bytes.insert(m_bytes.end(), payload.begin(), payload.begin() + std::ptrdiff_t(pointer));
        takeWhole();
        m_bytes.clear();
        m_begun = true;
        payload = payload.subspan(pointer);
    }
    if (m_begun)
        m_bytes.insert(m_bytes.end(), payload.begin(), payload.end());
    takeWhole();
    if (m_bytes.size() > kMaxSection)
        m_begun = false;
    if (!m_begun)
        m_bytes.clear();
    return whole;
}

} // namespace kanal::playback
