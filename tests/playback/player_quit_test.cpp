// SPDX-License-Identifier: MIT
// A player ends whatever the network does, and however long that takes: time stands still meanwhile, so that nothing
// that waits for it ever comes to its end by itself.
#include "support/fake_clock.h"
#include "support/flash_clip.h"
#include "support/tcp_stub.h"

#include <kanal/playback/audio_sink.h>
#include <kanal/playback/headless_sink.h>
#include <kanal/playback/player.h>

#include <optional>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

struct DeadServer {
    const char *name;
    /// What becomes of a connection, until the test is over.
    void (*answers)(TcpStub &stub, TcpStub::Peer &peer);
    const char *path = "/live.ts";
    MediaKind kind = MediaKind::Live;
};

const std::string &clip()
{
    static const std::string made = makeFlashClip({.seconds = 2});
    return made;
}

/// Never looks at the connection again, not even at its end: a cable that was pulled.
void vanish(TcpStub &stub)
{
    stub.awaitRelease();
}

void isSilent(TcpStub &stub, TcpStub::Peer &)
{
    vanish(stub);
}
void stopsInTheHead(TcpStub &stub, TcpStub::Peer &peer)
{
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nX-Pad");
    vanish(stub);
}
void stopsInTheMiddle(TcpStub &stub, TcpStub::Peer &peer)
{
    peer.sendHead(200);
    peer.send(clip());
    vanish(stub);
}
/// As much as anybody takes: who does not read is not waited for, either.
void floods(TcpStub &, TcpStub::Peer &peer)
{
    peer.sendHead(200);
    while (peer.send(clip())) {
    }
}
void endsFilmInTheMiddle(TcpStub &stub, TcpStub::Peer &peer)
{
    peer.sendHead(200, "video/mp2t", "Accept-Ranges: bytes\r\nContent-Length: 100000000\r\n");
    peer.send(clip());
    vanish(stub);
}
void sendsAList(TcpStub &stub, TcpStub::Peer &peer)
{
    peer.sendHead(200, "application/vnd.apple.mpegurl", "Content-Length: 64\r\n");
    peer.send("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ns0\n#EXTINF:1,\ns1\n  ");
    peer.readRequest();
    vanish(stub);
}

class PlayerQuit : public testing::TestWithParam<DeadServer>
{
};

TEST_P(PlayerQuit, WaitsForNothingButItself)
{
    const auto &[name, answers, path, kind] = GetParam();
    TcpStub *self = nullptr;
    TcpStub server([&self, answers = answers](TcpStub::Peer &peer) {
        if (!peer.readRequest().empty())
            answers(*self, peer);
    });
    self = &server;
    FakeClock clock;
    const Nanos begun = clock.now();
    HeadlessSink sink({true, 160, 90, SurfaceWish::Fit::Contain}, {});
    {
        Player player(clock, sink, makeAudioSink(AudioBackend::Null, clock), {});
        const auto open = [&, path = path, kind = kind] {
            MediaRequest request;
            request.url = server.url(path);
            request.kind = kind;
            player.open(std::move(request));
        };
        open();
        ASSERT_TRUE(server.awaitRequests(1));
        open();
        player.stop();
        open();
        ASSERT_TRUE(server.awaitRequests(2)) << "the last one";
    }
    EXPECT_EQ(clock.now(), begun);
    server.release();
}

INSTANTIATE_TEST_SUITE_P(Servers, PlayerQuit,
                         testing::Values(DeadServer{"silent", isSilent},
                                         DeadServer{"stops_in_the_head", stopsInTheHead},
                                         DeadServer{"stops_in_the_middle", stopsInTheMiddle},
                                         DeadServer{"floods", floods},
                                         DeadServer{"film", endsFilmInTheMiddle, "/film.ts", MediaKind::Vod},
                                         DeadServer{"playlist", sendsAList, "/live.m3u8"}),
                         [](const auto &info) { return std::string(info.param.name); });

} // namespace
} // namespace kanal::playback
