// SPDX-License-Identifier: MIT
#include "scramble_watch.h"

#include <algorithm>

namespace kanal::playback
{

namespace
{

constexpr int kMany = 100; ///< packets; a few may be left over from a change

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
        if (!scrambled)
            m_run.erase(pid);
        else
            m_run[pid] = std::min(m_run[pid] + 1, kMany);
    }
}

bool ScrambleWatch::isScrambled(int pid) const
{
    const auto found = m_run.find(pid);
    return found != m_run.end() && found->second >= kMany;
}

} // namespace kanal::playback
