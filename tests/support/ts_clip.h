// SPDX-License-Identifier: MIT
// A small transport stream made by hand: one programme, H.264 pictures at 25 a second (key pictures each second, with
// the tables before them) and an audio packet with each. The same number of pictures gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kanal
{

struct TsClipOptions {
    int pictures = 100;
    int packetsPerPicture = 6;
    std::int64_t firstPcr = 900'000;
    bool pcr = true;
    int pmtVersion = 0;
    std::uint16_t videoPid = 0x100;
    std::uint16_t audioPid = 0x101;
    bool scrambled = false;
};

class TsClip
{
public:
    static constexpr std::size_t kPacket = 188;
    static constexpr int kPmtPid = 0x1000;
    static constexpr std::int64_t kPictureTicks = 3600;

    explicit TsClip(TsClipOptions options = {})
        : m_options(options)
    {
        for (int picture = 0; picture < options.pictures; ++picture) {
            m_starts.push_back(m_bytes.size());
            if (picture % 25 == 0) {
                addSection(0, pat());
                addSection(kPmtPid, pmt());
            }
            addPicture(picture);
            addAudio(picture);
        }
        m_starts.push_back(m_bytes.size());
    }

    const std::string &bytes() const { return m_bytes; }
    /// Where a picture's packets begin, its tables included.
    std::size_t startOf(int picture) const { return m_starts.at(std::size_t(picture)); }
    std::string_view pictures(int from, int to) const
    {
        return std::string_view(m_bytes).substr(startOf(from), startOf(to) - startOf(from));
    }

    static std::string section(std::string body)
    {
        const std::uint32_t crc = crc32(body);
        for (int shift = 24; shift >= 0; shift -= 8)
            body += char(crc >> shift & 0xFF);
        return body;
    }

private:
    static std::uint32_t crc32(std::string_view bytes)
    {
        std::uint32_t crc = 0xFFFFFFFFu;
        for (const char c : bytes) {
            crc ^= std::uint32_t(std::uint8_t(c)) << 24;
            for (int bit = 0; bit < 8; ++bit)
                crc = (crc & 0x80000000u) != 0 ? crc << 1 ^ 0x04C11DB7u : crc << 1;
        }
        return crc;
    }

    static std::string number16(int value) { return {char(value >> 8 & 0xFF), char(value & 0xFF)}; }

    std::string pat() const
    {
        const std::string body =
            number16(1) + char(0xC1) + std::string(2, '\0') + number16(1) + number16(0xE000 | kPmtPid);
        return section(std::string(1, '\0') + number16(0xB000 | int(body.size() + 4)) + body);
    }

    std::string pmt() const
    {
        const std::string body = number16(1) + char(0xC1 | m_options.pmtVersion << 1) + std::string(2, '\0') +
                                 number16(0xE000 | m_options.videoPid) + number16(0xF000) + char(0x1B) +
                                 number16(0xE000 | m_options.videoPid) + number16(0xF000) + char(0x0F) +
                                 number16(0xE000 | m_options.audioPid) + number16(0xF006) +
                                 "\x0A\x04"
                                 "deu" +
                                 std::string(1, '\0');
        return section(std::string("\x02") + number16(0xB000 | int(body.size() + 4)) + body);
    }

    void addPacket(int pid, bool start, std::string_view adaptation, std::string_view payload)
    {
        const std::size_t room = kPacket - 4 - (adaptation.empty() ? 0 : 1 + adaptation.size());
        std::string stuffed(adaptation);
        bool hasField = !adaptation.empty();
        if (payload.size() < room) { // stuffing goes into the adaptation field
            std::size_t missing = room - payload.size();
            if (!hasField) {
                hasField = true;
                --missing; // its length byte
                if (missing > 0) {
                    stuffed += '\0';
                    --missing;
                }
            }
            stuffed += std::string(missing, '\xFF');
        }
        m_bytes += '\x47';
        m_bytes += char((start ? 0x40 : 0) | pid >> 8);
        m_bytes += char(pid & 0xFF);
        int &counter = m_counters[std::size_t(pid)];
        const bool hidden = m_options.scrambled && pid != 0 && pid != kPmtPid;
        m_bytes += char((hidden ? 0x80 : 0) | (hasField ? 0x30 : 0x10) | counter);
        counter = (counter + 1) & 0x0F;
        if (hasField)
            m_bytes += char(stuffed.size()) + stuffed;
        m_bytes += payload.substr(0, room);
    }

    void addSection(int pid, const std::string &section)
    {
        std::string payload = std::string(1, '\0') + section;
        payload.resize(kPacket - 4, '\xFF');
        addPacket(pid, true, {}, payload);
    }

    static std::string pcrField(std::int64_t pcr, bool key)
    {
        std::string field;
        field += char(0x10 | (key ? 0x40 : 0));
        field += char(pcr >> 25 & 0xFF);
        field += char(pcr >> 17 & 0xFF);
        field += char(pcr >> 9 & 0xFF);
        field += char(pcr >> 1 & 0xFF);
        field += char((pcr & 1) << 7 | 0x7E);
        field += '\0';
        return field;
    }

    static std::string pes(int streamId, std::int64_t pts, std::size_t bodyBytes, bool withLength)
    {
        std::string head("\x00\x00\x01", 3);
        head += char(streamId);
        head += number16(withLength ? int(bodyBytes + 8) : 0);
        head += "\x80\x80\x05";
        head += char(0x21 | (pts >> 30 & 0x07) << 1);
        head += char(pts >> 22 & 0xFF);
        head += char((pts >> 15 & 0x7F) << 1 | 1);
        head += char(pts >> 7 & 0xFF);
        head += char((pts & 0x7F) << 1 | 1);
        return head;
    }

    /// Bytes that look like nothing else and differ from picture to picture.
    static std::string filler(int seed, std::size_t count)
    {
        std::string bytes(count, '\0');
        std::uint32_t state = std::uint32_t(seed) * 2654435761u + 1;
        for (char &c : bytes) {
            state = state * 1664525u + 1013904223u;
            c = char(0x80 | state >> 25);
        }
        return bytes;
    }

    void addPicture(int picture)
    {
        const bool key = picture % 25 == 0;
        const std::int64_t clock = (m_options.firstPcr + picture * kPictureTicks) & ((std::int64_t(1) << 33) - 1);
        const std::string units =
            key ? std::string("\x00\x00\x01\x67", 4) + filler(picture, 12) + std::string("\x00\x00\x01\x65", 4)
                : std::string("\x00\x00\x01\x41", 4);
        const std::size_t room = std::size_t(m_options.packetsPerPicture) * 176;
        std::string body = pes(0xE0, (clock + 20'000) & ((std::int64_t(1) << 33) - 1), 0, false) + units;
        body += filler(picture, room > body.size() ? room - body.size() : 1);
        std::string_view rest = body;
        bool first = true;
        while (!rest.empty()) {
            const std::string field = first && m_options.pcr ? pcrField(clock, key) : std::string();
            const std::size_t room1 = kPacket - 4 - (field.empty() ? 0 : 1 + field.size());
            addPacket(m_options.videoPid, first, field, rest.substr(0, room1));
            rest.remove_prefix(std::min(rest.size(), room1));
            first = false;
        }
    }

    void addAudio(int picture)
    {
        const std::int64_t pts =
            (m_options.firstPcr + picture * kPictureTicks + 10'000) & ((std::int64_t(1) << 33) - 1);
        const std::string body = filler(picture + 100'000, 120);
        addPacket(m_options.audioPid, true, {}, pes(0xC0, pts, body.size(), true) + body);
    }

    const TsClipOptions m_options;
    std::string m_bytes;
    std::vector<std::size_t> m_starts;
    std::vector<int> m_counters = std::vector<int>(8192);
};

} // namespace kanal
