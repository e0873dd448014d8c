// SPDX-License-Identifier: MIT
#include "programme_watch.h"
#include "support/ts_clip.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

constexpr std::uint16_t kPmtPid = 0x1000, kVideo = 0x100, kAudio = 0x101;

std::string number16(int value)
{
    return {char(value >> 8), char(value)};
}

/// Tables in packets, each in as many as it needs.
class Tables
{
public:
    struct Stream {
        int type;
        std::uint16_t pid;
    };

    std::string pat(const std::vector<std::pair<int, std::uint16_t>> &programmes = {{1, kPmtPid}})
    {
        std::string body = number16(1) + char(0xC1) + std::string(2, '\0');
        for (const auto &[number, pid] : programmes)
            body += number16(number) + number16(0xE000 | pid);
        return packets(0, '\0', body);
    }
    std::string pmt(int version, const std::vector<Stream> &streams, int number = 1)
    {
        std::string body = number16(number) + char(0xC1 | version << 1) + std::string(2, '\0') +
                           number16(0xE000 | kVideo) + number16(0xF000);
        for (const Stream &stream : streams)
            body += char(stream.type) + number16(0xE000 | stream.pid) + number16(0xF000);
        return packets(kPmtPid, '\x02', body);
    }

private:
    std::string packets(std::uint16_t pid, char table, const std::string &body)
    {
        std::string payload =
            std::string(1, '\0') + TsClip::section(table + number16(0xB000 | int(body.size() + 4)) + body);
        std::string made;
        for (bool start = true; !payload.empty(); start = false) {
            std::string packet = "\x47" + number16((start ? 0x4000 : 0) | pid) + char(0x10 | m_counter++ % 16);
            packet += payload.substr(0, kTsPacketBytes - 4);
            payload.erase(0, kTsPacketBytes - 4);
            packet.resize(kTsPacketBytes, '\xFF');
            made += packet;
        }
        return made;
    }

    int m_counter = 0;
};

/// More streams than a packet can name.
std::vector<Tables::Stream> manyWith(Tables::Stream first)
{
    std::vector<Tables::Stream> many{first};
    for (std::uint16_t pid = 0x200; pid < 0x228; ++pid)
        many.push_back({0x0F, pid});
    return many;
}

Bytes bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

TEST(ProgrammeWatch, AnotherCodecAtAKnownPidBeginsWithItsTable)
{
    Tables tables;
    ProgrammeWatch watch;
    const std::string before = tables.pat() + tables.pmt(0, {{0x1B, kVideo}, {0x0F, kAudio}}) + tables.pat();
    EXPECT_EQ(watch.changeIn(bytesOf(before + tables.pmt(1, {{0x24, kVideo}, {0x0F, kAudio}}))), before.size());
    EXPECT_FALSE(watch.video()) << "it begins anew";
}

TEST(ProgrammeWatch, OtherStreamsAreNoChangeAndAreMissedWhenTheyAreGone)
{
    Tables tables;
    ProgrammeWatch watch;
    EXPECT_FALSE(watch.changeIn(bytesOf(tables.pat() + tables.pmt(0, {{0x1B, kVideo}, {0x0F, kAudio}}))));
    EXPECT_FALSE(watch.changeIn(bytesOf(tables.pmt(1, {{0x1B, kVideo}, {0x03, 0x102}}))));
    ASSERT_TRUE(watch.video());
    EXPECT_EQ(watch.video()->pid, kVideo);
    EXPECT_TRUE(watch.isGone(kAudio));
    EXPECT_FALSE(watch.changeIn(bytesOf(tables.pmt(2, {{0x1B, kVideo}, {0x0F, kAudio}}))));
    EXPECT_FALSE(watch.isGone(kAudio));
}

TEST(ProgrammeWatch, ALongTableBeginsWithItsFirstPacketWhateverLiesInBetween)
{
    Tables tables;
    ProgrammeWatch watch;
    const std::string before = tables.pat() + tables.pmt(0, {{0x1B, kVideo}});
    std::string table = tables.pmt(1, manyWith({0x24, kVideo}));
    ASSERT_EQ(table.size(), 2 * kTsPacketBytes);
    table.insert(kTsPacketBytes, tables.pat());
    EXPECT_EQ(watch.changeIn(bytesOf(before + table)), before.size());
}

TEST(ProgrammeWatch, ATableThatEndsWhereAnotherBeginsBeganBefore)
{
    Tables tables;
    ProgrammeWatch watch;
    const std::string before = tables.pat() + tables.pmt(0, {{0x1B, kVideo}});
    std::string table = tables.pmt(1, manyWith({0x24, kVideo}));
    ASSERT_EQ(table.size(), 2 * kTsPacketBytes);
    std::string end = table.substr(kTsPacketBytes + 4, table.find_last_not_of('\xFF') + 1 - kTsPacketBytes - 4);
    table[kTsPacketBytes + 1] = char(0x40 | table[kTsPacketBytes + 1]);
    table.replace(kTsPacketBytes + 4, end.size() + 1, char(end.size()) + end);
    EXPECT_EQ(watch.changeIn(bytesOf(before + table)), before.size());
}

TEST(ProgrammeWatch, AChangeInThePacketOfTheTableBeforeComesToAnEnd)
{
    Tables tables;
    // The old table, and behind it in the same packet the beginning of the new one.
    const std::string old = tables.pmt(0, {{0x1B, kVideo}}), next = tables.pmt(1, manyWith({0x24, kVideo}));
    const auto sectionOf = [](std::string packets) {
        for (std::size_t at = packets.size() - kTsPacketBytes; at > 0; at -= kTsPacketBytes)
            packets.erase(at, 4);
        return packets.substr(5, packets.find_last_not_of('\xFF') - 4);
    };
    const std::string sections = sectionOf(old) + sectionOf(next);
    std::string both = old.substr(0, 5) + sections.substr(0, kTsPacketBytes - 5);
    both += next.substr(kTsPacketBytes, 4) + sections.substr(kTsPacketBytes - 5);
    both.resize(2 * kTsPacketBytes, '\xFF');
    ProgrammeWatch watch;
    std::string waiting = tables.pat() + old + both;
    int changes = 0;
    while (const auto change = watch.changeIn(bytesOf(waiting))) { // as the demuxer goes on
        ASSERT_LT(++changes, 10);
        const std::vector<std::byte> &pat = watch.pat();
        waiting = std::string(reinterpret_cast<const char *>(pat.data()), pat.size()) + waiting.substr(*change);
    }
    EXPECT_GE(changes, 1);
}

TEST(ProgrammeWatch, TwoProgrammesWhoseMapsShareAPidDoNotContradictEachOther)
{
    Tables tables;
    ProgrammeWatch watch;
    std::string stream = tables.pat({{1, kPmtPid}, {2, kPmtPid}});
    for (int round = 0; round < 3; ++round)
        stream += tables.pmt(0, {{0x1B, kVideo}}) + tables.pmt(0, {{0x24, kVideo}}, 2);
    EXPECT_FALSE(watch.changeIn(bytesOf(stream)));
}

} // namespace
} // namespace kanal::playback
