// SPDX-License-Identifier: MIT
#include "sniff.h"
#include "support/ts_clip.h"
#include "ts_scanner.h"

#include <random>

#include <gtest/gtest.h>

namespace kanal::playback
{

namespace
{

using namespace std::chrono_literals;

Bytes bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

/// Feeds in pieces of a size and returns what the framer hands out.
std::string framed(TsFramer &framer, std::string_view bytes, std::size_t piece)
{
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        framer.feed(bytesOf(bytes.substr(at, piece)), [&](Bytes packets) {
            EXPECT_EQ(packets.size() % framer.packetSize(), 0u);
            out.append(reinterpret_cast<const char *>(packets.data()), packets.size());
        });
    }
    return out;
}

void scanAll(TsScanner &scanner, std::string_view bytes, Nanos arrival = {})
{
    for (std::size_t at = 0; at + TsClip::kPacket <= bytes.size(); at += TsClip::kPacket)
        scanner.scan(bytesOf(bytes.substr(at, TsClip::kPacket)), arrival);
}

std::string noise(std::size_t count, std::uint32_t seed)
{
    std::minstd_rand random(seed);
    std::string bytes(count, '\0');
    for (char &c : bytes)
        c = char(random() >> 8);
    return bytes;
}

/// The clip with every packet brought to another size, as recorders and satellites do.
std::string restrided(std::string_view bytes, std::size_t before, std::size_t after)
{
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += TsClip::kPacket)
        out +=
            std::string(before, '\x01') + std::string(bytes.substr(at, TsClip::kPacket)) + std::string(after, '\x02');
    return out;
}

} // namespace

TEST(TsFramer, FindsTheGridWhereverTheStreamIsEnteredAndHoweverItIsCut)
{
    const TsClip clip({.pictures = 30});
    for (const std::size_t entry : {0u, 1u, 100u, 187u}) {
        for (const std::size_t piece : {1u, 7u, 188u, 1000u, 65536u}) {
            TsFramer framer;
            const std::string out = framed(framer, std::string_view(clip.bytes()).substr(entry), piece);
            const std::size_t firstWhole = entry == 0 ? 0 : TsClip::kPacket;
            EXPECT_EQ(framer.packetSize(), 188u);
            EXPECT_EQ(out, clip.bytes().substr(firstWhole)) << entry << ' ' << piece;
        }
    }
}

TEST(TsFramer, KnowsTheThreePacketSizes)
{
    const TsClip clip({.pictures = 30});
    TsFramer plain, timed, coded;
    framed(plain, clip.bytes(), 4000);
    framed(timed, restrided(clip.bytes(), 4, 0), 4000);
    framed(coded, restrided(clip.bytes(), 0, 16), 4000);
    EXPECT_EQ(plain.packetSize(), 188u);
    EXPECT_EQ(timed.packetSize(), 192u);
    EXPECT_EQ(coded.packetSize(), 204u);
}

