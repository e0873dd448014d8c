// SPDX-License-Identifier: MIT
// Whose picture stands on the surface: a zap keeps the last one until the next comes, everything else begins black.
#include "player_probe.h"
#include "support/flash_clip.h"

#include <atomic>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

class PlayerSurface : public testing::Test
{
protected:
    void playAChannel(const std::string &title = "channel")
    {
        m_probe.player.open(wish(title, MediaKind::Live));
        ASSERT_TRUE(m_probe.awaitFrames(3));
    }
    MediaRequest wish(const std::string &title, MediaKind kind) const
    {
        MediaRequest request;
        request.url = m_server.url("/" + title);
        request.title = title;
        request.kind = kind;
        return request;
    }

    std::atomic<bool> m_served{false}; ///< what is served once
    const std::string m_clip = makeFlashClip({.seconds = 6});
    TcpStub m_server{[this](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        if (request.find("/refused") != std::string::npos) {
            peer.sendHead(403, "text/plain", "Content-Length: 0\r\n");
        } else if (request.find("/silent") != std::string::npos) {
            peer.hold();
        } else if (request.find("/once") != std::string::npos && m_served.exchange(true)) {
            peer.hold();
        } else {
            peer.sendHead(200, "video/mp2t");
            sendPaced(peer, m_clip, 6, 1);
        }
    }};
    PlayerProbe m_probe;
};

TEST_F(PlayerSurface, AZapKeepsTheLastPictureWhileTheNextChannelIsAwaited)
{
    playAChannel();
    m_probe.player.open(wish("silent", MediaKind::Live));
    ASSERT_TRUE(m_probe.awaitState(PlayState::Opening));
    EXPECT_TRUE(m_probe.lastFrame());
}

TEST_F(PlayerSurface, AChannelsPictureDoesNotStandBehindTheFailureOfAnother)
{
    playAChannel();
    m_probe.player.open(wish("refused", MediaKind::Live));
    ASSERT_TRUE(m_probe.awaitState(PlayState::Failed));
    EXPECT_FALSE(m_probe.lastFrame());
}

TEST_F(PlayerSurface, AFilmDoesNotBeginWithAChannelsPicture)
{
    playAChannel();
    m_probe.player.open(wish("silent", MediaKind::Vod));
    ASSERT_TRUE(m_probe.awaitState(PlayState::Opening));
    EXPECT_FALSE(m_probe.lastFrame());
}

TEST_F(PlayerSurface, TheSameAgainKeepsItsPicture)
{
    playAChannel("once");
    m_probe.player.reload();
    ASSERT_TRUE(m_probe.awaitState(PlayState::Opening));
    EXPECT_TRUE(m_probe.lastFrame());
}

} // namespace
} // namespace kanal::playback
