// SPDX-License-Identifier: MIT
#include "net_collector.h"
#include "net_thread.h"
#include "source_probe.h"
#include "support/fake_clock.h"
#include "support/tcp_stub.h"

#include <atomic>
#include <future>

#include <fcntl.h>
#include <gtest/gtest.h>

namespace kanal::playback
{

namespace
{

using namespace std::chrono_literals;

class NetThreadTest : public ::testing::Test
{
protected:
    NetDone fetch(NetRequest request)
    {
        collector = std::make_shared<Collector>();
        net.begin(std::move(request), collector);
        return collector->await();
    }

    SteadyClock clock;
    NetThread net{clock};
    std::shared_ptr<Collector> collector = std::make_shared<Collector>();
};

void answer(TcpStub::Peer &peer, std::string_view text)
{
    peer.readRequest();
    peer.send(text);
}

std::string redirectTo(const std::string &target)
{
    return "HTTP/1.1 302 Found\r\nLocation: " + target + "\r\nContent-Length: 5\r\n\r\nmoved";
}

std::string lineOf(const std::string &request, std::string_view name)
{
    const std::size_t at = request.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos)
        return {};
    const std::size_t begin = at + name.size() + 4;
    return request.substr(begin, request.find('\r', begin) - begin);
}

} // namespace

TEST_F(NetThreadTest, FetchesWithHeadBodyAndTimes)
{
    TcpStub server([](TcpStub::Peer &peer) {
        answer(peer, "HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nContent-Length: 3\r\n\r\nabc");
    });
    const Nanos before = clock.now();
    EXPECT_EQ(fetch({.url = server.url("/live/u/p/1.ts?a=b")}).how, NetDone::How::Ended);
    EXPECT_EQ(collector->body, "abc");
    EXPECT_EQ(collector->head.status, 200);
    EXPECT_EQ(collector->head.header("content-type"), "video/mp2t");
    EXPECT_EQ(collector->head.number("content-length"), 3);
    EXPECT_EQ(collector->head.host, "127.0.0.1");
    EXPECT_GE(collector->head.connectedAt, before);
    EXPECT_LE(collector->head.connectedAt, clock.now());
    EXPECT_EQ(net.openConnections(), 0);
}

