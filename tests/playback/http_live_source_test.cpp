// SPDX-License-Identifier: MIT
#include "http_live_source.h"
#include "source_probe.h"
#include "support/fake_clock.h"
#include "support/tcp_stub.h"
#include "support/ts_clip.h"

#include <future>

#include <gtest/gtest.h>

namespace kanal::playback
{

namespace
{

using namespace std::chrono_literals;

/// A live source on a fake clock: time passes only where a test says so.
class HttpLiveSourceTest : public ::testing::Test
{
protected:
    std::unique_ptr<HttpLiveSource> open(const std::string &url, LivePolicy policy = {})
    {
        policy.jitterSeed = 1;
        MediaRequest request;
        request.url = url;
        auto source = std::make_unique<HttpLiveSource>(request, net, clock, events.listener(), policy);
        source->start();
        return source;
    }
    std::unique_ptr<HttpLiveSource> open(const TcpStub &server, LivePolicy policy = {})
    {
        return open(server.url("/live/u/p/1.ts"), policy);
    }

    void pass(Nanos time)
    {
        clock.advance(time);
        net.poke();
    }
    /// Reads until the source gives up; the error.
    Error failureOf(ByteSource &source)
    {
        const auto all = readAll(source);
        return all ? Error{} : all.error();
    }

    FakeClock clock;
    NetThread net{clock};
    SourceEvents events;
    const TsClip clip{{.pictures = 200}};
};

} // namespace

TEST_F(HttpLiveSourceTest, DeliversTheStreamAndTellsOfTheConnection)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(clip.bytes());
        peer.hold();
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, clip.bytes().size()), clip.bytes());
    const auto connected = events.await<SourceConnected>();
    EXPECT_EQ(connected.httpStatus, 200);
    EXPECT_EQ(connected.contentType, "video/mp2t");
    EXPECT_EQ(connected.finalHost, "127.0.0.1");
    EXPECT_LE(connected.connectMs, connected.firstByteMs + 1000); // the network runs on real time, the rest on ours
    EXPECT_EQ(source->bytesReceived(), std::int64_t(clip.bytes().size()));
    EXPECT_GE(source->keySentMs(), 0);
    EXPECT_EQ(source->size(), -1);
    EXPECT_FALSE(source->seekable());
    EXPECT_EQ(source->seek(0).error().kind, ErrorKind::Unsupported);
}

TEST_F(HttpLiveSourceTest, GoesOnAtOnceAfterAResetWithNothingLostAndNothingDoubled)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() == 0) {
            peer.send(clip.pictures(0, 100));
            server.awaitRelease(); // what was sent is read before the reset throws it away
            peer.reset();
        } else {
            peer.send(clip.pictures(75, 200)); // panels replay their last seconds
            peer.hold();
        }
    });
    const auto source = open(server);
    std::string got = readBytes(*source, clip.pictures(0, 100).size());
    server.release();
    got += readBytes(*source, clip.pictures(100, 200).size());
    EXPECT_EQ(got, clip.bytes());
    const auto reconnecting = events.await<SourceReconnecting>();
    EXPECT_EQ(reconnecting.attempt, 1);
    EXPECT_EQ(reconnecting.in, 0ms);
    EXPECT_EQ(reconnecting.why.kind, ErrorKind::Network);
    events.await<SourceReconnected>();
    EXPECT_EQ(server.mostOpen(), 1);
}

TEST_F(HttpLiveSourceTest, TakesTheEndOfALiveStreamForADrop)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() == 0)
            peer.send(clip.pictures(0, 100));
        else {
            peer.send(clip.pictures(100, 200));
            peer.hold();
        }
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, clip.bytes().size()), clip.bytes());
    EXPECT_EQ(server.requests().size(), 2u);
}

TEST_F(HttpLiveSourceTest, NoticesAStallAndReplacesTheConnection)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(peer.index() == 0 ? clip.pictures(0, 100) : clip.pictures(100, 200));
        peer.hold();
    });
    const auto source = open(server);
    std::string got = readBytes(*source, clip.pictures(0, 100).size());
    pass(3900ms);
    EXPECT_TRUE(events.all<SourceStalled>().empty());
    pass(100ms);
    events.await<SourceStalled>();
    EXPECT_TRUE(events.all<SourceReconnecting>().empty());
    pass(4s);
    EXPECT_EQ(events.await<SourceReconnecting>().why.kind, ErrorKind::Timeout);
    got += readBytes(*source, clip.pictures(100, 200).size());
    EXPECT_EQ(got, clip.bytes());
    EXPECT_EQ(server.mostOpen(), 1) << "the old connection goes first";
}

