// SPDX-License-Identifier: MIT
// The panel's API through proxies: one on loopback, in front of panels that are not there.
#include <kanal/xtream/client.h>

#include <gtest/gtest.h>
#include <support/http_stub.h>
#include <support/tcp_stub.h>

namespace kanal::xtream
{
namespace
{

constexpr const char *kAccount = R"({"user_info":{"username":"bob","auth":1,"status":"Active"}})";

Result<AccountInfo> signIn(const ProxyRule &proxy, const std::string &server)
{
    Client client;
    client.setProxy(proxy);
    auto future = client.authenticate({server, "bob", "secret-word", {}, {}});
    future.waitForFinished();
    return future.result();
}

std::string at(const HttpStub &server)
{
    return "127.0.0.1:" + std::to_string(server.port());
}

TEST(ClientProxy, IsAskedForTheWholeAddress)
{
    HttpStub proxy([](const auto &) { return HttpStub::json(kAccount); });
    EXPECT_TRUE(signIn(ProxyRule::through(at(proxy)).value(), "http://panel.example:8080"));
    EXPECT_EQ(proxy.requests().at(0).path(), "http://panel.example:8080/player_api.php");
}

TEST(ClientProxy, IsLeftOutForThisComputer)
{
    HttpStub panel([](const auto &) { return HttpStub::json(kAccount); });
    const std::string dead = "127.0.0.1:" + std::to_string(TcpStub::closedPort());
    EXPECT_TRUE(signIn(ProxyRule::through(dead).value(), panel.url()));
}

TEST(ClientProxy, IsNamedWhenItIsDead)
{
    const std::string dead = "127.0.0.1:" + std::to_string(TcpStub::closedPort());
    for (const char *server : {"http://panel.example", "https://panel.example"}) {
        const auto info = signIn(ProxyRule::through(dead).value(), server);
        ASSERT_FALSE(info);
        EXPECT_EQ(info.error().proxy, dead) << server << ' ' << info.error().detail;
    }
}

TEST(ClientProxy, IsNamedWhenItWantsASignIn)
{
    HttpStub proxy([](const auto &) {
        return HttpStub::Reply{407, {}, {{"Proxy-Authenticate", "Basic realm=\"x\""}}, HttpStub::Ending::Close};
    });
    const auto info = signIn(ProxyRule::through(at(proxy)).value(), "http://panel.example");
    ASSERT_FALSE(info);
    EXPECT_EQ(info.error().proxy, at(proxy));
    EXPECT_EQ(info.error().httpStatus, 407);
    EXPECT_NE(info.error().kind, ErrorKind::Credentials); // it is not the panel's
}

TEST(ClientProxy, IsNotGoneRoundWhenNobodyKnowsItsKind)
{
    const auto rule = ProxyRule::fromEnvironment([](const char *) { return std::string("socks4://old.example:1080"); });
    const auto info = signIn(rule, "http://panel.example");
    ASSERT_FALSE(info);
    EXPECT_EQ(info.error().kind, ErrorKind::Unsupported);
    EXPECT_EQ(info.error().proxy, "old.example:1080");
}

} // namespace
} // namespace kanal::xtream
