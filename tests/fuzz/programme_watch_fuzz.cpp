// SPDX-License-Identifier: MIT
// rooms: playback core
// Programme maps that contradict each other, and streams that are scrambled now and then: read piece by piece as the
// demuxer does, which begins anew where another programme does. It always comes to the end.
#include "fuzz_packets.h"
#include "programme_watch.h"
#include "scramble_watch.h"

#include <algorithm>

using namespace kanal::playback;

namespace
{

/// The demuxer's part: what waits to be looked at, and a new reader where another programme begins.
class Reader
{
public:
    void add(std::span<const std::byte> piece)
    {
        m_waiting.insert(m_waiting.end(), piece.begin(), piece.end());
        for (std::size_t rounds = m_waiting.size() / kTsPacketBytes + 2; look(); --rounds) {
            require(rounds > 0);
            m_waiting.insert(m_waiting.begin(), m_watch.pat().begin(), m_watch.pat().end());
        }
    }

    bool sawChange() const { return m_changed; }
    const ScrambleWatch &scrambled() const { return m_scrambled; }

private:
    bool look()
    {
        const auto change = m_watch.changeIn(m_waiting);
        const std::size_t looked = change.value_or(m_waiting.size());
        require(looked % kTsPacketBytes == 0 && looked <= m_waiting.size());
        const auto next = m_waiting.begin() + std::ptrdiff_t(looked);
        m_scrambled.note(Bytes(m_waiting).first(looked));
        notePats(Bytes(m_waiting).first(looked));
        if (change && looked > 0 && beginsTable(Bytes(m_waiting).subspan(looked)))
            checkBegins(Bytes(m_waiting).subspan(looked));
        if (change)
            m_pats.clear();
        m_waiting.erase(m_waiting.begin(), next);
        check();
        m_changed = m_changed || change;
        return change.has_value();
    }

    /// Else it began earlier, or in the middle of a packet.
    static bool beginsTable(Bytes behind)
    {
        const TsPacket packet = TsPacket::parse(behind);
        return packet.start && !packet.payload.empty() && packet.payload[0] == std::byte{0};
    }

    void notePats(Bytes looked)
    {
        for (std::size_t at = 0; at < looked.size(); at += kTsPacketBytes)
            if (const Bytes packet = looked.subspan(at, kTsPacketBytes); TsPacket::parse(packet).pid == 0)
                m_pats.insert(m_pats.end(), packet.begin(), packet.end());
    }

    /// Nothing is lost between two programmes: the one that came is known by what follows the place.
    void checkBegins(Bytes behind) const
    {
        TsScanner next;
        bool known = false; // for a while; another table may take it away again
        for (const Bytes packets : {Bytes(m_pats), behind})
            for (std::size_t at = 0; at < packets.size(); at += kTsPacketBytes) {
                next.scan(packets.subspan(at, kTsPacketBytes));
                known = known || std::any_of(next.programs().begin(), next.programs().end(),
                                             [](const TsProgram &one) { return one.version >= 0; });
            }
        require(known);
    }

    /// What the watch knows can be touched, and does not contradict itself.
    void check() const
    {
        if (const TsStream *video = m_watch.video())
            require(video->media == TsMedia::Video && !m_watch.isGone(video->pid) && video->language.size() <= 3);
        const std::vector<std::byte> &pat = m_watch.pat();
        require(pat.empty() || pat.size() == kTsPacketBytes);
    }

    ProgrammeWatch m_watch;
    ScrambleWatch m_scrambled;
    std::vector<std::byte> m_waiting;
    std::vector<std::byte> m_pats; ///< that were looked at since the last change
    bool m_changed = false;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    const std::size_t pieceSize = 1 + input.byte() % 16;
    const FuzzPackets packets(input);
    Reader reader;
    for (std::size_t at = 0; at < packets.count(); at += pieceSize)
        reader.add(packets.piece(at, pieceSize));
    if (reader.sawChange())
        return 0;
    ScrambleWatch atOnce;
    atOnce.note(packets.all());
    require(atOnce.allIsScrambled() == reader.scrambled().allIsScrambled());
    for (int pid = 0; pid < FuzzPackets::kFirstPid + 4; ++pid)
        require(atOnce.isScrambled(pid) == reader.scrambled().isScrambled(pid));
    return 0;
}
