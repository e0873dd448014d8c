// SPDX-License-Identifier: MIT
#include "player_probe.h"
#include "support/flash_clip.h"
#include "support/ts_clip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;
using testing::Contains;
using testing::Not;

const std::string &transportStream()
{
    static const std::string clip = makeFlashClip();
    return clip;
}

TEST(Player, PlaysALiveStream)
{
    TcpStub server(pacedScript(transportStream(), 6, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    ASSERT_TRUE(probe.awaitFrames(50));
    const PlayerStats stats = probe.player.stats();
    EXPECT_TRUE(stats.phases.firstPicture);
    EXPECT_TRUE(stats.phases.firstSound);
    EXPECT_GT(stats.bytes, 100'000);
    EXPECT_EQ(stats.rebuffers, 0);
    ASSERT_EQ(probe.tracks().size(), 2u);
    EXPECT_EQ(probe.tracks()[0].codec, "mpeg2video");
    EXPECT_EQ(probe.tracks()[0].width, 320);
    EXPECT_EQ(probe.tracks()[0].frameRate, 25);
    EXPECT_TRUE(probe.tracks()[1].selected);
    EXPECT_EQ(probe.tracks()[1].channels, 2);
    EXPECT_EQ(probe.tracks()[1].sampleRate, 48000);
}

TEST(Player, AtTheLiveEdgeThePictureNeverFreezesAfterItCame)
{
    TcpStub server(pacedScript(transportStream(), 6, 0));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(60));
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(Player, PlaysAFileToItsEnd)
{
    const std::string clip =
        makeFlashClip({.container = "mp4", .videoCodec = "mpeg4", .audioCodec = "aac", .seconds = 2});
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/mp4", "Content-Length: " + std::to_string(clip.size()) + "\r\n");
        peer.send(clip);
    });
    PlayerProbe probe;
    probe.open(server.url("/film.mp4"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.frames(), 45u);
}

TEST(Player, PlaysPicturesWithoutSound)
{
    const std::string mute = makeFlashClip({.audioCodec = "", .seconds = 3});
    TcpStub server(pacedScript(mute, 6, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    EXPECT_TRUE(probe.awaitFrames(25));
}

TEST(Player, ComesBackByItselfAfterAReset)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() == 0) {
            peer.send(std::string_view(transportStream()).substr(0, transportStream().size() / 4 / 188 * 188));
            peer.reset();
            return;
        }
        sendPaced(peer, transportStream(), 6, 2);
        peer.hold();
    });
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(90));
    EXPECT_TRUE(probe.awaitState(PlayState::Playing));
    EXPECT_GE(probe.player.stats().reconnects, 1);
    EXPECT_THAT(probe.states(), Not(Contains(PlayState::Failed)));
}

TEST(Player, ARefusalIsFinalAndNamed)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(458, "text/plain");
    });
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitState(PlayState::Failed));
    EXPECT_EQ(probe.error().kind, ErrorKind::Connections);
    EXPECT_EQ(probe.error().httpStatus, 458);
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST(Player, NothingOfARefusedAnswerIsShown)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(884);
        peer.send(transportStream());
    });
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitState(PlayState::Failed));
    EXPECT_EQ(probe.error().httpStatus, 884);
    EXPECT_EQ(probe.frames(), 0u);
}

TEST(Player, AWebPageIsNamed)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "text/html");
        peer.send("<html><title>Welcome to the hotel</title></html>");
    });
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitState(PlayState::Failed));
    EXPECT_EQ(probe.error().kind, ErrorKind::WebPage);
}

TEST(Player, AScrambledChannelIsNamed)
{
    const TsClip clip({.pictures = 250, .scrambled = true});
    TcpStub server(pacedScript(clip.bytes(), 6, 1));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitState(PlayState::Failed));
    EXPECT_EQ(probe.error().kind, ErrorKind::Unsupported);
    EXPECT_EQ(probe.error().subject, "encryption");
    EXPECT_EQ(probe.frames(), 0u);
}

TEST(Player, AClosedPortIsNamedSoon)
{
    PlayerProbe probe;
    probe.open("http://127.0.0.1:" + std::to_string(TcpStub::closedPort()) + "/");
    ASSERT_TRUE(probe.awaitState(PlayState::Failed, 4s));
    EXPECT_EQ(probe.error().kind, ErrorKind::Refused);
}

TEST(Player, StopAndEndNeverWaitForASilentServer)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.hold();
    });
    const auto begun = std::chrono::steady_clock::now();
    {
        PlayerProbe probe;
        probe.open(server.url());
        EXPECT_TRUE(server.awaitRequests(1));
        probe.player.stop();
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
}

TEST(Player, AZapClosesTheOldStreamBeforeItOpensTheNext)
{
    TcpStub server(pacedScript(transportStream(), 6, 2));
    PlayerProbe probe;
    for (std::size_t zap = 1; zap <= 10; ++zap) {
        probe.open(server.url("/" + std::to_string(zap)));
        ASSERT_TRUE(server.awaitRequests(zap));
    }
    EXPECT_EQ(server.mostOpen(), 1);
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
}

TEST(Player, OnlyTheNewestChannelIsShown)
{
    TcpStub server(pacedScript(transportStream(), 6, 2));
    PlayerProbe probe;
    probe.open(server.url("/1"));
    ASSERT_TRUE(probe.awaitFrames(10));
    const std::uint64_t second = probe.open(server.url("/2"));
    ASSERT_TRUE(probe.await([&] {
        const FrameRef last = probe.lastFrame();
        return last && last->session == second;
    }));
    EXPECT_EQ(probe.lastFrame()->session, second);
}

TEST(Player, PauseHoldsThePictureAndPlayGoesOn)
{
    TcpStub server(pacedScript(transportStream(), 6, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(20));
    probe.player.setPaused(true);
    ASSERT_TRUE(probe.awaitState(PlayState::Paused));
    const std::size_t stood = probe.frames();
    EXPECT_FALSE(probe.awaitFrames(stood + 3, 300ms));
    probe.player.setPaused(false);
    EXPECT_TRUE(probe.awaitFrames(stood + 10));
}

} // namespace
} // namespace kanal::playback
