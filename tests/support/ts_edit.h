// SPDX-License-Identifier: MIT
// Cuts a transport stream, moves its times, takes packets out: for streams that break on purpose.
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

namespace kanal::ts
{

inline constexpr std::size_t kPacket = 188;
inline constexpr std::int64_t kWrap = std::int64_t(1) << 33;
inline constexpr int kVideoPid = 0x100, kAudioPid = 0x101; ///< as libavformat's muxer numbers them

using Byte = unsigned char;

inline int pidOf(const Byte *p)
{
    return (p[1] & 0x1f) << 8 | p[2];
}

/// The PES header that begins in this packet; null: none.
inline Byte *pesOf(Byte *p)
{
    if (!(p[1] & 0x40) || !(p[3] & 0x10))
        return nullptr;
    Byte *payload = p + 4 + (p[3] & 0x20 ? 1 + p[4] : 0);
    return payload + 19 <= p + kPacket && !payload[0] && !payload[1] && payload[2] == 1 ? payload : nullptr;
}

inline std::int64_t stampAt(const Byte *f)
{
    return std::int64_t(f[0] >> 1 & 7) << 30 | std::int64_t(f[1]) << 22 | std::int64_t(f[2] >> 1) << 15 |
           std::int64_t(f[3]) << 7 | f[4] >> 1;
}

inline void setStamp(Byte *f, std::int64_t t)
{
    f[0] = Byte((f[0] & 0xf0) | (t >> 30 & 7) << 1 | 1);
    f[1] = Byte(t >> 22);
    f[2] = Byte((t >> 15 & 0x7f) << 1 | 1);
    f[3] = Byte(t >> 7);
    f[4] = Byte((t & 0x7f) << 1 | 1);
}

inline std::int64_t wrapped(std::int64_t t)
{
    return (t % kWrap + kWrap) % kWrap;
}

/// Calls with each packet, in place.
inline void eachPacket(std::string &stream, const std::function<void(Byte *)> &work)
{
    for (std::size_t at = 0; at + kPacket <= stream.size(); at += kPacket)
        work(reinterpret_cast<Byte *>(stream.data()) + at);
}

/// The same stream `ticks` (1/90,000 s) later: clock and time stamps. `pid`: only that one.
inline std::string later(std::string stream, std::int64_t ticks, int pid = -1)
{
    eachPacket(stream, [ticks, pid](Byte *p) {
        if (pid >= 0 && pidOf(p) != pid)
            return;
        if (p[3] & 0x20 && p[4] >= 7 && p[5] & 0x10) {
            const std::int64_t base = std::int64_t(p[6]) << 25 | std::int64_t(p[7]) << 17 | std::int64_t(p[8]) << 9 |
                                      std::int64_t(p[9]) << 1 | p[10] >> 7;
            const std::int64_t moved = wrapped(base + ticks);
            p[6] = Byte(moved >> 25);
            p[7] = Byte(moved >> 17);
            p[8] = Byte(moved >> 9);
            p[9] = Byte(moved >> 1);
            p[10] = Byte((p[10] & 0x7f) | (moved & 1) << 7);
        }
        if (Byte *pes = pesOf(p)) {
            if (pes[7] & 0x80)
                setStamp(pes + 9, wrapped(stampAt(pes + 9) + ticks));
            if ((pes[7] & 0xc0) == 0xc0)
                setStamp(pes + 14, wrapped(stampAt(pes + 14) + ticks));
        }
    });
    return stream;
}

/// Time of the first picture, and the byte at which the picture `seconds` after it begins.
inline std::int64_t firstStamp(std::string_view stream)
{
    for (std::size_t at = 0; at + kPacket <= stream.size(); at += kPacket) {
        Byte *p = reinterpret_cast<Byte *>(const_cast<char *>(stream.data())) + at;
        if (Byte *pes = pidOf(p) == kVideoPid ? pesOf(p) : nullptr)
            return stampAt(pes + 9);
    }
    return 0;
}

inline std::size_t placeOf(std::string_view stream, double seconds)
{
    const std::int64_t wanted = firstStamp(stream) + std::int64_t(seconds * 90'000);
    for (std::size_t at = 0; at + kPacket <= stream.size(); at += kPacket) {
        Byte *p = reinterpret_cast<Byte *>(const_cast<char *>(stream.data())) + at;
        Byte *pes = pidOf(p) == kVideoPid ? pesOf(p) : nullptr;
        if (pes && stampAt(pes + 9) >= wanted)
            return at;
    }
    return stream.size();
}

/// Without the packets of `pid` in front of the byte `until`.
inline std::string without(const std::string &stream, int pid, std::size_t until)
{
    std::string kept;
    for (std::size_t at = 0; at + kPacket <= stream.size(); at += kPacket) {
        if (at >= until || pidOf(reinterpret_cast<const Byte *>(stream.data()) + at) != pid)
            kept.append(stream, at, kPacket);
    }
    return kept;
}

} // namespace kanal::ts
