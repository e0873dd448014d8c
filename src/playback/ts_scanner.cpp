// SPDX-License-Identifier: MIT
#include "ts_scanner.h"

#include "ts_pes.h"

#include <algorithm>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMaxPrograms = 64;
constexpr std::size_t kMaxStreams = 64;

std::uint8_t at(Bytes bytes, std::size_t index)
{
    return std::to_integer<std::uint8_t>(bytes[index]);
}
std::uint16_t at16(Bytes bytes, std::size_t index)
{
    return std::uint16_t(at(bytes, index) << 8 | at(bytes, index + 1));
}
std::uint16_t pidAt(Bytes bytes, std::size_t index)
{
    return at16(bytes, index) & 0x1FFF;
}

std::uint32_t crc32(Bytes bytes)
{
    static constexpr auto kTable = [] {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t value = i << 24;
            for (int bit = 0; bit < 8; ++bit)
                value = (value & 0x80000000u) != 0 ? value << 1 ^ 0x04C11DB7u : value << 1;
            table[i] = value;
        }
        return table;
    }();
    std::uint32_t crc = 0xFFFFFFFFu;
    for (const std::byte byte : bytes)
        crc = crc << 8 ^ kTable[crc >> 24 ^ std::to_integer<std::uint32_t>(byte)];
    return crc;
}

TsMedia mediaOfType(std::uint8_t type)
{
    switch (type) {
    case 0x01: // MPEG-1
    case 0x02: // MPEG-2
    case 0x10: // MPEG-4 part 2
    case 0x1B: // H.264
    case 0x20: // H.264 MVC
    case 0x24: // HEVC
    case 0x33: // VVC
    case 0x42: // CAVS
    case 0xD2: // AVS2
    case 0xD4: // AVS3
    case 0xEA: // VC-1
        return TsMedia::Video;
    case 0x03: // MPEG audio
    case 0x04:
    case 0x0F: // AAC ADTS
    case 0x11: // AAC LATM
    case 0x1C:
    case 0x81: // AC-3
    case 0x82: // DTS
    case 0x83: // TrueHD
    case 0x85:
    case 0x86:
    case 0x87: // E-AC-3
        return TsMedia::Audio;
    default:
        return TsMedia::Other;
    }
}

/// What descriptors tell of a stream: private data (type 6) says its kind only there.
void readDescriptors(Bytes bytes, TsStream &stream)
{
    while (bytes.size() >= 2) {
        const std::uint8_t tag = at(bytes, 0);
        const std::size_t length = at(bytes, 1);
        if (2 + length > bytes.size())
            return;
        const Bytes body = bytes.subspan(2, length);
        const std::string_view text(reinterpret_cast<const char *>(body.data()), body.size());
        const bool told = stream.media != TsMedia::Other;
        if ((tag == 0x0A || tag == 0x56 || tag == 0x59) && length >= 3 && stream.language.empty())
            stream.language = text.substr(0, 3);
        if (!told && (tag == 0x56 || tag == 0x59)) // teletext, DVB subtitles
            stream.media = TsMedia::Subtitle;
        if (!told && (tag == 0x6A || tag == 0x7A || tag == 0x7B || tag == 0x7C)) // AC-3, E-AC-3, DTS, AAC
            stream.media = TsMedia::Audio;
        if (!told && tag == 0x05) { // registration
            if (text.starts_with("HEVC") || text.starts_with("AV01") || text.starts_with("VC-1"))
                stream.media = TsMedia::Video;
            else if (text.starts_with("AC-3") || text.starts_with("EAC3") || text.starts_with("Opus") ||
                     text.starts_with("DTS"))
                stream.media = TsMedia::Audio;
        }
        bytes = bytes.subspan(2 + length);
    }
}

} // namespace

TsPacket TsScanner::scan(Bytes bytes, Nanos arrival)
{
    const TsPacket packet = TsPacket::parse(bytes);
    ++m_counters.packets;
    m_counters.damaged += packet.damaged;
    m_counters.scrambled += packet.scrambled;
    if (packet.damaged || packet.pid == kNullPid)
        return packet;
    checkCounter(packet);
    if (isPsi(packet.pid)) {
        readPsi(packet);
        return packet;
    }
    if (packet.pcr && packet.pid == m_pcrPid)
        m_lastPcr = packet.pcr;
    if (packet.scrambled && packet.start) {
        ++m_counters.pesStarts; // surely one; what it is cannot be told
    } else if (packet.start && packet.hasPayload) {
        if (const auto pes = readPesHeader(packet.payload)) {
            ++m_counters.pesStarts;
            ++m_counters.clearStarts;
            if (pes->pts)
                state(packet.pid).lastPts = *pes->pts;
        }
    }
    if (!m_key && m_video && m_video->pid == packet.pid)
        followKey(packet, arrival);
    return packet;
}

void TsScanner::newConnection()
{
    for (Pid &pid : m_pids)
        pid.counter = -1;
    m_sections.clear();
    m_keyComing.reset();
}

const TsProgram *TsScanner::program() const
{
    const TsProgram *best = nullptr;
    for (const TsProgram &program : m_programs) {
        const bool video = std::any_of(program.streams.begin(), program.streams.end(),
                                       [](const TsStream &stream) { return stream.media == TsMedia::Video; });
        if (video)
            return &program;
        if (!best && !program.streams.empty())
            best = &program;
    }
    return best;
}

std::optional<std::int64_t> TsScanner::lastPts(std::uint16_t pid) const
{
    const std::uint16_t index = m_index[pid & 0x1FFF];
    if (index == 0 || m_pids[index - 1u].lastPts < 0)
        return std::nullopt;
    return m_pids[index - 1u].lastPts;
}

