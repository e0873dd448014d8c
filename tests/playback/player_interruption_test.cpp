// SPDX-License-Identifier: MIT
// Pauses, seeks and breaks in each other's way: whatever came first, it plays on afterwards, from the right place.
#include "film_in_player.h"
#include "support/flash_clip.h"
#include "support/ts_edit.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

const std::string &film()
{
    static const std::string bytes =
        makeFlashClip({.container = "matroska", .videoCodec = "mpeg4", .audioCodec = "aac", .seconds = 20, .gop = 50});
    return bytes;
}

/// It stands now; whoever reads on meanwhile shall have the time for it.
void expectToGoOnAfterAPause(PlayerProbe &probe)
{
    EXPECT_FALSE(probe.await([] { return false; }, 1500ms));
    const std::size_t frames = probe.frames();
    probe.player.setPaused(false);
    ASSERT_TRUE(probe.awaitFrames(frames + 3));
    const auto shown = probe.shown();
    EXPECT_LT(shown[frames].second, shown[frames - 1].second + 200ms);
    EXPECT_LT(shown[frames + 2].second, shown[frames - 1].second + 400ms);
}

TEST(PlayerInterruption, APauseInAFilmThatWasResumedGoesOnWhereItStood)
{
    FilmInPlayer opened(film(), 3s);
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.setPaused(true);
    ASSERT_TRUE(probe.awaitState(PlayState::Paused));
    expectToGoOnAfterAPause(probe);
}

TEST(PlayerInterruption, ASeekForwardAndAPauseGoOnWhereTheyStood)
{
    FilmInPlayer opened(film());
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.seek(6s);
    ASSERT_TRUE(probe.await([&] { return probe.lastFrame()->pts >= 6100ms; }));
    probe.player.setPaused(true);
    ASSERT_TRUE(probe.awaitState(PlayState::Paused));
    expectToGoOnAfterAPause(probe);
}

/// `first` is sent over its time, then nothing for two seconds, then the rest.
TcpStub::Script withSilence(const std::string &clip, int refusals)
{
    return [&clip, refusals](TcpStub::Peer &peer) {
        peer.readRequest();
        if (peer.index() < refusals) {
            peer.sendHead(503, "text/plain", "Content-Length: 0\r\n");
            return;
        }
        peer.sendHead(200, "video/mp2t");
        const std::size_t third = clip.size() / 3 / 188 * 188;
        if (!sendPaced(peer, clip.substr(0, third), 4, 1))
            return;
        std::this_thread::sleep_for(2s); // the server's silence
        sendPaced(peer, clip.substr(third), 8, 3);
        peer.hold();
    };
}

TEST(PlayerInterruption, ARefusalBeforeTheFirstByteIsForgottenWhenALaterSilenceEnds)
{
    const std::string clip = makeFlashClip({.seconds = 12});
    TcpStub server(withSilence(clip, 1));
    PlayerProbe probe;
    probe.open(server.url("/live"));
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    ASSERT_TRUE(probe.awaitOtherThan(PlayState::Playing)) << "the silence";
    EXPECT_TRUE(probe.awaitState(PlayState::Playing)) << playStateName(probe.states().back());
}

TEST(PlayerInterruption, AnAnnouncedSoundThatNeverComesDoesNotHoldThePictureAfterASilence)
{
    const std::string clip = ts::without(makeFlashClip({.seconds = 12}), ts::kAudioPid, std::string::npos);
    TcpStub server(withSilence(clip, 0));
    PlayerProbe probe;
    probe.open(server.url("/live"));
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    ASSERT_TRUE(probe.awaitOtherThan(PlayState::Playing)) << "the silence";
    EXPECT_TRUE(probe.awaitState(PlayState::Playing)) << playStateName(probe.states().back());
}

/// A third at once, the rest at a twentieth of what it needs.
TcpStub::Script crawling(const std::string &file, double seconds)
{
    return [&file, seconds](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/x-matroska", "Content-Length: " + std::to_string(file.size()) + "\r\n");
        const std::size_t third = file.size() / 3;
        peer.send(std::string_view(file).substr(0, third));
        sendPaced(peer, file.substr(third), seconds * 20, 0);
    };
}

TEST(PlayerInterruption, AFilmThatCrawlsIsNotWaitedForWithoutAWord)
{
    const std::string film =
        makeFlashClip({.container = "matroska", .videoCodec = "mpeg4", .audioCodec = "aac", .seconds = 6});
    TcpStub server(crawling(film, 4));
    PlayerProbe probe;
    probe.open(server.url("/film"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    ASSERT_TRUE(probe.awaitState(PlayState::Buffering));
    ASSERT_TRUE(probe.await([&] { return !probe.slowness().empty(); }));
    probe.await([&] {
        EXPECT_GT(probe.slowness().front().inputSpeed, 0); // something comes
        EXPECT_LT(probe.slowness().front().inputSpeed, 0.5);
        return true;
    });
}

} // namespace
} // namespace kanal::playback
