// SPDX-License-Identifier: MIT
// A looping transport stream made endless. Packets are counted on through the loops; the n-th packet of the stream,
// with its clock, time stamps and continuity counter, depends on n alone, so every reader, whenever it joins, sees the
// same stream.
#pragma once

#include <kanal/core/error.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

class QFile;

namespace kanal::panel
{

inline constexpr int kTsPacket = 188;
inline constexpr std::int64_t kTicksPerSecond = 90'000;
using Ticks = std::int64_t;    ///< 1/90,000 s
using PacketNo = std::int64_t; ///< of the endless stream; negative before time 0

/// Adds `offset` to the clock and the time stamps in one packet, modulo 2^33, and `step` to its continuity counter.
void restampPacket(std::span<std::uint8_t, kTsPacket> packet, Ticks offset, int step);

class TsClip
{
public:
    /// Maps the file and reads its index. Fails on anything that is not a transport stream with a clock.
    static Result<std::shared_ptr<const TsClip>> open(const std::filesystem::path &file, int seconds);
    ~TsClip();

    Ticks loopTicks() const { return m_loopTicks; }
    /// The first packet that is due at or after `time` of the endless stream.
    PacketNo packetAt(Ticks time) const;
    Ticks timeOf(PacketNo packet) const;
    /// Where a reader may join: the PAT in front of the last key frame at or before `time` (radio: of any PAT).
    PacketNo entryAt(Ticks time) const;
    /// The packet that begins the picture after the first key frame at or after `from`: with it that key frame is
    /// whole. Nothing for radio.
    std::optional<PacketNo> afterKeyFrame(PacketNo from) const;
    /// The n-th entry counted through the loops, and how many there are in a loop.
    PacketNo entry(std::int64_t n) const;
    int entriesPerLoop() const { return int(m_entries.size()); }
    bool isRadio() const { return m_radio; }

    /// Appends packets [from, to) to `out`, their times `offset` later than in the endless stream.
    void append(PacketNo from, PacketNo to, Ticks offset, std::string &out) const;

private:
    TsClip();
    Result<> index(int seconds);
    void indexEntries(int videoPid);

    std::unique_ptr<QFile> m_file;
    const std::uint8_t *m_bytes = nullptr;
    std::int64_t m_packets = 0;
    Ticks m_loopTicks = 0, m_firstClock = 0;
    bool m_radio = false;
    std::vector<Ticks> m_due;                                  // of each packet, from 0
    std::vector<std::int64_t> m_entries;                       // packets
    std::vector<std::pair<std::int64_t, std::int64_t>> m_keys; // each key frame: its first packet, that of the next
    std::vector<std::uint8_t> m_payloadsInLoop;                // of each PID, modulo 16
};

} // namespace kanal::panel
