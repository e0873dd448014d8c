// SPDX-License-Identifier: MIT
#include "support/ts_clip.h"
#include "ts_splicer.h"

#include <random>

#include <gtest/gtest.h>

namespace kanal::playback
{

namespace
{

using Form = TsSplicer::Form;
using Join = TsSplicer::Join;

Bytes bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

/// A splicer and what came out of it.
class Spliced
{
public:
    void connect(std::string_view bytes, std::size_t piece = 4096, Form form = Form::Ts)
    {
        splicer.beginConnection(form);
        more(bytes, piece);
    }
    void more(std::string_view bytes, std::size_t piece = 4096)
    {
        for (std::size_t at = 0; at < bytes.size(); at += piece)
            splicer.feed(bytesOf(bytes.substr(at, piece)), {}, sink);
    }
    std::string take() { return std::exchange(out, {}); }

    TsSplicer splicer;
    std::string out;
    TsSplicer::Sink sink = [this](Bytes bytes) {
        out.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    };
};

std::string_view view(const std::string &text)
{
    return text;
}

} // namespace

TEST(TsSplicer, PassesTheFirstConnectionUntouched)
{
    const TsClip clip({.pictures = 60});
    for (const std::size_t piece : {1u, 188u, 1000u, 65536u}) {
        Spliced spliced;
        spliced.connect(clip.bytes(), piece);
        EXPECT_EQ(spliced.out, clip.bytes()) << piece;
    }
}

TEST(TsSplicer, CutsAReplayOutToThePacket)
{
    const TsClip clip({.pictures = 200});
    // Dropped at any place: between packets, inside one, just behind a clock reference.
    for (const std::size_t cut :
         {clip.startOf(100), clip.startOf(100) + 188, clip.startOf(100) + 3 * 188 + 77, clip.startOf(100) + 6 * 188}) {
        for (const int replayFrom : {51, 75, 95}) {
            for (const std::size_t piece : {100u, 5000u}) {
                Spliced spliced;
                spliced.connect(view(clip.bytes()).substr(0, cut), piece);
                spliced.connect(view(clip.bytes()).substr(clip.startOf(replayFrom)), piece);
                EXPECT_EQ(spliced.out, clip.bytes()) << cut << ' ' << replayFrom << ' ' << piece;
                EXPECT_EQ(spliced.splicer.lastJoin(), Join::Exact);
            }
        }
    }
}

TEST(TsSplicer, CutsAReplayWithOtherBytesOutAtTheClock)
{
    const TsClip first({.pictures = 200});
    const TsClip again({.pictures = 200, .packetsPerPicture = 7}); // the same pictures, packed anew
    Spliced spliced;
    spliced.connect(view(first.bytes()).substr(0, first.startOf(100)));
    spliced.take();
    spliced.connect(again.pictures(50, 150));
    EXPECT_EQ(spliced.splicer.lastJoin(), Join::Replay);
    // Picture 99 was the last one passed on, so it goes on with picture 100, whole.
    EXPECT_TRUE(view(spliced.out).ends_with(again.pictures(101, 150)));
    EXPECT_LE(spliced.out.size(), again.pictures(99, 150).size());
    TsScanner seen;
    for (std::size_t at = 0; at + 188 <= spliced.out.size(); at += 188) {
        const TsPacket packet = seen.scan(bytesOf(view(spliced.out).substr(at, 188)));
        EXPECT_GT(packet.pcr.value_or(kTsClockWrap), 900'000 + 99 * 3600);
    }
}

TEST(TsSplicer, CutsAReplayAcrossTheClocksWrap)
{
    const TsClip clip({.pictures = 200, .firstPcr = kTsClockWrap - 100 * 3600});
    Spliced spliced;
    spliced.connect(view(clip.bytes()).substr(0, clip.startOf(110)));
    spliced.connect(view(clip.bytes()).substr(clip.startOf(75)));
    EXPECT_EQ(spliced.out, clip.bytes());
}

TEST(TsSplicer, GoesOnWhereTheStreamWentOn)
{
    const TsClip clip({.pictures = 300});
    Spliced spliced;
    spliced.connect(clip.pictures(0, 100));
    spliced.take();
    spliced.connect(clip.pictures(125, 200));
    EXPECT_EQ(spliced.splicer.lastJoin(), Join::Forward);
    EXPECT_EQ(spliced.out, clip.pictures(125, 200));
}

TEST(TsSplicer, LeavesTheRestOfAHalfPictureOut)
{
    const TsClip clip({.pictures = 300});
    Spliced spliced;
    spliced.connect(clip.pictures(0, 100));
    spliced.take();
    spliced.connect(view(clip.bytes()).substr(clip.startOf(130) + 2 * 188)); // enters in the middle of picture 130
    TsScanner seen;
    std::vector<bool> begun(8192);
    for (std::size_t at = 0; at + 188 <= spliced.out.size(); at += 188) {
        const TsPacket packet = seen.scan(bytesOf(view(spliced.out).substr(at, 188)));
        begun[packet.pid] = begun[packet.pid] || packet.start;
        EXPECT_TRUE(begun[packet.pid]);
    }
    EXPECT_TRUE(view(spliced.out).ends_with(clip.pictures(132, 300)));
}

TEST(TsSplicer, TakesAnotherClockAsANewBeginning)
{
    const TsClip clip({.pictures = 100, .firstPcr = 500'000'000});
    const TsClip other({.pictures = 100, .firstPcr = 1'000});
    Spliced spliced;
    spliced.connect(clip.bytes());
    spliced.take();
    spliced.connect(other.bytes());
    EXPECT_EQ(spliced.splicer.lastJoin(), Join::Unrelated);
    EXPECT_EQ(spliced.out, other.bytes());
}

TEST(TsSplicer, DoesNotSkipAClipInALoopForEver)
{
    const TsClip notice({.pictures = 100});
    Spliced spliced;
    spliced.connect(notice.bytes());
    spliced.take();
    spliced.connect(notice.bytes()); // looks like a replay that never gets anywhere
    spliced.take();
    for (int round = 0; round < 3; ++round) {
        spliced.connect(notice.bytes());
        EXPECT_EQ(spliced.take().size(), notice.bytes().size()) << round;
    }
}

TEST(TsSplicer, CanBeToldThatItIsNoReplay)
{
    const TsClip clip({.pictures = 200});
    Spliced spliced;
    spliced.connect(clip.pictures(0, 150));
    spliced.take();
    spliced.connect(clip.pictures(25, 50));
    EXPECT_TRUE(spliced.splicer.skipping());
    EXPECT_EQ(spliced.out, "");
    spliced.splicer.stopSkipping({}, spliced.sink);
    spliced.more(clip.pictures(50, 75));
    EXPECT_EQ(spliced.out, clip.pictures(50, 75));
}

TEST(TsSplicer, PassesNewTablesOfAReplayOn)
{
    const TsClip clip({.pictures = 200});
    const TsClip changed({.pictures = 200, .packetsPerPicture = 7, .pmtVersion = 3});
    Spliced spliced;
    spliced.connect(clip.pictures(0, 110));
    spliced.take();
    spliced.connect(changed.pictures(75, 124)); // its tables lie in what is skipped
    EXPECT_EQ(spliced.splicer.lastJoin(), Join::Replay);
    TsScanner seen;
    for (std::size_t at = 0; at + 188 <= spliced.out.size(); at += 188)
        seen.scan(bytesOf(view(spliced.out).substr(at, 188)));
    ASSERT_NE(seen.program(), nullptr);
    EXPECT_EQ(seen.program()->version, 3);
}

TEST(TsSplicer, PassesWhatIsNoTransportStreamUntouched)
{
    const std::string radio = "ID3 and then frames, none of which is a packet";
    Spliced spliced;
    spliced.connect(radio, 5, Form::Other);
    spliced.connect(radio, 7, Form::Other);
    EXPECT_EQ(spliced.out, radio + radio);
}

TEST(TsSplicer, PassesAStreamWithoutClockOnAsItIs)
{
    const TsClip clip({.pictures = 100, .pcr = false});
    Spliced spliced;
    spliced.connect(clip.pictures(0, 50));
    spliced.connect(clip.pictures(50, 100));
    EXPECT_EQ(spliced.out, clip.bytes());
}

TEST(TsSplicer, SurvivesAnything)
{
    const TsClip clip({.pictures = 75});
    for (std::uint32_t seed = 1; seed <= 100; ++seed) {
        std::minstd_rand random(seed);
        Spliced spliced;
        std::size_t fed = 0;
        for (int connection = 0; connection < 5; ++connection) {
            std::string bytes(clip.pictures(int(random() % 70), 75));
            for (std::size_t i = random() % 300; i > 0; --i)
                bytes[random() % bytes.size()] = char(random() >> 8);
            if (random() % 3 == 0)
                bytes.insert(random() % bytes.size(), std::string(random() % 3000, char(random() >> 8)));
            bytes.resize(random() % bytes.size());
            fed += bytes.size();
            spliced.connect(bytes, 1 + random() % 5000, random() % 8 == 0 ? Form::Other : Form::Ts);
            if (random() % 5 == 0)
                spliced.splicer.stopSkipping({}, spliced.sink);
        }
        EXPECT_LE(spliced.out.size(), fed + 2 * 188 * 5);
    }
}

} // namespace kanal::playback
