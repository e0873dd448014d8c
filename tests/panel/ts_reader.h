// SPDX-License-Identifier: MIT
// What a test wants to know of a piece of transport stream.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kanal::panel
{

struct TsFacts {
    bool whole = true; ///< nothing but packets
    int packets = 0;
    int continuityErrors = 0;
    std::vector<int> firstPids; ///< of the first packets
    bool videoBeginsWithKeyFrame = false;
    std::vector<std::int64_t> clocks;                ///< 90 kHz
    std::map<int, std::vector<std::int64_t>> stamps; ///< PTS by PID
    std::vector<std::int64_t> decodeTimes;           ///< DTS (or PTS) of video
};

inline std::int64_t tsStamp(const std::uint8_t *p)
{
    return std::int64_t(p[0] >> 1 & 7) << 30 | std::int64_t(p[1]) << 22 | std::int64_t(p[2] >> 1) << 15 |
           std::int64_t(p[3]) << 7 | p[4] >> 1;
}

inline TsFacts readTs(const std::string &bytes)
{
    TsFacts facts;
    facts.whole = bytes.size() % 188 == 0;
    std::map<int, int> counters;
    std::optional<bool> firstVideoIsKey;
    for (std::size_t at = 0; at + 188 <= bytes.size(); at += 188) {
        const auto *p = reinterpret_cast<const std::uint8_t *>(bytes.data() + at);
        if (p[0] != 0x47) {
            facts.whole = false;
            return facts;
        }
        ++facts.packets;
        const int pid = (p[1] & 0x1f) << 8 | p[2];
        const bool payload = p[3] & 0x10, adaptation = p[3] & 0x20;
        if (facts.firstPids.size() < 8)
            facts.firstPids.push_back(pid);
        if (const auto last = counters.find(pid); last != counters.end())
            facts.continuityErrors += (p[3] & 15) != ((last->second + (payload ? 1 : 0)) & 15);
        counters[pid] = p[3] & 15;
        if (adaptation && p[4] >= 7 && p[5] & 0x10)
            facts.clocks.push_back(std::int64_t(p[6]) << 25 | std::int64_t(p[7]) << 17 | std::int64_t(p[8]) << 9 |
                                   std::int64_t(p[9]) << 1 | p[10] >> 7);
        const std::size_t start = 4 + (adaptation ? 1u + p[4] : 0u);
        const std::uint8_t *pes = p + start;
        if (!payload || !(p[1] & 0x40) || start + 14 > 188 || pes[0] || pes[1] || pes[2] != 1 || !(pes[7] & 0x80))
            continue;
        const bool video = pes[3] >> 4 == 0xe;
        facts.stamps[pid].push_back(tsStamp(pes + 9));
        if (video) {
            facts.decodeTimes.push_back((pes[7] & 0x40) ? tsStamp(pes + 14) : tsStamp(pes + 9));
            if (!firstVideoIsKey)
                firstVideoIsKey = adaptation && p[4] > 0 && p[5] & 0x40;
        }
    }
    facts.videoBeginsWithKeyFrame = firstVideoIsKey.value_or(false);
    return facts;
}

/// The largest and smallest step between neighbours, modulo 2^33.
struct Steps {
    std::int64_t smallest = INT64_MAX, largest = INT64_MIN;
};
inline Steps stepsOf(const std::vector<std::int64_t> &times)
{
    Steps steps;
    for (std::size_t i = 1; i < times.size(); ++i) {
        std::int64_t step = (times[i] - times[i - 1]) & ((std::int64_t(1) << 33) - 1);
        if (step > std::int64_t(1) << 32)
            step -= std::int64_t(1) << 33;
        steps.smallest = std::min(steps.smallest, step);
        steps.largest = std::max(steps.largest, step);
    }
    return steps;
}

} // namespace kanal::panel