TEST_F(HttpLiveSourceTest, TellsWhenAStallPassesByItself)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(clip.pictures(0, 100));
        server.awaitRelease();
        peer.send(clip.pictures(100, 200));
        peer.hold();
    });
    const auto source = open(server);
    readBytes(*source, clip.pictures(0, 100).size());
    pass(5s);
    events.await<SourceStalled>();
    server.release();
    events.await<SourceResumed>();
    EXPECT_EQ(readBytes(*source, clip.pictures(100, 200).size()), clip.pictures(100, 200));
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(HttpLiveSourceTest, DropsAConnectionThatTrickles)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() > 0)
            return peer.hold();
        peer.send(clip.pictures(0, 1));
        server.awaitRelease();
        peer.send("a");
        peer.hold();
    });
    const auto source = open(server);
    readBytes(*source, clip.pictures(0, 1).size());
    pass(3s);
    server.release();
    while (source->bytesReceived() <= std::int64_t(clip.pictures(0, 1).size()))
        std::this_thread::yield();
    pass(3s);
    pass(4s);
    EXPECT_EQ(events.await<SourceReconnecting>().why.kind, ErrorKind::Timeout);
}

TEST_F(HttpLiveSourceTest, DropsAConnectionThatSendsOnlyStuffing)
{
    std::string stuffing;
    for (int i = 0; i < 500; ++i)
        stuffing += std::string("\x47\x1F\xFF\x10", 4) + std::string(184, '\xFF');
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() > 0)
            return peer.hold();
        for (int i = 0; i < 6; ++i)
            peer.send(stuffing);
        peer.hold();
    });
    const auto source = open(server);
    readBytes(*source, 6 * stuffing.size());
    pass(7s);
    EXPECT_TRUE(events.all<SourceReconnecting>().empty());
    pass(4s);
    events.await<SourceReconnecting>();
}

TEST_F(HttpLiveSourceTest, WaitsOutAServerErrorAtTheStart)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        if (peer.index() < 2) {
            peer.sendHead(503, "text/html");
            return;
        }
        peer.sendHead(200);
        peer.send(clip.bytes());
        peer.hold();
    });
    const auto source = open(server);
    EXPECT_EQ(events.await<SourceReconnecting>(1).why.httpStatus, 503);
    const auto second = events.await<SourceReconnecting>(2);
    EXPECT_GE(second.in, 400ms);
    EXPECT_LE(second.in, 600ms);
    EXPECT_EQ(server.requests().size(), 2u);
    pass(second.in);
    EXPECT_EQ(readBytes(*source, clip.bytes().size()), clip.bytes());
}

TEST_F(HttpLiveSourceTest, ComesBackWithBackOffAndGivesUpAfterFiveMinutes)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(502);
    });
    const auto source = open(server);
    const int steps[] = {0, 500, 1000, 2000, 4000, 8000, 8000};
    std::size_t tries = 0;
    for (const int step : steps) {
        const auto next = events.await<SourceReconnecting>(++tries);
        EXPECT_EQ(next.attempt, int(tries));
        EXPECT_GE(next.in.count(), step * 8 / 10);
        EXPECT_LE(next.in.count(), step * 12 / 10);
        if (next.in > 0ms) {
            EXPECT_TRUE(server.awaitRequests(tries));
            pass(next.in - 1ms);
            EXPECT_EQ(server.requests().size(), tries) << "not before its time";
            pass(1ms);
        }
    }
    const Nanos before = clock.now();
    while (events.awaitEither<SourceReconnecting, SourceFailed>(tries + 1))
        pass(events.await<SourceReconnecting>(++tries).in);
    EXPECT_NEAR(std::chrono::duration<double>(clock.now() - before).count(), 300 - 16, 10);
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::ServerError);
    EXPECT_EQ(events.await<SourceFailed>().error.httpStatus, 502);
    EXPECT_EQ(failureOf(*source).httpStatus, 502);
}