bool TsScanner::isPsi(std::uint16_t pid) const
{
    return pid == 0 || std::any_of(m_programs.begin(), m_programs.end(),
                                   [pid](const TsProgram &program) { return program.pmtPid == pid; });
}

TsScanner::Pid &TsScanner::state(std::uint16_t pid)
{
    std::uint16_t &index = m_index[pid & 0x1FFF];
    if (index == 0) {
        m_pids.emplace_back();
        index = std::uint16_t(m_pids.size());
    }
    return m_pids[index - 1u];
}

void TsScanner::checkCounter(const TsPacket &packet)
{
    if (!packet.hasPayload)
        return;
    Pid &pid = state(packet.pid);
    if (pid.counter >= 0 && !packet.discontinuity) {
        const bool repeated = packet.counter == pid.counter && !pid.duplicated; // one repetition is allowed
        if (!repeated && packet.counter != ((pid.counter + 1) & 0x0F))
            ++m_counters.continuityErrors;
        pid.duplicated = packet.counter == pid.counter;
    }
    pid.counter = packet.counter;
}

void TsScanner::readPsi(const TsPacket &packet)
{
    for (const auto &section : m_sections[packet.pid].feed(packet)) {
        if (section.size() < 12 || crc32(section) != 0) {
            ++m_counters.badSections;
            continue;
        }
        if ((at(section, 5) & 0x01) == 0)
            continue; // of the future
        const Bytes body = Bytes(section).first(section.size() - 4);
        if (packet.pid == 0 && at(section, 0) == 0x00)
            readPat(body);
        else if (at(section, 0) == 0x02 && body.size() >= 12) {
            for (TsProgram &program : m_programs) {
                if (program.pmtPid == packet.pid && program.number == at16(section, 3))
                    readPmt(program, body);
            }
        }
    }
}

void TsScanner::readPat(Bytes section)
{
    const int version = at(section, 5) >> 1 & 0x1F;
    std::vector<TsProgram> listed;
    for (std::size_t i = 8; i + 4 <= section.size() && listed.size() < kMaxPrograms; i += 4) {
        if (at16(section, i) != 0) // 0 is the network information table
            listed.push_back({at16(section, i), pidAt(section, i + 2)});
    }
    const auto sameProgram = [](const TsProgram &a, const TsProgram &b) {
        return a.number == b.number && a.pmtPid == b.pmtPid;
    };
    const bool known = std::all_of(listed.begin(), listed.end(), [&](const TsProgram &program) {
        return std::any_of(m_programs.begin(), m_programs.end(),
                           [&](const TsProgram &old) { return sameProgram(old, program); });
    });
    if (version == m_patVersion && known)
        return;
    if (version != m_patVersion || m_programs.size() + listed.size() > kMaxPrograms) {
        for (TsProgram &program : listed) { // what a PMT said stays true until the next one
            for (TsProgram &old : m_programs) {
                if (sameProgram(old, program))
                    program = std::move(old);
            }
        }
        m_programs = std::move(listed);
    } else { // one more section of the same table
        m_programs.insert(m_programs.end(), listed.begin(), listed.end());
    }
    m_patVersion = version;
    m_keyComing.reset();
    choose();
}

void TsScanner::readPmt(TsProgram &program, Bytes section)
{
    const int version = at(section, 5) >> 1 & 0x1F;
    TsProgram now{program.number, program.pmtPid, pidAt(section, 8), version, {}};
    std::size_t i = 12 + (at16(section, 10) & 0x0FFF);
    while (i + 5 <= section.size() && now.streams.size() < kMaxStreams) {
        TsStream stream{pidAt(section, i + 1), at(section, i)};
        const std::size_t length = at16(section, i + 3) & 0x0FFF;
        i += 5;
        if (i + length > section.size())
            break;
        stream.media = mediaOfType(stream.type);
        readDescriptors(section.subspan(i, length), stream);
        i += length;
        now.streams.push_back(std::move(stream));
    }
    if (now == program)
        return;
    program = std::move(now);
    m_keyComing.reset();
    choose();
}

/// What is followed: the chosen programme's clock and its first video.
void TsScanner::choose()
{
    m_video = nullptr;
    m_pcrPid = kNullPid;
    if (const TsProgram *chosen = program()) {
        m_pcrPid = chosen->pcrPid;
        const auto video = std::find_if(chosen->streams.begin(), chosen->streams.end(),
                                        [](const TsStream &stream) { return stream.media == TsMedia::Video; });
        if (video != chosen->streams.end())
            m_video = &*video;
    }
}

/// A picture has come in whole when its PES packet has, and an open one when the next begins.
void TsScanner::followKey(const TsPacket &packet, Nanos arrival)
{
    if (packet.start && m_keyComing && m_keyBytesLeft < 0) {
        m_key = m_keyComing;
        return;
    }
    if (packet.start) {
        m_keyComing.reset();
        if (const auto pes = readPesHeader(packet.payload);
            pes && (packet.randomAccess || beginsWithKeyPicture(m_video->type, pes->payload))) {
            m_keyComing = KeyPicture{pes->pts, arrival, m_counters.packets};
            m_keyBytesLeft = pes->length > 0 ? std::int64_t(pes->length) : -1;
        }
    }
    if (!m_keyComing)
        return;
    m_keyComing->arrival = arrival;
    m_keyComing->packet = m_counters.packets;
    if (m_keyBytesLeft > 0) {
        m_keyBytesLeft -= std::int64_t(packet.payload.size());
        if (m_keyBytesLeft <= 0)
            m_key = m_keyComing;
    }
}

} // namespace kanal::playback
