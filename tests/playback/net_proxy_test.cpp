// SPDX-License-Identifier: MIT
// Media through proxies: a tiny one on loopback, in front of hosts that are not there.
#include "net_collector.h"
#include "net_thread.h"
#include "support/tcp_stub.h"

#include <kanal/core/redact.h>

#include <cstdlib>

#include <gtest/gtest.h>

namespace kanal::playback
{

namespace
{

using namespace std::chrono_literals;

constexpr const char *kAnswer = "HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nContent-Length: 5\r\n\r\nmedia";

class NetProxy : public ::testing::Test
{
protected:
    NetDone fetch(const std::string &url)
    {
        collector = std::make_shared<Collector>();
        NetRequest request;
        request.url = url;
        net.begin(std::move(request), collector);
        return collector->await();
    }
    void goThrough(const std::string &address) { net.setProxy(ProxyRule::through(address).value()); }
    static std::string at(const TcpStub &server) { return "127.0.0.1:" + std::to_string(server.port()); }

    SteadyClock clock;
    NetThread net{clock};
    std::shared_ptr<Collector> collector;
};

TEST_F(NetProxy, AnHttpProxyIsAskedForTheWholeAddress)
{
    TcpStub proxy([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send(kAnswer);
    });
    goThrough("http://ann:p%40ss-word@" + at(proxy));
    EXPECT_EQ(fetch("http://tv.example/live/1.ts").how, NetDone::How::Ended);
    EXPECT_EQ(collector->body, "media");
    const std::string request = proxy.requests().at(0);
    EXPECT_EQ(request.substr(0, request.find('\r')), "GET http://tv.example/live/1.ts HTTP/1.1");
    EXPECT_NE(request.find("Proxy-Authorization: Basic YW5uOnBAc3Mtd29yZA=="), std::string::npos) << request;
}

TEST_F(NetProxy, WhatItLeadsToCountsAsThePublicNet)
{
    TcpStub proxy([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send(kAnswer);
    });
    goThrough(at(proxy));
    fetch("http://tv.example/live/1.ts");
    EXPECT_TRUE(collector->head.publicPeer); // though the proxy itself is on loopback
}

TEST_F(NetProxy, HttpsGoesThroughATunnel)
{
    TcpStub proxy([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 503 No Way\r\nContent-Length: 0\r\n\r\n");
    });
    goThrough(at(proxy));
    const NetDone done = fetch("https://tv.example/live/1.ts");
    EXPECT_TRUE(proxy.requests().at(0).starts_with("CONNECT tv.example:443 HTTP/1.1"));
    EXPECT_EQ(done.how, NetDone::How::Failed);
    EXPECT_EQ(done.error.kind, ErrorKind::Network);
    EXPECT_EQ(done.error.httpStatus, 0); // no word of the server
    EXPECT_EQ(done.error.proxy, at(proxy));
}

TEST_F(NetProxy, ASocksProxyLooksUpTheName)
{
    TcpStub proxy([](TcpStub::Peer &peer) {
        peer.awaitBytes();
        peer.send(std::string_view("\x05\x00", 2)); // no sign-in
        peer.awaitBytes();
        peer.send(std::string_view("\x05\x00\x00\x01\0\0\0\0\0\0", 10)); // connected
        peer.readRequest();
        peer.send(kAnswer);
    });
    goThrough("socks5://" + at(proxy));
    EXPECT_EQ(fetch("http://tv.example/live/1.ts").how, NetDone::How::Ended);
    EXPECT_TRUE(proxy.requests().at(0).starts_with("GET /live/1.ts HTTP/1.1"));
}

TEST_F(NetProxy, ADeadProxyIsNamed)
{
    const std::string dead = "127.0.0.1:" + std::to_string(TcpStub::closedPort());
    for (const char *address : {"http://tv.example/live/1.ts", "https://tv.example/live/1.ts"}) {
        goThrough(dead);
        const NetDone done = fetch(address);
        EXPECT_EQ(done.error.kind, ErrorKind::Refused) << address;
        EXPECT_EQ(done.error.proxy, dead);
    }
}

TEST_F(NetProxy, AProxyThatWantsASignInIsNamedAndNotAskedAgain)
{
    TcpStub proxy([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 407 Who Are You\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
    });
    goThrough(at(proxy));
    for (const char *address : {"http://tv.example/live/1.ts", "https://tv.example/live/1.ts"}) {
        const NetDone done = fetch(address);
        EXPECT_EQ(done.error.proxy, at(proxy)) << address;
        EXPECT_EQ(done.error.httpStatus, 407) << address;
    }
}

TEST_F(NetProxy, AProxyNobodyKnowsIsNotGoneRound)
{
    net.setProxy(ProxyRule::fromEnvironment([](const char *) { return std::string("socks4://old.example:1080"); }));
    const NetDone done = fetch("http://tv.example/live/1.ts");
    EXPECT_EQ(done.error.kind, ErrorKind::Unsupported);
    EXPECT_EQ(done.error.proxy, "old.example:1080");
}

TEST_F(NetProxy, EachHopIsAskedAgain)
{
    TcpStub proxy([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 302 Found\r\nLocation: http://edge.invalid/1.ts\r\nContent-Length: 0\r\n\r\n");
    });
    net.setProxy(ProxyRule::fromEnvironment(
        [&](const char *name) { return std::string(name) == "no_proxy" ? std::string("edge.invalid") : at(proxy); }));
    const NetDone done = fetch("http://tv.example/live/1.ts");
    EXPECT_EQ(proxy.requests().size(), 1u);
    EXPECT_EQ(done.how, NetDone::How::Failed); // there is no such host
    EXPECT_EQ(done.error.subject, "edge.invalid");
    EXPECT_EQ(done.error.proxy, "");
}

// `kanal --demo` behind http_proxy listed its channels, and its streams went to the proxy.
TEST(NetProxyEnvironment, ThisComputersOwnStreamsAreFetchedDirectly)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send(kAnswer);
    });
    setenv("http_proxy", ("http://127.0.0.1:" + std::to_string(TcpStub::closedPort())).c_str(), 1);
    SteadyClock clock;
    NetThread net(clock);
    unsetenv("http_proxy");
    const auto collector = std::make_shared<Collector>();
    NetRequest request;
    request.url = server.url("/live/1.ts");
    net.begin(std::move(request), collector);
    EXPECT_EQ(collector->await().how, NetDone::How::Ended);
}

} // namespace

} // namespace kanal::playback