TEST_F(HttpLiveSourceTest, NeverLetsAByteOfARefusalThroughAndDoesNotAskAgain)
{
    for (const int status : {401, 403, 404, 405, 406, 410, 456, 458, 459, 461, 462, 600, 700, 884, 999}) {
        SourceEvents own;
        TcpStub server([&](TcpStub::Peer &peer) {
            peer.readRequest();
            peer.sendHead(status);
            peer.send(clip.bytes());
        });
        NetThread fresh(clock);
        HttpLiveSource source({.url = server.url("/1.ts")}, fresh, clock, own.listener());
        source.start();
        const Error error = own.await<SourceFailed>().error;
        EXPECT_EQ(error.httpStatus, status);
        const auto all = readAll(source);
        ASSERT_FALSE(all) << status;
        EXPECT_EQ(all.error(), error);
        EXPECT_EQ(source.bytesReceived(), 0);
        EXPECT_EQ(server.requests().size(), 1u) << status;
    }
}

TEST_F(HttpLiveSourceTest, TriesARefusalOnceMoreRightAfterItsOwnLastStream)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        if (peer.index() != 0)
            return void(peer.sendHead(458));
        peer.sendHead(200);
        peer.send(clip.bytes());
        peer.hold();
    });
    auto first = open(server);
    readBytes(*first, 1000);
    first.reset();
    SourceEvents own;
    HttpLiveSource next({.url = server.url("/2.ts")}, net, clock, own.listener());
    next.start();
    const auto retry = own.await<SourceReconnecting>();
    EXPECT_GE(retry.in, 1s);
    EXPECT_LE(retry.in, 2s);
    EXPECT_EQ(retry.why.kind, ErrorKind::Connections);
    pass(retry.in);
    EXPECT_EQ(own.await<SourceFailed>().error.kind, ErrorKind::Connections);
    EXPECT_EQ(server.requests().size(), 3u);
}

TEST_F(HttpLiveSourceTest, KeepsTheWholeHostWaitingWhenItAsksForAPause)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        if (peer.index() == 0)
            return void(peer.sendHead(429, "text/plain", "Retry-After: 30\r\n"));
        peer.sendHead(200);
        peer.send(clip.bytes());
        peer.hold();
    });
    auto first = open(server);
    EXPECT_EQ(events.await<SourceReconnecting>().in, 30s);
    EXPECT_EQ(events.await<SourceReconnecting>().why.kind, ErrorKind::RateLimited);
    first.reset();
    SourceEvents own;
    HttpLiveSource next({.url = server.url("/2.ts")}, net, clock, own.listener());
    next.start();
    EXPECT_EQ(own.await<SourceReconnecting>().in, 30s);
    pass(29s);
    EXPECT_EQ(server.requests().size(), 1u);
    pass(1s);
    EXPECT_EQ(readBytes(next, 1000).size(), 1000u);
}

TEST_F(HttpLiveSourceTest, NamesAWebPage)
{
    const std::string page = "<!DOCTYPE html><html><body>Please sign in to the network</body></html>";
    for (const std::string_view type : {"text/html", "video/mp2t", "text/html; charset=utf-8"}) {
        SourceEvents own;
        TcpStub server([&](TcpStub::Peer &peer) {
            peer.readRequest();
            peer.sendHead(200, type);
            peer.send(page);
        });
        HttpLiveSource source({.url = server.url("/1.ts")}, net, clock, own.listener());
        source.start();
        EXPECT_EQ(own.await<SourceFailed>().error.kind, ErrorKind::WebPage) << type;
        EXPECT_EQ(failureOf(source).kind, ErrorKind::WebPage);
        EXPECT_EQ(server.requests().size(), 1u);
    }
}

TEST_F(HttpLiveSourceTest, PlaysATransportStreamThatIsCalledAPage)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "text/html; charset=UTF-8"); // PHP's default
        peer.send(clip.bytes());
        peer.hold();
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, clip.bytes().size()), clip.bytes());
}

TEST_F(HttpLiveSourceTest, GivesAnEmptyAnswerAFewTries)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
    });
    const auto source = open(server);
    for (std::size_t attempt = 1; events.all<SourceFailed>().empty() && attempt <= 3; ++attempt)
        pass(events.await<SourceReconnecting>(attempt).in);
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::Network);
    EXPECT_EQ(server.requests().size(), 4u);
}

TEST_F(HttpLiveSourceTest, ReadsAPlaylistToItsEnd)
{
    const std::string playlist = "#EXTM3U\n#EXTINF:2,\nsegment1.ts\n";
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "application/x-mpegurl");
        peer.send(playlist);
    });
    const auto source = open(server);
    EXPECT_EQ(readAll(*source), playlist);
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(HttpLiveSourceTest, PassesRadioThroughAcrossReconnects)
{
    const std::string frames = "\xFF\xF1" + std::string(5000, 'a');
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "audio/aac");
        peer.send(frames);
        if (peer.index() > 0)
            peer.hold();
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, 2 * frames.size()), frames + frames);
}

