// SPDX-License-Identifier: MIT
// The first key picture, put together before libavformat hands it on: by its parts, and in a player whose server sends
// nothing behind its last byte.
#include "key_picture.h"
#include "player_probe.h"
#include "support/flash_clip.h"
#include "support/ts_clip.h"
#include "support/ts_edit.h"

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

const TsStream kVideo{0x100, 0x1B, TsMedia::Video, {}};

/// Two pictures, the first of them key, and where the last packet of the first ends.
struct TwoPictures {
    TsClip clip{{.pictures = 2}};
    std::string bytes = clip.bytes();
    std::size_t end = 0;

    TwoPictures()
    {
        for (std::size_t at = 0; at < clip.startOf(1); at += TsClip::kPacket)
            if (ts::pidOf(reinterpret_cast<const ts::Byte *>(bytes.data()) + at) == kVideo.pid)
                end = at + TsClip::kPacket;
    }
    std::string_view untilWhole() const { return std::string_view(bytes).substr(0, end); }
};

TEST(KeyPictureReader, HasThePictureWithItsLastByte)
{
    const TwoPictures two;
    KeyPictureReader reader;
    EXPECT_FALSE(reader.feed(bytesOf(two.untilWhole()).first(two.end - TsClip::kPacket), kVideo));
    const auto key = reader.feed(bytesOf(two.untilWhole()).last(TsClip::kPacket), kVideo);
    ASSERT_TRUE(key);
    EXPECT_TRUE(key->guessed);
    EXPECT_EQ(key->pid, kVideo.pid);
    EXPECT_EQ(key->pts, 920'000);
    EXPECT_FALSE(key->dts);
    EXPECT_EQ(key->bytes.size(), 6u * 176 - 14) << "all but the header of the PES packet";
    EXPECT_FALSE(reader.feed(bytesOf(two.bytes), kVideo)) << "once";
}

TEST(KeyPictureReader, WaitsForTheNextPictureWhereNothingTellsTheEnd)
{
    const TwoPictures two;
    TsStream hevc = kVideo;
    hevc.type = 0x24; // its decoders do not say that a part is missing
    KeyPictureReader reader;
    EXPECT_FALSE(reader.feed(bytesOf(two.untilWhole()), hevc));
    const auto key = reader.feed(bytesOf(std::string_view(two.bytes).substr(two.end)), hevc);
    ASSERT_TRUE(key);
    EXPECT_FALSE(key->guessed);
    EXPECT_EQ(key->bytes.size(), 6u * 176 - 14);
}

TEST(KeyPictureReader, TakesNoPictureThatLostAPart)
{
    const TwoPictures two;
    std::string holed = two.bytes;
    holed.erase(two.end - 2 * TsClip::kPacket, TsClip::kPacket);
    KeyPictureReader reader;
    EXPECT_FALSE(reader.feed(bytesOf(holed), kVideo));
    EXPECT_FALSE(reader.done()) << "the next one may be whole";
}

TEST(KeyPictureReader, TakesNoPictureWithoutABody)
{
    TwoPictures two;
    // All but the first packet of the first picture is gone, and that one holds no more than a PES packet's header.
    const std::size_t first = 2 * TsClip::kPacket;
    std::string bare = two.bytes.substr(first, TsClip::kPacket);
    bare[4] = char(kTsPacketBytes - 5 - 14);
    const std::size_t header = std::string_view(two.bytes).find(std::string_view("\x00\x00\x01\xE0", 4), first);
    bare.replace(kTsPacketBytes - 14, 14, two.bytes.substr(header, 14));
    KeyPictureReader reader;
    EXPECT_FALSE(reader.feed(bytesOf(bare), kVideo));
    std::string stuffing = bare; // the next packet, and nothing in it at all
    stuffing[1] = char(stuffing[1] & ~0x40);
    ++stuffing[3];
    stuffing[4] = char(kTsPacketBytes - 5);
    EXPECT_FALSE(reader.feed(bytesOf(stuffing), kVideo));
    EXPECT_FALSE(reader.feed(bytesOf(two.clip.pictures(1, 2)), kVideo));
    EXPECT_FALSE(reader.done()) << "the next one may have one";
}

TEST(KeyPictureReader, TakesNoOtherPicture)
{
    const TsClip clip({.pictures = 25});
    KeyPictureReader reader;
    EXPECT_FALSE(reader.feed(bytesOf(clip.pictures(1, 25)), kVideo));
    EXPECT_FALSE(reader.feed(bytesOf(TsClip({.pictures = 2, .scrambled = true}).bytes()), kVideo));
}

TEST(KeyPictureReader, AnyBytesAreFine)
{
    std::string bytes = TsClip({.pictures = 60}).bytes();
    std::uint32_t state = 1;
    for (int round = 0; round < 200; ++round) {
        state = state * 1664525u + 1013904223u;
        bytes[state % bytes.size()] = char(state >> 24);
        KeyPictureReader reader;
        for (std::size_t at = 0; at < bytes.size(); at += 7 * TsClip::kPacket)
            reader.feed(bytesOf(std::string_view(bytes).substr(at, 7 * TsClip::kPacket)), kVideo);
    }
}

/// Of a clip: where the last packet of the first key picture ends after `from`.
std::size_t keyEnd(const std::string &clip)
{
    std::size_t end = 0;
    bool inside = false;
    for (std::size_t at = 0; at + ts::kPacket <= clip.size(); at += ts::kPacket) {
        const auto *packet = reinterpret_cast<const ts::Byte *>(clip.data()) + at;
        if (ts::pidOf(packet) != ts::kVideoPid)
            continue;
        if (packet[1] & 0x40 && std::exchange(inside, true))
            return end;
        end = at + ts::kPacket;
    }
    return end;
}

TEST(KeyPicture, IsShownBeforeAnythingFollowsIt)
{
    const std::string clip = makeFlashClip();
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(std::string_view(clip).substr(0, keyEnd(clip)));
        peer.hold();
    });
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(1, 3s)) << "the server sends no more";
    EXPECT_EQ(probe.lastFrame()->sourceWidth, 320);
    EXPECT_TRUE(probe.lastFrame()->preview);
}

