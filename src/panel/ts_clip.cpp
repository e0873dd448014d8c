// SPDX-License-Identifier: MIT
#include "ts_clip.h"

#include <QFile>

#include <algorithm>
#include <cstring>
#include <optional>

namespace kanal::panel
{
namespace
{

constexpr Ticks kWrap = Ticks(1) << 33;
constexpr int kPids = 8192;
constexpr Ticks kNoClock = -1;

int pidOf(const std::uint8_t *packet)
{
    return (packet[1] & 0x1f) << 8 | packet[2];
}
bool startsUnit(const std::uint8_t *packet)
{
    return packet[1] & 0x40;
}
bool hasPayload(const std::uint8_t *packet)
{
    return packet[3] & 0x10;
}
bool hasClock(const std::uint8_t *packet)
{
    return packet[3] & 0x20 && packet[4] >= 7 && packet[5] & 0x10;
}
bool isKeyFrame(const std::uint8_t *packet)
{
    return startsUnit(packet) && packet[3] & 0x20 && packet[4] > 0 && packet[5] & 0x40;
}

const std::uint8_t *payloadOf(const std::uint8_t *packet)
{
    const int at = 4 + (packet[3] & 0x20 ? 1 + packet[4] : 0);
    return hasPayload(packet) && at < kTsPacket ? packet + at : nullptr;
}

Ticks readClock(const std::uint8_t *field)
{
    return Ticks(field[0]) << 25 | Ticks(field[1]) << 17 | Ticks(field[2]) << 9 | Ticks(field[3]) << 1 | field[4] >> 7;
}

void writeClock(std::uint8_t *field, Ticks clock)
{
    field[0] = std::uint8_t(clock >> 25);
    field[1] = std::uint8_t(clock >> 17);
    field[2] = std::uint8_t(clock >> 9);
    field[3] = std::uint8_t(clock >> 1);
    field[4] = std::uint8_t((field[4] & 0x7f) | (clock & 1) << 7);
}

/// A PTS or DTS: 33 bits with marker bits between them.
Ticks readStamp(const std::uint8_t *field)
{
    return Ticks(field[0] >> 1 & 7) << 30 | Ticks(field[1]) << 22 | Ticks(field[2] >> 1) << 15 | Ticks(field[3]) << 7 |
           field[4] >> 1;
}

void writeStamp(std::uint8_t *field, Ticks stamp)
{
    field[0] = std::uint8_t((field[0] & 0xf0) | (stamp >> 30 & 7) << 1 | 1);
    field[1] = std::uint8_t(stamp >> 22);
    field[2] = std::uint8_t((stamp >> 15 & 0x7f) << 1 | 1);
    field[3] = std::uint8_t(stamp >> 7);
    field[4] = std::uint8_t((stamp & 0x7f) << 1 | 1);
}

Ticks wrapped(Ticks ticks)
{
    return (ticks % kWrap + kWrap) % kWrap;
}

std::int64_t floorDiv(std::int64_t value, std::int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

} // namespace

void restampPacket(std::span<std::uint8_t, kTsPacket> packet, Ticks offset, int step)
{
    std::uint8_t *p = packet.data();
    p[3] = std::uint8_t((p[3] & 0xf0) | ((p[3] + step) & 0x0f));
    if (hasClock(p))
        writeClock(p + 6, wrapped(readClock(p + 6) + offset));
    std::uint8_t *payload = const_cast<std::uint8_t *>(payloadOf(p));
    if (!startsUnit(p) || !payload || payload + 14 > p + kTsPacket || payload[0] || payload[1] || payload[2] != 1)
        return; // no PES header begins here
    if ((payload[6] & 0xc0) != 0x80)
        return; // a kind of PES without time stamps
    if (payload[7] & 0x80)
        writeStamp(payload + 9, wrapped(readStamp(payload + 9) + offset));
    if ((payload[7] & 0xc0) == 0xc0 && payload + 19 <= p + kTsPacket)
        writeStamp(payload + 14, wrapped(readStamp(payload + 14) + offset));
}

TsClip::TsClip()
    : m_payloadsInLoop(kPids, 0)
{
}

TsClip::~TsClip() = default;

Result<std::shared_ptr<const TsClip>> TsClip::open(const std::filesystem::path &file, int seconds)
{
    std::shared_ptr<TsClip> clip(new TsClip);
    clip->m_file = std::make_unique<QFile>(file);
    if (!clip->m_file->open(QIODevice::ReadOnly))
        return fail(ErrorKind::Storage, "clip cannot be opened");
    clip->m_packets = clip->m_file->size() / kTsPacket;
    clip->m_bytes = clip->m_file->map(0, clip->m_file->size());
    if (!clip->m_bytes)
        return fail(ErrorKind::Storage, "clip cannot be mapped");
    if (Result<> indexed = clip->index(seconds); !indexed)
        return tl::unexpected(indexed.error());
    return clip;
}

Result<> TsClip::index(int seconds)
{
    m_loopTicks = seconds * kTicksPerSecond;
    std::vector<std::pair<std::int64_t, Ticks>> clocks;
    int videoPid = -1;
    for (std::int64_t i = 0; i < m_packets; ++i) {
        const std::uint8_t *packet = m_bytes + i * kTsPacket;
        if (packet[0] != 0x47)
            return fail(ErrorKind::BadAnswer, "clip is no transport stream");
        if (hasPayload(packet))
            m_payloadsInLoop[std::size_t(pidOf(packet))] =
                std::uint8_t((m_payloadsInLoop[std::size_t(pidOf(packet))] + 1) & 0x0f);
        if (hasClock(packet))
            clocks.emplace_back(i, readClock(packet + 6));
        const std::uint8_t *payload = payloadOf(packet);
        if (videoPid < 0 && startsUnit(packet) && payload && payload[2] == 1 && !payload[0] && !payload[1] &&
            payload[3] >> 4 == 0xe)
            videoPid = pidOf(packet);
    }
    if (clocks.size() < 2)
        return fail(ErrorKind::BadAnswer, "clip has no clock");
    m_firstClock = clocks.front().second;
    m_radio = videoPid < 0;

    // Between two clocks packets are due evenly; the last ones lead on to the first clock of the next loop.
    clocks.emplace_back(m_packets, m_firstClock + m_loopTicks);
    m_due.assign(std::size_t(m_packets), 0);
    for (std::size_t k = 0; k + 1 < clocks.size(); ++k) {
        const auto [from, clock] = clocks[k];
        const auto [to, nextClock] = clocks[k + 1];
        for (std::int64_t i = from; i < to; ++i)
            m_due[std::size_t(i)] = clock - m_firstClock + (nextClock - clock) * (i - from) / (to - from);
    }
    if (!std::is_sorted(m_due.begin(), m_due.end()) || m_due.back() >= m_loopTicks)
        return fail(ErrorKind::BadAnswer, "clip's clock does not fit its length");
    indexEntries(videoPid);
    if (m_entries.empty())
        return fail(ErrorKind::BadAnswer, "clip has no key frame");
    return {};
}

void TsClip::indexEntries(int videoPid)
{
    std::int64_t pat = -1;
    bool inKey = false;
    for (std::int64_t i = 0; i < m_packets; ++i) {
        const std::uint8_t *packet = m_bytes + i * kTsPacket;
        if (pidOf(packet) == 0) {
            pat = i;
            // One entry a second will do for radio.
            if (m_radio && (m_entries.empty() || m_due[std::size_t(i)] >= Ticks(m_entries.size()) * kTicksPerSecond))
                m_entries.push_back(i);
        }
        if (pidOf(packet) == videoPid && isKeyFrame(packet) && pat >= 0 &&
            (m_entries.empty() || m_entries.back() != pat))
            m_entries.push_back(pat);
        if (pidOf(packet) == videoPid && startsUnit(packet)) {
            if (inKey)
                m_keys.back().second = i;
            inKey = isKeyFrame(packet);
            if (inKey)
                m_keys.emplace_back(i, m_packets);
        }
    }
}

std::optional<PacketNo> TsClip::afterKeyFrame(PacketNo from) const
{
    if (m_keys.empty())
        return std::nullopt;
    const std::int64_t loop = floorDiv(from, m_packets);
    for (const auto &[key, next] : m_keys) {
        if (key >= from - loop * m_packets)
            return loop * m_packets + next;
    }
    return (loop + 1) * m_packets + m_keys.front().second;
}

PacketNo TsClip::packetAt(Ticks time) const
{
    const std::int64_t loop = floorDiv(time, m_loopTicks);
    const auto found = std::lower_bound(m_due.begin(), m_due.end(), time - loop * m_loopTicks);
    return loop * m_packets + (found - m_due.begin());
}

Ticks TsClip::timeOf(PacketNo packet) const
{
    const std::int64_t loop = floorDiv(packet, m_packets);
    return loop * m_loopTicks + m_due[std::size_t(packet - loop * m_packets)];
}

PacketNo TsClip::entryAt(Ticks time) const
{
    const std::int64_t loop = floorDiv(time, m_loopTicks);
    const Ticks within = time - loop * m_loopTicks;
    const auto after =
        std::upper_bound(m_entries.begin(), m_entries.end(), within,
                         [this](Ticks t, std::int64_t packet) { return t < m_due[std::size_t(packet)]; });
    if (after == m_entries.begin())
        return (loop - 1) * m_packets + m_entries.back();
    return loop * m_packets + *(after - 1);
}

PacketNo TsClip::entry(std::int64_t n) const
{
    const std::int64_t loop = floorDiv(n, entriesPerLoop());
    return loop * m_packets + m_entries[std::size_t(n - loop * entriesPerLoop())];
}

void TsClip::append(PacketNo from, PacketNo to, Ticks offset, std::string &out) const
{
    while (from < to) {
        const std::int64_t loop = floorDiv(from, m_packets);
        const std::int64_t first = from - loop * m_packets;
        const std::int64_t count = std::min(to - from, m_packets - first);
        const std::size_t at = out.size();
        out.append(reinterpret_cast<const char *>(m_bytes + first * kTsPacket), std::size_t(count) * kTsPacket);
        auto *packet = reinterpret_cast<std::uint8_t *>(out.data() + at);
        for (std::int64_t i = 0; i < count; ++i, packet += kTsPacket) {
            const std::int64_t payloads = m_payloadsInLoop[std::size_t(pidOf(packet))];
            const int step = int(((loop * payloads) % 16 + 16) % 16);
            restampPacket(std::span<std::uint8_t, kTsPacket>(packet, kTsPacket),
                          loop * m_loopTicks - m_firstClock + offset, step);
        }
        from += count;
    }
}

} // namespace kanal::panel
