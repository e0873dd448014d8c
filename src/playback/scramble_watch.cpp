// SPDX-License-Identifier: MIT
#include "scramble_watch.h"

#include <algorithm>

namespace kanal::playback
{

namespace
{

constexpr int kMany = 100;      ///< packets; a few may be left over from a change
constexpr int kManyOfAll = 200; ///< packets

/// The beginning of a PES packet; tables have none.
bool beginsMedia(Bytes packet)
{
    const auto byte = [&](std::size_t i) { return std::to_integer<int>(packet[i]); };
    const std::size_t payload = (byte(3) & 0x20) != 0 ? 5 + std::size_t(byte(4)) : 4;
    return (byte(1) & 0x40) != 0 && payload + 3 <= kTsPacketBytes && byte(payload) == 0 && byte(payload + 1) == 0 &&
           byte(payload + 2) == 1;
}

} // namespace

void ScrambleWatch::note(Bytes packets)
{
    for (std::size_t at = 0; at + kTsPacketBytes <= packets.size(); at += kTsPacketBytes) {
        const auto byte = [&](std::size_t i) { return std::to_integer<int>(packets[at + i]); };
        const bool hasPayload = (byte(3) & 0x10) != 0;
        if (!hasPayload)
            continue;
        const int pid = (byte(1) & 0x1f) << 8 | byte(2);
        const bool scrambled = (byte(3) & 0xC0) != 0;
        if (!scrambled) {
            m_run.erase(pid);
            m_anythingClear |= beginsMedia(packets.subspan(at, kTsPacketBytes));
            continue;
        }
        m_run[pid] = std::min(m_run[pid] + 1, kMany);
        m_scrambled = std::min(m_scrambled + 1, kManyOfAll);
    }
}

bool ScrambleWatch::allIsScrambled() const
{
    return !m_anythingClear && m_scrambled >= kManyOfAll;
}

bool ScrambleWatch::isScrambled(int pid) const
{
    const auto found = m_run.find(pid);
    return found != m_run.end() && found->second >= kMany;
}

} // namespace kanal::playback