/// A window that paints a picture as long as it may, and counts what comes meanwhile.
class PaintedSurface final : public VideoSink
{
public:
    struct Wait {
        int before, after; ///< pictures presented
    };

    SurfaceWish wish() const override { return {true, 160, 90, SurfaceWish::Fit::Contain}; }
    void present(FrameRef) override
    {
        std::lock_guard lock(m_mutex);
        ++m_presented;
        m_changed.notify_all();
    }
    void clear() override {}
    void awaitShown(std::chrono::milliseconds atMost) override
    {
        std::unique_lock lock(m_mutex);
        const int before = m_presented;
        m_changed.wait_for(lock, atMost, [&] { return m_presented > before; });
        m_waits.push_back({before, m_presented});
    }
    bool awaitPictures(int count)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 12s, [&] { return m_presented >= count; });
    }
    std::vector<Wait> waits()
    {
        std::lock_guard lock(m_mutex);
        return m_waits;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_presented = 0;
    std::vector<Wait> m_waits;
};

TEST(KeyPicture, IsPaintedBeforeAnotherComes)
{
    TcpStub server(pacedScript(makeFlashClip(), 6, 2));
    SteadyClock clock;
    PaintedSurface surface;
    Player player(clock, surface, std::make_unique<NullAudioSink>(clock), {});
    player.open({.url = server.url()});
    ASSERT_TRUE(surface.awaitPictures(20));
    const auto waits = surface.waits();
    ASSERT_EQ(waits.size(), 1U) << "the first picture is waited for, and no other";
    EXPECT_EQ(waits.front().before, 1);
    EXPECT_EQ(waits.front().after, 1);
}

TEST(KeyPicture, IsFollowedByAllOthersInTime)
{
    const std::string clip = makeFlashClip();
    TcpStub server(pacedScript(clip, 6, 0));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(50));
    const auto shown = probe.shown();
    for (std::size_t i = 3; i < shown.size(); ++i)
        EXPECT_GT(shown[i].second, shown[i - 1].second);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

/// A multiplexer that leaves room in the middle: what was taken for whole is not shown in grey.
TEST(KeyPicture, IsNotShownInPart)
{
    const std::string clip = makeFlashClip({.noise = true});
    std::size_t middle = keyEnd(clip) / 2 / ts::kPacket * ts::kPacket;
    while (ts::pidOf(reinterpret_cast<const ts::Byte *>(clip.data()) + middle) != ts::kVideoPid)
        middle += ts::kPacket;
    std::string part = clip.substr(0, middle + ts::kPacket);
    auto *last = reinterpret_cast<ts::Byte *>(part.data()) + middle;
    ASSERT_FALSE(last[3] & 0x20) << "a packet without an adaptation field";
    last[3] |= 0x20;
    last[4] = 20; // of its payload only the rest
    last[5] = 0;
    std::fill(last + 6, last + 25, ts::Byte(0xFF));
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(part);
        peer.hold();
    });
    PlayerProbe probe;
    probe.open(server.url());
    EXPECT_FALSE(probe.awaitFrames(1, 700ms));
}

} // namespace
} // namespace kanal::playback