TEST_F(HttpLiveSourceTest, SkipsGarbageInTheMiddle)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(clip.pictures(0, 100));
        peer.send(std::string(200'001, '\x01'));
        peer.send(clip.pictures(100, 200));
        peer.hold();
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, clip.bytes().size()), clip.bytes());
}

TEST_F(HttpLiveSourceTest, EndsARedirectLoopQuickly)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 302 Found\r\nLocation: /" + std::to_string(peer.index()) + "\r\nContent-Length: 0\r\n\r\n");
    });
    const auto source = open(server);
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::BadAnswer);
    EXPECT_LE(server.requests().size(), 9u);
}

TEST_F(HttpLiveSourceTest, OpensNoFileOnARedirect)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n");
    });
    const auto source = open(server);
    events.await<SourceFailed>();
    EXPECT_FALSE(readAll(*source));
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(HttpLiveSourceTest, StartsFromTheOriginalAddressAgain)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        if (request.starts_with("GET /live"))
            return void(
                peer.send("HTTP/1.1 302 Found\r\nLocation: /token/" + std::to_string(peer.index()) + "\r\n\r\n"));
        peer.sendHead(200);
        peer.send(peer.index() == 1 ? clip.pictures(0, 100) : clip.pictures(100, 200));
        if (peer.index() > 1)
            peer.hold();
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, clip.bytes().size()), clip.bytes());
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), 4u);
    EXPECT_TRUE(requests[2].starts_with("GET /live"));
    EXPECT_TRUE(requests[3].starts_with("GET /token/2"));
}

TEST_F(HttpLiveSourceTest, TellsSilenceAfterEightSeconds)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.hold();
    });
    const auto source = open(server);
    ASSERT_TRUE(server.awaitRequests(1));
    pass(7900ms);
    EXPECT_TRUE(events.all<SourceFailed>().empty());
    pass(100ms);
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::Timeout);
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(HttpLiveSourceTest, TellsTrickledHeadersAfterEightSeconds)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 200 O");
        server.awaitRelease();
        peer.send("K");
        peer.hold();
    });
    const auto source = open(server);
    ASSERT_TRUE(server.awaitRequests(1));
    pass(6s);
    server.release();
    pass(2s);
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::Timeout);
}

TEST_F(HttpLiveSourceTest, TriesAClosedPortTwiceWithinASecond)
{
    const auto source = open("http://127.0.0.1:" + std::to_string(TcpStub::closedPort()) + "/1.ts");
    const auto retry = events.await<SourceReconnecting>();
    EXPECT_LE(retry.in, 1s);
    pass(retry.in);
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::Refused);
    EXPECT_EQ(events.all<SourceReconnecting>().size(), 1u);
}

TEST_F(HttpLiveSourceTest, TellsAnUnknownNameAtOnce)
{
    const auto source = open("http://name.invalid/1.ts");
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::NameNotFound);
    EXPECT_EQ(failureOf(*source).kind, ErrorKind::NameNotFound);
}

TEST_F(HttpLiveSourceTest, HealsAnOutageInTheMiddle)
{
    auto server = std::make_unique<TcpStub>([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(clip.pictures(0, 100));
        peer.hold();
    });
    const int port = server->port();
    const auto source = open(*server);
    std::string got = readBytes(*source, clip.pictures(0, 100).size());
    server.reset();
    for (std::size_t attempt = 1; attempt <= 4; ++attempt) // 0, 0.5, 1, 2 s: nobody is there
        pass(events.await<SourceReconnecting>(attempt).in);
    const auto last = events.await<SourceReconnecting>(5);
    EXPECT_EQ(last.why.kind, ErrorKind::Refused);
    TcpStub again(
        [&](TcpStub::Peer &peer) {
            peer.readRequest();
            peer.sendHead(200);
            peer.send(clip.pictures(75, 200));
            peer.hold();
        },
        port);
    pass(last.in);
    got += readBytes(*source, clip.pictures(100, 200).size());
    EXPECT_EQ(got, clip.bytes());
}

