// SPDX-License-Identifier: MIT
// Cookies of a session: kept for its requests and their hosts, and no way round the rule about circles.
#include "cookie_jar.h"
#include "net_collector.h"
#include "support/tcp_stub.h"

#include <gtest/gtest.h>

namespace kanal::playback
{

namespace
{

class NetCookies : public ::testing::Test
{
protected:
    NetDone fetchWith(const std::shared_ptr<CookieJar> &with, const std::string &url)
    {
        const auto collector = std::make_shared<Collector>();
        NetRequest request;
        request.url = url;
        request.cookies = with;
        net.begin(std::move(request), collector);
        return collector->await();
    }
    static std::string cookieOf(const std::string &head)
    {
        const auto at = head.find("\r\nCookie: ");
        return at == std::string::npos ? std::string() : head.substr(at + 10, head.find('\r', at + 2) - at - 10);
    }

    SteadyClock clock;
    NetThread net{clock};
    std::shared_ptr<CookieJar> jar = std::make_shared<CookieJar>();
};

std::string answerWith(const std::string &cookie)
{
    return "HTTP/1.1 200 OK\r\nSet-Cookie: " + cookie + "\r\nContent-Length: 2\r\n\r\nok";
}

TEST_F(NetCookies, ThePlaceThatSetsOneIsAskedOnceMore)
{
    TcpStub server([](TcpStub::Peer &peer) {
        const bool known = cookieOf(peer.readRequest()) == "seen=1";
        peer.send(known ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                        : "HTTP/1.1 302 Found\r\nSet-Cookie: seen=1; path=/\r\nLocation: /live\r\n"
                          "Content-Length: 0\r\n\r\n");
    });
    EXPECT_EQ(fetchWith(jar, server.url("/live")).how, NetDone::How::Ended);
    EXPECT_EQ(server.requests().size(), 2u);
}

TEST_F(NetCookies, ACircleIsOneWhateverItSets)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 302 Found\r\nSet-Cookie: n=" + std::to_string(peer.index()) +
                  "\r\nLocation: /live\r\nContent-Length: 0\r\n\r\n");
    });
    EXPECT_EQ(fetchWith(jar, server.url("/live")).error.kind, ErrorKind::BadAnswer);
    EXPECT_LE(server.requests().size(), 6u);
}

TEST_F(NetCookies, StayWithTheirHostAndTheirSession)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send(answerWith("token=abc"));
    });
    fetchWith(jar, server.url("/a"));
    fetchWith(jar, server.url("/b"));
    fetchWith(jar, "http://localhost:" + std::to_string(server.port()) + "/b");
    fetchWith(std::make_shared<CookieJar>(), server.url("/c"));
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), 4u);
    EXPECT_EQ(cookieOf(requests[0]), "");
    EXPECT_EQ(cookieOf(requests[1]), "token=abc");
    EXPECT_EQ(cookieOf(requests[2]), "");
    EXPECT_EQ(cookieOf(requests[3]), "");
}

TEST_F(NetCookies, OneThatIsTakenBackIsGone)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send(answerWith(peer.index() == 0 ? "token=abc" : "token=abc; Max-Age=0"));
    });
    for (int i = 0; i < 3; ++i)
        fetchWith(jar, server.url("/a"));
    EXPECT_EQ(cookieOf(server.requests().at(1)), "token=abc");
    EXPECT_EQ(cookieOf(server.requests().at(2)), "");
}

} // namespace

} // namespace kanal::playback
