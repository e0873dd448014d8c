// SPDX-License-Identifier: MIT
// A picture that is scrambled beside sound in the clear: it is said, the sound goes on, and a picture that comes back
// is shown.
#include "hls_stub.h"
#include "player_probe.h"
#include "support/ts_clip.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// The packets of the pictures scrambled, up to a place in the clip.
std::string hidePicture(std::string clip, std::size_t until)
{
    TsScanner scanner;
    const std::string whole = clip;
    for (std::size_t at = 0; at + kTsPacketBytes <= until; at += kTsPacketBytes) {
        const TsPacket packet =
            scanner.scan(std::as_bytes(std::span(std::string_view(whole).substr(at, kTsPacketBytes))));
        const TsProgram *program = scanner.program();
        if (!program || packet.pid != program->streams.front().pid || !(whole[at + 3] & 0x10))
            continue;
        const std::size_t head = whole[at + 3] & 0x20 ? 5 + std::size_t(std::uint8_t(whole[at + 4])) : 4;
        clip[at + 3] = char(clip[at + 3] | 0x80);
        for (std::size_t i = at + std::min<std::size_t>(head, kTsPacketBytes); i < at + kTsPacketBytes; ++i)
            clip[i] = char(clip[i] ^ 0x5A);
    }
    return clip;
}

bool pictureIs(PlayerProbe &probe, bool encrypted)
{
    const auto tracks = probe.tracks();
    return std::any_of(tracks.begin(), tracks.end(), [&](const Track &track) {
        return track.kind == TrackKind::Video && track.encrypted == encrypted && track.undecodable == encrypted;
    });
}

/// Sound is awaited by its periods; the tracks are told beside it.
template<class Condition>
bool awaitWhileHeard(PlayerProbe &probe, std::chrono::milliseconds limit, Condition condition)
{
    const Nanos end = probe.now() + limit;
    while (probe.now() < end) {
        if (condition())
            return true;
        const std::size_t heard = probe.periods().size();
        probe.awaitPeriods(heard + 10);
    }
    return false;
}

TEST(PlayerScrambled, ThePictureIsSaidToBeEncryptedAndTheSoundGoesOn)
{
    const std::string clip = makeFlashClip({.seconds = 10});
    const std::string hidden = hidePicture(clip, clip.size());
    TcpStub server([&hidden](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        sendPaced(peer, hidden, 10, 2);
        peer.hold();
    });
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(awaitWhileHeard(probe, 10s, [&] { return pictureIs(probe, true); }));
    EXPECT_EQ(probe.player.state(), PlayState::Playing);
    EXPECT_TRUE(probe.player.stats().phases.firstSound);
    EXPECT_EQ(probe.frames(), 0u);
}

TEST(PlayerScrambled, APictureThatComesBackIsShown)
{
    const std::string clip = makeFlashClip({.seconds = 12});
    const std::string hidden = hidePicture(clip, clip.size() / 2);
    TcpStub server([&hidden](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        sendPaced(peer, hidden, 12, 2);
        peer.hold();
    });
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(awaitWhileHeard(probe, 10s, [&] { return pictureIs(probe, true); }));
    ASSERT_TRUE(probe.awaitFrames(50));
    EXPECT_TRUE(pictureIs(probe, false));
}

TEST(PlayerScrambled, InAPlaylistAsWell)
{
    HlsStub stub;
    const SlidingList list;
    for (std::int64_t n = 0; n < 12; ++n)
        stub.file("/s" + std::to_string(n), hidePicture(tsSegment(n), tsSegment(n).size()));
    stub.page("/live.m3u8", [&](const std::string &) {
        return HlsStub::Answer{200, list.text("s"), {}, "application/vnd.apple.mpegurl"};
    });
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(awaitWhileHeard(probe, 10s, [&] { return pictureIs(probe, true); }));
    EXPECT_TRUE(probe.player.stats().phases.firstSound);
}

TEST(PlayerScrambled, APlaylistOfScrambledSegmentsIsNamed)
{
    const TsClip hidden({.pictures = 250, .scrambled = true});
    HlsStub stub;
    const SlidingList list;
    for (int n = 0; n < 40; ++n)
        stub.file("/s" + std::to_string(n), hidden.bytes());
    stub.page("/live.m3u8", [&](const std::string &) { return HlsStub::Answer{200, list.text("s")}; });
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitState(PlayState::Failed, 20s));
    EXPECT_EQ(probe.error().kind, ErrorKind::Unsupported) << probe.error().detail;
    EXPECT_EQ(probe.error().subject, subjects::kEncryption);
}

} // namespace
} // namespace kanal::playback