TEST_F(HttpLiveSourceTest, AllowsARefusedReconnectAFewTriesAndThenEnds)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        if (peer.index() > 0)
            return void(peer.sendHead(403));
        peer.sendHead(200);
        peer.send(clip.pictures(0, 100));
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, clip.pictures(0, 100).size()), clip.pictures(0, 100));
    for (std::size_t attempt = 1; attempt <= 4; ++attempt)
        pass(events.await<SourceReconnecting>(attempt).in);
    EXPECT_EQ(events.await<SourceFailed>().error.httpStatus, 403);
    EXPECT_EQ(server.requests().size(), 5u);
}

TEST_F(HttpLiveSourceTest, BeginsItsBackOffAnewAfterTenGoodSeconds)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() < 2)
            return void(peer.send(clip.pictures(0, 100)));
        if (peer.index() == 2) {
            peer.send(clip.pictures(100, 150));
            server.awaitRelease();
        }
        peer.send(clip.pictures(150, 200));
        peer.hold();
    });
    const auto source = open(server);
    readBytes(*source, clip.pictures(0, 100).size());
    EXPECT_EQ(events.await<SourceReconnecting>(1).in, 0ms);
    pass(events.await<SourceReconnecting>(2).in);
    readBytes(*source, clip.pictures(100, 150).size());
    pass(10s); // good seconds, then a stall that ends the connection
    EXPECT_EQ(events.await<SourceReconnecting>(3).in, 0ms);
    EXPECT_EQ(events.await<SourceReconnecting>(3).attempt, 1);
    server.release();
}

TEST_F(HttpLiveSourceTest, HoldsTheServerBackWhenNobodyReads)
{
    std::atomic<std::size_t> sent{0};
    const TsClip longClip({.pictures = 1500, .packetsPerPicture = 60});
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(longClip.bytes());
        peer.hold();
    });
    LivePolicy policy;
    policy.ringBytes = 256 * 1024;
    const auto source = open(server, policy);
    while (source->buffered() < policy.ringBytes)
        std::this_thread::yield();
    pass(60s); // nobody is to blame: no stall, no new connection
    net.post([&] { sent = 1; });
    while (sent == 0)
        std::this_thread::yield();
    EXPECT_LE(source->buffered(), policy.ringBytes + 64 * 1024);
    EXPECT_TRUE(events.all<SourceStalled>().empty());
    EXPECT_TRUE(events.all<SourceReconnecting>().empty());
    std::string got;
    while (got.size() < longClip.bytes().size()) {
        const std::string piece =
            readBytes(*source, std::min<std::size_t>(100'000, longClip.bytes().size() - got.size()));
        ASSERT_FALSE(piece.empty());
        EXPECT_LE(source->buffered(), policy.ringBytes + 64 * 1024);
        got += piece;
    }
    EXPECT_TRUE(got == longClip.bytes());
}

TEST_F(HttpLiveSourceTest, NeverHasTwoConnectionsWhileZapping)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(clip.pictures(0, 5)); // little, so that no send is under way when the client goes
        peer.hold();
    });
    LivePolicy policy;
    policy.slot = net.newSlot();
    std::unique_ptr<HttpLiveSource> source;
    for (int zap = 0; zap < 50; ++zap) {
        if (source)
            source->cancel();
        auto next = open(server, policy);
        source = std::move(next);
        const std::size_t watched = zap % 3 == 0 ? 0 : 5000; // some are left before they answered
        EXPECT_EQ(readBytes(*source, watched).size(), watched);
    }
    EXPECT_EQ(server.mostOpen(), 1);
}

TEST_F(HttpLiveSourceTest, CancelEndsAReadAtOnce)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.hold();
    });
    const auto source = open(server);
    ASSERT_TRUE(server.awaitRequests(1));
    std::promise<Error> ended;
    std::thread reader([&] { ended.set_value(failureOf(*source)); });
    const auto before = std::chrono::steady_clock::now();
    source->cancel();
    EXPECT_EQ(ended.get_future().get().kind, ErrorKind::Cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 50ms);
    reader.join();
    EXPECT_TRUE(events.all<SourceFailed>().empty());
}

TEST_F(HttpLiveSourceTest, CancelEndsAWaitForTheNextTry)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(503);
    });
    auto source = open(server);
    const auto wait = events.await<SourceReconnecting>(2);
    source.reset();
    pass(wait.in + 10s);
    std::promise<void> looked;
    net.post([&] { looked.set_value(); });
    looked.get_future().wait();
    EXPECT_EQ(server.requests().size(), 2u);
}

} // namespace kanal::playback
