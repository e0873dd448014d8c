// SPDX-License-Identifier: MIT
// What a live source makes of answers that are no stream.
#include "live_source_fixture.h"

namespace kanal::playback
{

using namespace std::chrono_literals;

class HttpLiveRefusalTest : public HttpLiveSourceTest
{
};

TEST_F(HttpLiveRefusalTest, WaitsOutAServerErrorAtTheStart)
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

TEST_F(HttpLiveRefusalTest, ComesBackWithBackOffAndGivesUpAfterFiveMinutes)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(502);
    });
    const auto source = open(server);
    const int steps[] = {0, 500, 1000, 2000, 2000, 2000, 2000};
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
    EXPECT_NEAR(std::chrono::duration<double>(clock.now() - before).count(), 300 - 10, 10);
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::ServerError);
    EXPECT_EQ(events.await<SourceFailed>().error.httpStatus, 502);
    EXPECT_EQ(failureOf(*source).httpStatus, 502);
}

TEST_F(HttpLiveRefusalTest, NeverLetsAByteOfARefusalThroughAndDoesNotAskAgain)
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

TEST_F(HttpLiveRefusalTest, TriesARefusalOnceMoreRightAfterItsOwnLastStream)
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

TEST_F(HttpLiveRefusalTest, AStreamGivenUpBeforeItWasAnsweredCountsAsItsOwn)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        if (peer.index() == 0)
            peer.hold();
        else
            peer.sendHead(458, "text/plain");
    });
    {
        const auto first = open(server);
        ASSERT_TRUE(server.awaitRequests(1));
    }
    SourceEvents own;
    HttpLiveSource next({.url = server.url("/2.ts")}, net, clock, own.listener());
    next.start();
    EXPECT_EQ(own.await<SourceReconnecting>().attempt, 1);
}

TEST_F(HttpLiveRefusalTest, KeepsTheWholeHostWaitingWhenItAsksForAPause)
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

TEST_F(HttpLiveRefusalTest, NamesAWebPage)
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

TEST_F(HttpLiveRefusalTest, PlaysATransportStreamThatIsCalledAPage)
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

TEST_F(HttpLiveRefusalTest, GivesAnEmptyAnswerAFewTries)
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

TEST_F(HttpLiveRefusalTest, EndsARedirectLoopQuickly)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 302 Found\r\nLocation: /" + std::to_string(peer.index()) + "\r\nContent-Length: 0\r\n\r\n");
    });
    const auto source = open(server);
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::BadAnswer);
    EXPECT_LE(server.requests().size(), 9u);
}

TEST_F(HttpLiveRefusalTest, OpensNoFileOnARedirect)
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

TEST_F(HttpLiveRefusalTest, StartsFromTheOriginalAddressAgain)
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

TEST_F(HttpLiveRefusalTest, TellsSilenceAfterEightSeconds)
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

TEST_F(HttpLiveRefusalTest, TellsTrickledHeadersAfterEightSeconds)
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

TEST_F(HttpLiveRefusalTest, TriesAClosedPortTwiceWithinASecond)
{
    const auto source = open("http://127.0.0.1:" + std::to_string(TcpStub::closedPort()) + "/1.ts");
    const auto retry = events.await<SourceReconnecting>();
    EXPECT_LE(retry.in, 1s);
    pass(retry.in);
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::Refused);
    EXPECT_EQ(events.all<SourceReconnecting>().size(), 1u);
}

TEST_F(HttpLiveRefusalTest, TellsAnUnknownNameAtOnce)
{
    const auto source = open("http://name.invalid/1.ts");
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::NameNotFound);
    EXPECT_EQ(failureOf(*source).kind, ErrorKind::NameNotFound);
}

TEST_F(HttpLiveRefusalTest, AllowsARefusedReconnectAFewTriesAndThenEnds)
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

} // namespace kanal::playback
