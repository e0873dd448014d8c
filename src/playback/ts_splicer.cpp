// SPDX-License-Identifier: MIT
#include "ts_splicer.h"

#include <functional>
#include <string_view>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kSecond = 90'000;
constexpr std::int64_t kLongestReplay = 60 * kSecond;
constexpr std::int64_t kLongestGap = 10 * kSecond;
/// A connection whose clock has not shown by then is passed on as it is.
constexpr std::size_t kMaxHeld = 512 * 1024;
/// After so many packets of joining, PIDs without unit starts are passed on, too.
constexpr std::int64_t kJoinPackets = 4000;

std::uint64_t hashOf(Bytes packet)
{
    return std::hash<std::string_view>{}({reinterpret_cast<const char *>(packet.data()), kTsPacketBytes});
}

} // namespace

void TsSplicer::beginConnection(Form form)
{
    m_replayFailed |= m_cameClose && !m_passedAny;
    m_cameClose = m_passedAny = false;
    m_framer.reset();
    m_held.clear();
    m_tables.clear();
    m_programsBefore = m_scanner.programs();
    m_resumeIn = -1;
    m_join = Join::None;
    if (form == Form::Other) {
        m_mode = Mode::Raw;
        return;
    }
    const bool comparable = m_anyConnection && !m_replayFailed && m_scanner.lastPcr();
    m_mode = comparable ? Mode::Holding : Mode::Passing;
    m_anyConnection = true;
    if (!comparable)
        m_scanner.newConnection();
}

void TsSplicer::feed(Bytes in, Nanos arrival, const Sink &sink)
{
    if (m_mode == Mode::Raw) {
        sink(in);
        return;
    }
    m_framer.feed(in, [&](Bytes packets) {
        const std::size_t stride = m_framer.packetSize();
        while (!packets.empty() && m_mode != Mode::Passing) {
            take(packets.first(stride), arrival, sink);
            packets = packets.subspan(stride);
        }
        passRun(packets, arrival, sink);
    });
}

void TsSplicer::take(Bytes packet, Nanos arrival, const Sink &sink)
{
    const TsPacket header = TsPacket::parse(packet);
    switch (m_mode) {
    case Mode::Holding:
        return hold(packet, header, arrival, sink);
    case Mode::Skipping:
        return skip(packet, header, arrival, sink);
    case Mode::Joining:
        return join(packet, header, arrival, sink);
    case Mode::Raw:
    case Mode::Passing:
        return pass(packet, arrival, sink);
    }
}

/// The usual case: one call for everything that came, however many packets.
void TsSplicer::passRun(Bytes packets, Nanos arrival, const Sink &sink)
{
    if (packets.empty())
        return;
    const std::size_t stride = m_framer.packetSize();
    for (std::size_t i = 0; i < packets.size(); i += stride)
        count(m_scanner.scan(packets.subspan(i, stride), arrival));
    m_lastPacketHash = hashOf(packets.last(stride));
    m_passedAny = true;
    sink(packets);
}

void TsSplicer::pass(Bytes packet, Nanos arrival, const Sink &sink)
{
    count(m_scanner.scan(packet, arrival));
    m_lastPacketHash = hashOf(packet);
    m_passedAny = true;
    sink(packet);
}

bool TsSplicer::isClock(const TsPacket &header) const
{
    return header.pcr && !header.damaged && header.pid == m_scanner.pcrPid();
}

void TsSplicer::count(const TsPacket &header)
{
    m_packetsSincePcr = isClock(header) ? 0 : m_packetsSincePcr + 1;
}

void TsSplicer::hold(Bytes packet, const TsPacket &header, Nanos arrival, const Sink &sink)
{
    m_held.insert(m_held.end(), packet.begin(), packet.end());
    if (isClock(header)) {
        const std::int64_t distance = tsClockDistance(*m_scanner.lastPcr(), *header.pcr);
        if (distance <= 0 && distance > -kLongestReplay)
            m_mode = Mode::Skipping;
        else
            startJoining(distance > 0 && distance <= kLongestGap ? Join::Forward : Join::Unrelated, sink);
        replayHeld(arrival, sink);
        return;
    }
    const bool otherClock = header.pcr && !header.damaged && m_scanner.programs().size() == 1;
    if (otherClock || m_held.size() > kMaxHeld) {
        startJoining(Join::Unrelated, sink);
        replayHeld(arrival, sink);
    }
}

void TsSplicer::replayHeld(Nanos arrival, const Sink &sink)
{
    const std::vector<std::byte> held = std::exchange(m_held, {});
    const std::size_t stride = m_framer.packetSize();
    for (std::size_t i = 0; i < held.size(); i += stride)
        take(Bytes(held).subspan(i, stride), arrival, sink);
}

void TsSplicer::skip(Bytes packet, const TsPacket &header, Nanos arrival, const Sink &sink)
{
    const auto isLastPassed = [&] { return hashOf(packet) == m_lastPacketHash; };
    const auto joinExactly = [&] { // the very packet that was passed on last: nothing is lost, nothing doubled
        m_mode = Mode::Passing;
        m_join = Join::Exact;
        passNewTables(sink);
    };
    keepTables(packet, header);
    if (m_resumeIn > 0 && --m_resumeIn == 0 && isLastPassed())
        return joinExactly();
    if (!isClock(header))
        return;
    const std::int64_t distance = tsClockDistance(*m_scanner.lastPcr(), *header.pcr);
    m_cameClose |= distance > -kSecond;
    if (distance == 0) {
        m_resumeIn = m_packetsSincePcr;
        if (m_resumeIn == 0 && isLastPassed())
            joinExactly();
    } else if (distance > 0 || distance <= -kLongestReplay) {
        startJoining(Join::Replay, sink);
        join(packet, header, arrival, sink);
    }
}

/// PAT and PMT of the newest round.
void TsSplicer::keepTables(Bytes packet, const TsPacket &header)
{
    if (header.damaged || !m_scanner.isPsi(header.pid))
        return;
    m_scanner.scan(packet);
    if ((header.pid == 0 && header.start) || m_tables.size() > kMaxHeld)
        m_tables.clear();
    m_tables.insert(m_tables.end(), packet.begin(), packet.end());
}

void TsSplicer::passNewTables(const Sink &sink)
{
    if (!m_tables.empty() && m_scanner.programs() != m_programsBefore)
        sink(m_tables);
    m_tables.clear();
}

void TsSplicer::startJoining(Join join, const Sink &sink)
{
    m_mode = Mode::Joining;
    m_join = join;
    m_joined = 0;
    m_begun.assign(8192, false);
    passNewTables(sink);
    m_scanner.newConnection();
}

/// The rest of a unit whose beginning was left out would be glued to the half one that came before.
void TsSplicer::join(Bytes packet, const TsPacket &header, Nanos arrival, const Sink &sink)
{
    if (header.start)
        m_begun[header.pid] = true;
    if (m_begun[header.pid] || !header.hasPayload)
        pass(packet, arrival, sink);
    if (++m_joined >= kJoinPackets)
        m_mode = Mode::Passing;
}

void TsSplicer::stopSkipping(Nanos arrival, const Sink &sink)
{
    if (!skipping())
        return;
    m_replayFailed = true;
    startJoining(Join::Unrelated, sink);
    replayHeld(arrival, sink);
}

} // namespace kanal::playback
