// SPDX-License-Identifier: MIT
#include "programme_watch.h"

#include <algorithm>

namespace kanal::playback
{

std::optional<std::size_t> ProgrammeWatch::changeIn(Bytes packets)
{
    std::size_t begin = 0; // of the table being read; one that began in an earlier piece begins with this one
    for (std::size_t at = 0; at + kTsPacketBytes <= packets.size(); at += kTsPacketBytes) {
        const Bytes packet = packets.subspan(at, kTsPacketBytes);
        const auto pid = std::uint16_t((std::to_integer<int>(packet[1]) & 0x1f) << 8 | std::to_integer<int>(packet[2]));
        if (pid != 0 && !m_tables->isPsi(pid))
            continue;
        if (TsPacket::parse(packet).start)
            begin = at;
        if (pid == 0)
            m_pat.assign(packet.begin(), packet.end());
        const std::vector<TsProgram> before = m_tables->programs();
        m_tables->scan(packet);
        if (contradicts(before)) {
            m_tables.emplace(); // the reader begins anew, and so does this
            m_gone.clear();
            return begin;
        }
        noteGone(before);
    }
    return std::nullopt;
}

void ProgrammeWatch::noteGone(const std::vector<TsProgram> &before)
{
    if (before == m_tables->programs())
        return;
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
        const auto old =
            std::find_if(before.begin(), before.end(), [&](const TsProgram &p) { return p.pmtPid == program.pmtPid; });
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
