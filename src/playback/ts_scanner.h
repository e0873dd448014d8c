// SPDX-License-Identifier: MIT
// Reads along in an MPEG transport stream without decoding it: packet grid, programmes, clock references, picture
// starts, errors. Pure: no thread, no clock, no I/O; every byte may be hostile.
#pragma once

#include <kanal/core/clock.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kanal::playback
{

using Bytes = std::span<const std::byte>;

inline constexpr std::size_t kTsPacketBytes = 188;
inline constexpr std::uint16_t kNullPid = 0x1FFF;
/// PCR and PTS count 90 kHz in 33 bits.
inline constexpr std::int64_t kTsClockWrap = std::int64_t(1) << 33;

/// b − a on the 33-bit circle, the short way round.
std::int64_t tsClockDistance(std::int64_t a, std::int64_t b);

/// The header of one packet, and where its payload lies.
struct TsPacket {
    std::uint16_t pid = kNullPid;
    std::uint8_t counter = 0;
    bool damaged = false; ///< transport error flag, or fields that contradict each other
    bool start = false;   ///< a PES packet or a section begins here
    bool hasPayload = false;
    bool scrambled = false;
    bool discontinuity = false;
    bool randomAccess = false;
    bool stuffed = false; ///< its payload is shorter than there is room for: the PES packet ends here, as a rule
    std::optional<std::int64_t> pcr; ///< 90 kHz
    Bytes payload;

    static TsPacket parse(Bytes packet); ///< at least kTsPacketBytes
};

enum class TsMedia : std::uint8_t { Video, Audio, Subtitle, Other };

struct TsStream {
    std::uint16_t pid = 0;
    std::uint8_t type = 0; ///< stream_type of the PMT
    TsMedia media = TsMedia::Other;
    std::string language;
    friend bool operator==(const TsStream &, const TsStream &) = default;
};

struct TsProgram {
    std::uint16_t number = 0;
    std::uint16_t pmtPid = 0;
    std::uint16_t pcrPid = kNullPid;
    int version = -1; ///< of the PMT; −1: not seen yet
    std::vector<TsStream> streams;
    friend bool operator==(const TsProgram &, const TsProgram &) = default;
};

struct TsCounters {
    std::int64_t packets = 0;
    std::int64_t continuityErrors = 0;
    std::int64_t damaged = 0;
    std::int64_t scrambled = 0;
    std::int64_t badSections = 0;
    std::int64_t pesStarts = 0;
    std::int64_t clearStarts = 0; ///< of these, not scrambled
};

/// Puts sections together from packets.
class TsSectionReader
{
public:
    /// Whole sections that end in this packet, in order.
    std::vector<std::vector<std::byte>> feed(const TsPacket &packet);

private:
    std::vector<std::byte> m_bytes;
    bool m_begun = false;
};

class TsScanner
{
public:
    TsScanner() = default;
    TsScanner(const TsScanner &) = delete; // it points into itself
    TsScanner &operator=(const TsScanner &) = delete;

    /// One packet (or a stride of 192 or 204 that begins with one). `arrival` is only kept, never compared with now.
    /// Returns the header it read.
    TsPacket scan(Bytes packet, Nanos arrival = {});

    /// The next packets come from another connection: counters of continuity start anew.
    void newConnection();

    const std::vector<TsProgram> &programs() const { return m_programs; }
    /// The first programme with video, or else the first one with streams; null: none known yet.
    const TsProgram *program() const;
    const TsStream *video() const { return m_video; } ///< the first of program(); null: none
    const TsCounters &counters() const { return m_counters; }
    std::uint16_t pcrPid() const { return m_pcrPid; } ///< of program(); kNullPid: none known
    /// Of pcrPid().
    std::optional<std::int64_t> lastPcr() const { return m_lastPcr; }
    std::optional<std::int64_t> lastPts(std::uint16_t pid) const;
    bool isPsi(std::uint16_t pid) const;

    /// The first key picture of program()'s video that has come in whole.
    struct KeyPicture {
        std::optional<std::int64_t> pts;
        Nanos arrival{};         ///< of its last byte
        std::int64_t packet = 0; ///< number of its last packet, from 1
    };
    const std::optional<KeyPicture> &firstKeyPicture() const { return m_key; }

private:
    struct Pid {
        std::int64_t lastPts = -1;
        int counter = -1; ///< -1: none seen
        bool duplicated = false;
    };

    void readPat(Bytes section);
    void readPmt(TsProgram &program, Bytes section);
    void choose();
    void readPsi(const TsPacket &packet);
    void followKey(const TsPacket &packet, Nanos arrival);
    void checkCounter(const TsPacket &packet);
    Pid &state(std::uint16_t pid);

    TsCounters m_counters;
    std::vector<TsProgram> m_programs;
    int m_patVersion = -1;
    std::map<std::uint16_t, TsSectionReader> m_sections;
    std::array<std::uint16_t, 8192> m_index{}; ///< PID → position in m_pids, plus one
    std::vector<Pid> m_pids;
    std::uint16_t m_pcrPid = kNullPid;
    std::optional<std::int64_t> m_lastPcr;

    const TsStream *m_video = nullptr;
    std::optional<KeyPicture> m_key;
    std::optional<KeyPicture> m_keyComing;
    std::int64_t m_keyBytesLeft = -1; ///< of a PES packet with a length; −1: it ends where the next begins
};

/// Finds the packet grid in arbitrary pieces of bytes and gets back on it after garbage.
class TsFramer
{
public:
    /// Calls sink(packets) with runs of whole strides, each beginning with its sync byte.
    template<class Sink>
    void feed(Bytes in, Sink &&sink)
    {
        while (!in.empty()) {
            const Step step = next(in);
            if (!step.packets.empty())
                sink(step.packets);
            in = step.rest;
        }
    }

    std::size_t packetSize() const { return m_packetSize; } ///< 0: no grid found yet
    bool locked() const { return m_locked; }
    std::int64_t skippedBytes() const { return m_skipped; }
    void reset();

private:
    struct Step {
        Bytes packets, rest;
    };
    Step next(Bytes in);
    Step search(Bytes in);

    std::size_t m_packetSize = 0;
    bool m_locked = false;
    std::int64_t m_skipped = 0;
    std::vector<std::byte> m_carry;  ///< a packet's beginning, or what is searched
    std::vector<std::byte> m_packet; ///< what the last step handed out, when it was put together
};

} // namespace kanal::playback