TEST(TsFramer, SkipsGarbageOfAnyLengthInTheMiddle)
{
    const TsClip clip({.pictures = 60});
    for (const std::size_t length : {1u, 100u, 187u, 188u, 5000u, 200'000u}) {
        for (const std::size_t cutInPacket : {0u, 50u}) {
            const std::size_t cut = clip.startOf(30) + cutInPacket;
            const std::string dirty = clip.bytes().substr(0, cut) + noise(length, 7) + clip.bytes().substr(cut);
            TsFramer framer;
            const std::string out = framed(framer, dirty, 3000);
            EXPECT_TRUE(framer.locked());
            // At most a handful of packets around the damage are lost, the rest is there.
            EXPECT_GE(out.size(), clip.bytes().size() - 10 * TsClip::kPacket) << length;
            EXPECT_TRUE(out.ends_with(clip.bytes().substr(clip.startOf(32)))) << length;
        }
    }
}

TEST(TsFramer, FindsNothingInNoiseAndKeepsNothing)
{
    TsFramer framer;
    std::string bytes = noise(500'000, 9);
    std::replace(bytes.begin(), bytes.end(), '\x47', '\x48');
    EXPECT_EQ(framed(framer, bytes, 4096), "");
    EXPECT_FALSE(framer.locked());
    EXPECT_GT(framer.skippedBytes(), 490'000);
}

TEST(TsScanner, ReadsProgrammeStreamsAndLanguage)
{
    TsScanner scanner;
    scanAll(scanner, TsClip({.pictures = 3}).bytes());
    ASSERT_NE(scanner.program(), nullptr);
    EXPECT_EQ(scanner.program()->pmtPid, TsClip::kPmtPid);
    EXPECT_EQ(scanner.pcrPid(), 0x100);
    ASSERT_EQ(scanner.program()->streams.size(), 2u);
    EXPECT_EQ(scanner.program()->streams[0], (TsStream{0x100, 0x1B, TsMedia::Video, ""}));
    EXPECT_EQ(scanner.program()->streams[1], (TsStream{0x101, 0x0F, TsMedia::Audio, "deu"}));
    EXPECT_TRUE(scanner.isPsi(0));
    EXPECT_TRUE(scanner.isPsi(TsClip::kPmtPid));
    EXPECT_FALSE(scanner.isPsi(0x100));
}

TEST(TsScanner, FollowsANewProgrammeMap)
{
    TsScanner scanner;
    scanAll(scanner, TsClip({.pictures = 26}).bytes());
    scanAll(scanner, TsClip({.pictures = 26, .pmtVersion = 1, .videoPid = 0x200}).bytes());
    EXPECT_EQ(scanner.program()->version, 1);
    EXPECT_EQ(scanner.pcrPid(), 0x200);
}

TEST(TsScanner, IgnoresSectionsWhoseChecksumIsWrong)
{
    std::string bytes = TsClip({.pictures = 3}).bytes();
    bytes[TsClip::kPacket + 20] ^= 1; // in the PMT
    TsScanner scanner;
    scanAll(scanner, bytes);
    EXPECT_EQ(scanner.program(), nullptr);
    EXPECT_EQ(scanner.counters().badSections, 1);
}

TEST(TsScanner, KnowsTheClockAndTheTimesOfTheStreams)
{
    TsScanner scanner;
    scanAll(scanner, TsClip({.pictures = 11, .firstPcr = 900'000}).bytes());
    EXPECT_EQ(scanner.lastPcr(), 900'000 + 10 * 3600);
    EXPECT_EQ(scanner.lastPts(0x100), 900'000 + 10 * 3600 + 20'000);
    EXPECT_EQ(scanner.lastPts(0x101), 900'000 + 10 * 3600 + 10'000);
    EXPECT_EQ(scanner.lastPts(0x1FF), std::nullopt);
}

TEST(TsScanner, MeasuresClockDistancesAcrossTheWrap)
{
    EXPECT_EQ(tsClockDistance(100, 350), 250);
    EXPECT_EQ(tsClockDistance(350, 100), -250);
    EXPECT_EQ(tsClockDistance(kTsClockWrap - 100, 50), 150);
    EXPECT_EQ(tsClockDistance(50, kTsClockWrap - 100), -150);
}

TEST(TsScanner, CountsContinuityErrorsAndLetsRepetitionsPass)
{
    const TsClip clip({.pictures = 20});
    TsScanner clean;
    scanAll(clean, clip.bytes());
    EXPECT_EQ(clean.counters().continuityErrors, 0);

    std::string lossy = clip.bytes();
    lossy.erase(clip.startOf(10) + TsClip::kPacket, TsClip::kPacket); // one packet of video
    TsScanner counted;
    scanAll(counted, lossy);
    EXPECT_EQ(counted.counters().continuityErrors, 1);

    std::string repeated = clip.bytes();
    repeated.insert(clip.startOf(10), repeated.substr(clip.startOf(10), 0));
    repeated.insert(clip.startOf(10) + TsClip::kPacket, repeated.substr(clip.startOf(10), TsClip::kPacket));
    TsScanner tolerant;
    scanAll(tolerant, repeated);
    EXPECT_EQ(tolerant.counters().continuityErrors, 0);
}

TEST(TsScanner, CountsScrambledPackets)
{
    TsScanner scanner;
    scanAll(scanner, TsClip({.pictures = 20, .scrambled = true}).bytes());
    EXPECT_GT(scanner.counters().scrambled, 100);
    EXPECT_GT(scanner.counters().pesStarts, 0);
}

TEST(TsScanner, TellsWhenTheFirstWholeKeyPictureHasArrived)
{
    const TsClip clip({.pictures = 60});
    TsScanner scanner;
    scanAll(scanner, clip.pictures(3, 25), 1ms); // joined in the middle: nothing to see yet
    EXPECT_FALSE(scanner.firstKeyPicture());
    scanAll(scanner, clip.pictures(25, 26), 2ms);
    EXPECT_FALSE(scanner.firstKeyPicture()) << "an open PES packet ends where the next begins";
    scanAll(scanner, clip.pictures(26, 27), 3ms);
    ASSERT_TRUE(scanner.firstKeyPicture());
    EXPECT_EQ(scanner.firstKeyPicture()->arrival, 2ms) << "its last byte, not the next picture's first";
}

TEST(TsScanner, SurvivesAnything)
{
    const TsClip clip({.pictures = 50});
    for (std::uint32_t seed = 1; seed <= 150; ++seed) {
        std::minstd_rand random(seed);
        std::string bytes = clip.bytes();
        const std::size_t flips = 1 + random() % 2000;
        for (std::size_t i = 0; i < flips; ++i)
            bytes[random() % bytes.size()] = char(random() >> 8);
        TsFramer framer;
        TsScanner scanner;
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t piece = std::min<std::size_t>(1 + random() % 3000, bytes.size() - at);
            framer.feed(bytesOf(std::string_view(bytes).substr(at, piece)), [&](Bytes packets) {
                for (std::size_t i = 0; i < packets.size(); i += framer.packetSize())
                    scanner.scan(packets.subspan(i));
            });
            at += piece;
        }
        EXPECT_LE(scanner.programs().size(), 64u);
        EXPECT_LE(scanner.counters().packets, std::int64_t(bytes.size() / TsClip::kPacket + 1));
    }
    // Whole packets of noise: headers, sections and PES that say impossible things.
    for (std::uint32_t seed = 1; seed <= 50; ++seed) {
        std::string bytes = noise(188 * 500, seed);
        TsScanner scanner;
        scanAll(scanner, TsClip({.pictures = 1}).bytes());
        for (std::size_t at = 0; at < bytes.size(); at += 188) {
            bytes[at] = '\x47';
            bytes[at + 1] = char(bytes[at + 1] & 0x7F);
            if (at % 3 == 0) { // much of it for PIDs that are read
                bytes[at + 1] = char(0x40 | (at % 2 == 0 ? 0x10 : 0x01));
                bytes[at + 2] = 0;
            }
        }
        scanAll(scanner, bytes);
        EXPECT_EQ(scanner.counters().packets, 500 + std::int64_t(TsClip({.pictures = 1}).bytes().size() / 188));
    }
}

TEST(Sniff, KnowsWhatPanelsSend)
{
    const TsClip clip({.pictures = 5});
    const auto of = [](std::string_view text) { return sniff(bytesOf(text)); };
    EXPECT_EQ(of(clip.bytes()), StreamForm::Ts);
    EXPECT_EQ(of(std::string_view(clip.bytes()).substr(77)), StreamForm::Ts);
    EXPECT_EQ(of(restrided(clip.bytes(), 4, 0)), StreamForm::Ts);
    EXPECT_EQ(of("#EXTM3U\n#EXT-X-VERSION:3"), StreamForm::Hls);
    EXPECT_EQ(of("\xEF\xBB\xBF\r\n#EXTM3U"), StreamForm::Hls);
    EXPECT_EQ(of(std::string_view("\0\0\0\x20"
                                  "ftypisom",
                                  12)),
              StreamForm::Mp4);
    EXPECT_EQ(of("\x1A\x45\xDF\xA3\x01"), StreamForm::Matroska);
    EXPECT_EQ(of("<!DOCTYPE html><html>"), StreamForm::Html);
    EXPECT_EQ(of("\xEF\xBB\xBF  <html>"), StreamForm::Html);
    EXPECT_EQ(of("{\"user_info\":{\"auth\":0}}"), StreamForm::Html);
    EXPECT_EQ(of("ID3\x04"), StreamForm::Other);
    EXPECT_EQ(of("\xFF\xF1\x50\x80"), StreamForm::Other);
    EXPECT_EQ(of("FLV\x01"), StreamForm::Other);
    EXPECT_EQ(of(""), StreamForm::Unknown);
    EXPECT_EQ(of("hello"), StreamForm::Unknown);
}

} // namespace kanal::playback