TEST_F(NetThreadTest, SendsWhatTheRequestSays)
{
    TcpStub server([](TcpStub::Peer &peer) { answer(peer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"); });
    fetch({.url = server.url("/a/../b"),
           .userAgent = "Agent/1 (a, b)",
           .headers = {{"Referer", "http://x/"}},
           .rangeFrom = 7,
           .ifRange = "\"e\""});
    fetch({.url = server.url("/")});
    const std::string custom = server.requests().at(0);
    EXPECT_TRUE(custom.starts_with("GET /a/../b HTTP/1.1\r\n"));
    EXPECT_EQ(lineOf(custom, "User-Agent"), "Agent/1 (a, b)");
    EXPECT_EQ(lineOf(custom, "Referer"), "http://x/");
    EXPECT_EQ(lineOf(custom, "Range"), "bytes=7-");
    EXPECT_EQ(lineOf(custom, "If-Range"), "\"e\"");
    EXPECT_EQ(lineOf(custom, "Connection"), "close");
    const std::string plain = server.requests().at(1);
    EXPECT_EQ(lineOf(plain, "User-Agent"), kDefaultUserAgent);
    EXPECT_EQ(lineOf(plain, "Range"), "");
    EXPECT_EQ(lineOf(plain, "Accept-Encoding"), "");
}

TEST_F(NetThreadTest, RefusesLineBreaksInHeadersAndAgent)
{
    TcpStub server([](TcpStub::Peer &peer) { answer(peer, "HTTP/1.1 200 OK\r\n\r\n"); });
    EXPECT_EQ(fetch({.url = server.url("/"), .headers = {{"X", "a\r\nEvil: 1"}}}).error.kind, ErrorKind::Address);
    EXPECT_EQ(fetch({.url = server.url("/"), .headers = {{"X\nEvil", "a"}}}).error.kind, ErrorKind::Address);
    EXPECT_EQ(fetch({.url = server.url("/"), .userAgent = "a\nb"}).error.kind, ErrorKind::Address);
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(NetThreadTest, TakesIcyAnswersAndAnswersWithoutLength)
{
    TcpStub server([](TcpStub::Peer &peer) { answer(peer, "ICY 200 OK\r\nContent-Type: audio/mpeg\r\n\r\nmusic"); });
    EXPECT_EQ(fetch({.url = server.url("/")}).how, NetDone::How::Ended);
    EXPECT_EQ(collector->head.status, 200);
    EXPECT_EQ(collector->body, "music");
}

TEST_F(NetThreadTest, NamesWhatWentWrong)
{
    EXPECT_EQ(fetch({.url = "http://127.0.0.1:" + std::to_string(TcpStub::closedPort()) + "/"}).error.kind,
              ErrorKind::Refused);
    EXPECT_EQ(fetch({.url = "http://name.invalid/"}).error.kind, ErrorKind::NameNotFound);
    EXPECT_EQ(fetch({.url = "file:///etc/passwd"}).how, NetDone::How::Failed);
    EXPECT_EQ(fetch({.url = "no address"}).error.kind, ErrorKind::Address);

    TcpStub shortened([](TcpStub::Peer &peer) { answer(peer, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"); });
    EXPECT_EQ(fetch({.url = shortened.url()}).error.kind, ErrorKind::Network);
    EXPECT_EQ(collector->body, "abc");

    TcpStub torn([](TcpStub::Peer &peer) {
        answer(peer, "HTTP/1.1 200 OK\r\n\r\n");
        peer.reset();
    });
    EXPECT_EQ(fetch({.url = torn.url()}).error.kind, ErrorKind::Network);

    TcpStub restarting([](TcpStub::Peer &peer) {
        peer.awaitBytes();
        peer.reset();
    });
    EXPECT_EQ(fetch({.url = "https://127.0.0.1:" + std::to_string(restarting.port()) + "/"}).error.kind,
              ErrorKind::Network)
        << "a server that goes away in the handshake has no bad certificate";

    TcpStub plain([](TcpStub::Peer &peer) { peer.send("HTTP/1.1 400 Speak plainly\r\n\r\n"); });
    EXPECT_EQ(fetch({.url = "https://127.0.0.1:" + std::to_string(plain.port()) + "/"}).error.kind, ErrorKind::Tls);
}

TEST_F(NetThreadTest, RefusesEndlessHeaders)
{
    TcpStub server([](TcpStub::Peer &peer) {
        answer(peer, "HTTP/1.1 200 OK\r\n");
        while (peer.send("X-Filler: " + std::string(1000, 'x') + "\r\n")) {
        }
    });
    EXPECT_EQ(fetch({.url = server.url()}).how, NetDone::How::Failed);
}

TEST_F(NetThreadTest, ShowsTheHandlerEveryStatusBeforeAByteOfItsBody)
{
    for (const int status : {403, 458, 600, 884, 999}) {
        TcpStub server([status](TcpStub::Peer &peer) {
            answer(peer, "HTTP/1.1 " + std::to_string(status) + " No\r\nContent-Length: 4\r\n\r\nbody");
        });
        collector = std::make_shared<Collector>();
        collector->headVerdict = HeadVerdict::Refuse;
        net.begin({.url = server.url()}, collector);
        EXPECT_EQ(collector->await().how, NetDone::How::Stopped);
        EXPECT_EQ(collector->head.status, status);
        EXPECT_EQ(collector->body, "");
    }
}

TEST_F(NetThreadTest, FollowsRedirectsAndShowsOnlyTheLastAnswer)
{
    TcpStub server([](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        if (request.starts_with("GET /one"))
            peer.send(redirectTo("/two?token=1"));
        else if (request.starts_with("GET /two"))
            peer.send(redirectTo("three"));
        else
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthere");
    });
    EXPECT_EQ(fetch({.url = server.url("/one")}).how, NetDone::How::Ended);
    EXPECT_EQ(collector->body, "there");
    EXPECT_EQ(collector->head.redirects, 2);
    EXPECT_EQ(server.requests().size(), 3u);
    EXPECT_EQ(server.mostOpen(), 1) << "a hop is closed before the next is opened";
}

TEST_F(NetThreadTest, EndsRedirectLoopsAndLongChains)
{
    TcpStub loop([](TcpStub::Peer &peer) { answer(peer, redirectTo("/loop")); });
    EXPECT_EQ(fetch({.url = loop.url("/loop")}).error.kind, ErrorKind::BadAnswer);
    EXPECT_EQ(loop.requests().size(), 1u);

    TcpStub chain([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send(redirectTo("/" + std::to_string(peer.index() + 1)));
    });
    EXPECT_EQ(fetch({.url = chain.url("/0")}).error.kind, ErrorKind::BadAnswer);
    EXPECT_LE(chain.requests().size(), 9u);
}

TEST_F(NetThreadTest, OpensNoForeignSchemeOnARedirect)
{
    for (const std::string target :
         {"file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x", "gopher://127.0.0.1/", "concat:a|b"}) {
        TcpStub server([&](TcpStub::Peer &peer) { answer(peer, redirectTo(target)); });
        EXPECT_EQ(fetch({.url = server.url()}).how, NetDone::How::Failed) << target;
        EXPECT_EQ(collector->body, "");
        EXPECT_EQ(server.requests().size(), 1u);
    }
}

TEST_F(NetThreadTest, KeepsSecretsAtTheHostTheyWereGivenFor)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        if (peer.index() == 0)
            peer.send(redirectTo("http://localhost:" + std::to_string(server.port()) + "/other"));
        else
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    fetch(
        {.url = server.url("/"), .headers = {{"Authorization", "secret"}, {"Cookie", "secret"}, {"Referer", "shown"}}});
    ASSERT_EQ(server.requests().size(), 2u);
    EXPECT_NE(server.requests()[0].find("secret"), std::string::npos);
    EXPECT_EQ(server.requests()[1].find("secret"), std::string::npos);
    EXPECT_EQ(lineOf(server.requests()[1], "Referer"), "shown");
}

TEST_F(NetThreadTest, CancelClosesTheSocketWhateverTheServerDoes)
{
    const TcpStub::Script manners[] = {
        [](TcpStub::Peer &peer) { // never answers
            peer.readRequest();
            peer.hold();
        },
        [](TcpStub::Peer &peer) {
            answer(peer, "HTTP/1.1 200 OK\r\nX-Slow: ");
            peer.hold();
        },
        [](TcpStub::Peer &peer) {
            answer(peer, "HTTP/1.1 200 OK\r\n\r\nabc");
            peer.hold();
        },
        [](TcpStub::Peer &peer) {
            answer(peer, "HTTP/1.1 200 OK\r\n\r\n");
            while (peer.send(std::string(65536, 'x'))) {
            }
        },
    };
    for (const auto &manner : manners) {
        TcpStub server(manner);
        collector = std::make_shared<Collector>();
        const TransferId id = net.begin({.url = server.url()}, collector);
        server.awaitRequests(1);
        std::promise<Nanos> closed;
        const Nanos before = clock.now();
        net.cancel(id, [&] { closed.set_value(clock.now()); });
        EXPECT_LT(closed.get_future().get() - before, 1s);
        EXPECT_EQ(net.openConnections(), 0);
    }
}

TEST_F(NetThreadTest, RequestsOfASlotNeverOverlap)
{
    TcpStub server([](TcpStub::Peer &peer) {
        answer(peer, "HTTP/1.1 200 OK\r\n\r\nabc");
        peer.hold();
    });
    const SlotId slot = net.newSlot();
    TransferId last;
    for (std::size_t round = 1; round <= 50; ++round) {
        net.cancel(last);
        collector = std::make_shared<Collector>();
        last = net.begin({.url = server.url(), .slot = slot}, collector);
        ASSERT_TRUE(server.awaitRequests(round));
    }
    EXPECT_EQ(server.mostOpen(), 1);
    net.cancel(last);
}

TEST_F(NetThreadTest, ALaterRequestOfASlotWaitsForTheEarlierOne)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        if (peer.index() == 0)
            server.awaitRelease();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    const SlotId slot = net.newSlot();
    const auto first = std::make_shared<Collector>();
    const auto second = std::make_shared<Collector>();
    const auto given = std::make_shared<Collector>();
    net.begin({.url = server.url("/first"), .slot = slot}, first);
    const TransferId waiting = net.begin({.url = server.url("/never"), .slot = slot}, given);
    net.begin({.url = server.url("/second"), .slot = slot}, second);
    ASSERT_TRUE(server.awaitRequests(1));
    net.cancel(waiting); // before its turn
    server.release();
    EXPECT_EQ(first->await().how, NetDone::How::Ended);
    EXPECT_EQ(second->await().how, NetDone::How::Ended);
    EXPECT_EQ(server.mostOpen(), 1);
    ASSERT_EQ(server.requests().size(), 2u);
    EXPECT_TRUE(server.requests()[1].starts_with("GET /second"));
}

TEST_F(NetThreadTest, ACancelledConnectDoesNotHoldItsSlot)
{
    // A listener whose queue is full: whoever connects now waits.
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr *>(&address), size), 0);
    ASSERT_EQ(listen(listener, 0), 0);
    getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    std::vector<int> queue;
    for (int i = 0; i < 4; ++i) {
        queue.push_back(socket(AF_INET, SOCK_STREAM, 0));
        fcntl(queue.back(), F_SETFL, O_NONBLOCK);
        connect(queue.back(), reinterpret_cast<sockaddr *>(&address), size);
    }

    TcpStub server([](TcpStub::Peer &peer) { answer(peer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"); });
    const SlotId slot = net.newSlot();
    const auto letTheNetRun = [&] {
        std::promise<void> ran;
        net.post([&] { ran.set_value(); });
        ran.get_future().wait();
    };
    for (int round = 0; round < 5; ++round) {
        const std::string stuck = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
        const TransferId id = net.begin({.url = stuck, .slot = slot}, std::make_shared<Collector>());
        letTheNetRun();
        letTheNetRun();
        net.cancel(id);
        const Nanos before = clock.now();
        EXPECT_EQ(fetch({.url = server.url(), .slot = slot}).how, NetDone::How::Ended);
        EXPECT_LT(clock.now() - before, 1500ms);
        EXPECT_EQ(net.openConnections(), 0);
    }
    for (const int waiting : queue)
        close(waiting);
    close(listener);
}

TEST_F(NetThreadTest, HoldsTheServerBackWhileTheHandlerIsFull)
{
    std::atomic<std::size_t> sent{0};
    TcpStub server([&](TcpStub::Peer &peer) {
        answer(peer, "HTTP/1.1 200 OK\r\n\r\n");
        for (int i = 0; i < 200 && peer.send(std::string(65536, 'x')); ++i)
            sent += 65536;
    });
    collector = std::make_shared<Collector>();
    collector->full = true;
    const TransferId id = net.begin({.url = server.url()}, collector);
    collector->headSeen.get_future().wait();
    collector->full = false;
    net.resume(id);
    EXPECT_EQ(collector->await().how, NetDone::How::Ended);
    EXPECT_EQ(collector->body.size(), 200u * 65536);
}

TEST(NetThread, GoesAtOnceWithRequestsUnderWay)
{
    SteadyClock clock;
    TcpStub server([](TcpStub::Peer &peer) { peer.hold(); });
    auto net = std::make_unique<NetThread>(clock);
    const auto collector = std::make_shared<Collector>();
    net->begin({.url = server.url()}, collector);
    net->begin({.url = "http://name.invalid/"}, std::make_shared<Collector>());
    const Nanos before = clock.now();
    net.reset();
    EXPECT_LT(clock.now() - before, 1s);
}

TEST(NetThread, RingsAlarmsByItsClockInOrder)
{
    FakeClock clock;
    NetThread net(clock);
    std::string order;
    std::promise<void> done;
    const Nanos now = clock.now();
    net.at(now + 2s, [&] { order += 'b'; });
    net.at(now + 1s, [&] { order += 'a'; });
    net.at(now + 3s, [&] {
        order += 'c';
        done.set_value();
    });
    std::promise<void> looked;
    net.post([&] { looked.set_value(); });
    looked.get_future().wait();
    EXPECT_EQ(order, "");
    clock.advance(3s);
    net.poke();
    done.get_future().wait();
    EXPECT_EQ(order, "abc");
}

TEST(NetThread, ReadsRetryAfterAsSecondsOrDate)
{
    NetHead head;
    EXPECT_EQ(head.retryAfter({}), std::nullopt);
    head.headers = {{"retry-after", "17"}};
    EXPECT_EQ(head.retryAfter({}), 17s);
    head.headers = {{"retry-after", "Thu, 01 Jan 1970 00:01:00 GMT"}};
    EXPECT_EQ(head.retryAfter(std::chrono::sys_seconds(20s)), 40s);
    EXPECT_EQ(head.retryAfter(std::chrono::sys_seconds(90s)), 0s);
    for (const char *absurd : {"9223372036854775", "9223372036854775807", "Thu, 01 Jan 2099 00:00:00 GMT"}) {
        head.headers = {{"retry-after", absurd}};
        EXPECT_EQ(head.retryAfter({}), 1h) << absurd;
    }
    head.headers = {{"retry-after", "soon"}};
    EXPECT_EQ(head.retryAfter({}), std::nullopt);
}

} // namespace kanal::playback
