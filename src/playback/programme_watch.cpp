// SPDX-License-Identifier: MIT
#include "programme_watch.h"

#include <algorithm>
#include <map>

namespace kanal::playback
{

std::optional<std::size_t> ProgrammeWatch::changeIn(Bytes packets)
{
    // Of each PID the table being read, which begins with this piece if it did in an earlier one; and what is behind
    // the last one that said something new: what contradicts it cannot begin with it, or that would never end.
    std::map<std::uint16_t, std::size_t> begins, behind;
    for (std::size_t at = 0; at + kTsPacketBytes <= packets.size(); at += kTsPacketBytes) {
        const Bytes packet = packets.subspan(at, kTsPacketBytes);
        const auto pid = std::uint16_t((std::to_integer<int>(packet[1]) & 0x1f) << 8 | std::to_integer<int>(packet[2]));
        if (pid != 0 && !m_tables->isPsi(pid))
            continue;
        const TsPacket header = TsPacket::parse(packet);
        const bool oneBegins = header.start && !header.payload.empty();
        if (oneBegins && header.payload[0] == std::byte{0}) // no other one ends in it
            begins[pid] = at;
        if (pid == 0)
            m_pat.assign(packet.begin(), packet.end());
        const std::vector<TsProgram> before = m_tables->programs();
        m_tables->scan(packet);
        if (contradicts(before)) {
            m_tables.emplace(); // the reader begins anew, and so does this
            m_gone.clear();
            return std::max(begins[pid], behind[pid]);
        }
        if (oneBegins)
            begins[pid] = at;
        if (before != m_tables->programs()) {
            behind[pid] = at + kTsPacketBytes;
            noteGone(before);
        }
    }
    return std::nullopt;
}

void ProgrammeWatch::noteGone(const std::vector<TsProgram> &before)
{
    for (const TsProgram &program : before)
        for (const TsStream &stream : program.streams)
            m_gone.insert(stream.pid);
    for (const TsProgram &program : m_tables->programs())
        for (const TsStream &stream : program.streams)
            m_gone.erase(stream.pid);
}

bool ProgrammeWatch::contradicts(const std::vector<TsProgram> &before) const
{
    for (const TsProgram &program : m_tables->programs()) {
        const auto old = std::find_if(before.begin(), before.end(), [&](const TsProgram &p) {
            return p.pmtPid == program.pmtPid && p.number == program.number;
        });
        if (old == before.end() || old->streams == program.streams)
            continue;
        for (const TsStream &stream : program.streams) {
            const auto same = std::find_if(old->streams.begin(), old->streams.end(),
                                           [&](const TsStream &s) { return s.pid == stream.pid; });
            if (same != old->streams.end() && (same->type != stream.type || same->media != stream.media))
                return true;
        }
    }
    return false;
}

} // namespace kanal::playback
