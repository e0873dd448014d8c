// SPDX-License-Identifier: MIT
// Transport streams out of a fuzzer's bytes: small ones reach behind the packets' grid, their counters and the tables'
// checksums, which no fuzzer guesses.
#pragma once

#include "fuzz_input.h"
#include "support/ts_clip.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

class FuzzPackets
{
public:
    static constexpr std::size_t kPacket = 188;
    static constexpr int kFirstPid = 0x100; ///< of four with pictures and sound

    explicit FuzzPackets(FuzzInput &input)
    {
        while (!input.empty()) {
            const std::uint8_t head = input.byte();
            const std::uint8_t count = input.byte();
            const std::string body = text(input.take(count));
            if (head < 64)
                addTable(head, body);
            else if (head < 128)
                addRaw(body);
            else
                addMedia(head, body);
        }
    }

    std::size_t count() const { return m_bytes.size() / kPacket; }
    std::span<const std::byte> all() const { return std::as_bytes(std::span(m_bytes)); }
    /// Packets from `at` on, no more than `most`.
    std::span<const std::byte> piece(std::size_t at, std::size_t most) const
    {
        return all().subspan(at * kPacket, std::min(most, count() - at) * kPacket);
    }

private:
    static std::string text(std::span<const std::uint8_t> bytes)
    {
        return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
    }

    /// A PAT (0) or a programme map, its length and its checksum as they should be.
    void addTable(int which, const std::string &body)
    {
        const int pid = which == 0 ? 0 : 0x1000 + which;
        std::string section(1, which == 0 ? '\0' : '\x02');
        section += char(0xB0 | (body.size() + 4) >> 8);
        section += char(body.size() + 4);
        std::string payload = std::string(1, '\0') + kanal::TsClip::section(section + body);
        for (bool start = true; !payload.empty(); start = false) {
            std::string packet = headOf(pid, start, 0x10) + payload.substr(0, kPacket - 4);
            payload.erase(0, kPacket - 4);
            add(packet);
        }
    }

    void addRaw(const std::string &body) { add('\x47' + body); }

    /// Bits of `head`: two for the PID, then start, key picture, a packet lost before, scrambled, stuffed.
    void addMedia(int head, std::string body)
    {
        const int pid = kFirstPid + (head & 3);
        if ((head & 16) != 0)
            ++counter(pid);
        const int scrambled = (head & 32) != 0 ? 0x80 : 0;
        std::string field;
        if ((head & 8) != 0)
            field = '\x40';
        body = body.substr(0, kPacket - 6);
        if ((head & 64) != 0)
            field.resize(std::max<std::size_t>(field.size(), kPacket - 5 - body.size()), '\xFF');
        const bool hasField = !field.empty();
        if (hasField && (head & 8) == 0)
            field[0] = '\0';
        std::string packet = headOf(pid, (head & 4) != 0, scrambled | (hasField ? 0x30 : 0x10));
        if (hasField)
            packet += char(field.size()) + field;
        add(packet + body);
    }

    std::string headOf(int pid, bool start, int flags)
    {
        int &next = counter(pid);
        std::string head = "\x47";
        head += char((start ? 0x40 : 0) | pid >> 8);
        head += char(pid);
        head += char(flags | (next++ & 0x0F));
        return head;
    }

    int &counter(int pid) { return m_counters[std::size_t(pid) % m_counters.size()]; }

    void add(std::string packet)
    {
        packet.resize(kPacket, '\xFF');
        m_bytes += packet;
    }

    std::string m_bytes;
    std::array<int, 8192> m_counters{};
};
