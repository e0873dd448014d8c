// SPDX-License-Identifier: MIT
#include <kanal/core/proxy.h>
#include <kanal/core/redact.h>

#include <map>

#include <gtest/gtest.h>

namespace kanal
{
namespace
{

using Environment = std::map<std::string, std::string>;

ProxyRule ruleOf(const Environment &environment)
{
    return ProxyRule::fromEnvironment([&](const char *name) {
        const auto found = environment.find(name);
        return found == environment.end() ? std::string() : found->second;
    });
}

/// "host:port" of the proxy, or "direct".
std::string wayTo(const ProxyRule &rule, const char *address)
{
    const auto proxy = rule.proxyFor(Url::parse(address).value());
    return proxy ? proxy->name() : "direct";
}

struct Case {
    Environment environment;
    const char *address;
    const char *way;
};

TEST(ProxyRule, FollowsTheEnvironment)
{
    const Environment both{{"http_proxy", "http://one:3128"}, {"https_proxy", "two:8080"}};
    for (const Case &each : std::initializer_list<Case>{
             {{}, "http://tv.example/", "direct"},
             {both, "http://tv.example/", "one:3128"},
             {both, "https://tv.example/", "two:8080"},
             {{{"http_proxy", "one"}}, "https://tv.example/", "direct"},
             {{{"http_proxy", "one"}}, "http://tv.example/", "one:80"},
             {{{"HTTP_PROXY", "one:1"}}, "http://tv.example/", "one:1"},
             {{{"HTTPS_PROXY", "one:1"}}, "https://tv.example/", "one:1"},
             {{{"http_proxy", "one:1"}, {"HTTP_PROXY", "two:2"}}, "http://tv.example/", "one:1"},
             {{{"http_proxy", "  "}}, "http://tv.example/", "direct"},
             {{{"all_proxy", "socks5://all"}}, "http://tv.example/", "all:1080"},
             {{{"ALL_PROXY", "socks5h://all:9050"}}, "https://tv.example/", "all:9050"},
             {{{"all_proxy", "all:1"}, {"http_proxy", "one:1"}}, "http://tv.example/", "one:1"},
             {{{"http_proxy", "http://[fd00::1]:3128"}}, "http://tv.example/", "[fd00::1]:3128"},
         })
        EXPECT_EQ(wayTo(ruleOf(each.environment), each.address), each.way) << each.address;
}

TEST(ProxyRule, LeavesOutWhatNoProxyNames)
{
    const auto way = [](const char *direct, const char *address) {
        return wayTo(ruleOf({{"all_proxy", "one:1"}, {"no_proxy", direct}}), address);
    };
    EXPECT_EQ(way("*", "http://tv.example/"), "direct");
    EXPECT_EQ(way("other.example, tv.example", "http://tv.example/"), "direct");
    EXPECT_EQ(way("example", "http://tv.example/"), "direct");
    EXPECT_EQ(way(".example", "http://a.tv.example/"), "direct");
    EXPECT_EQ(way("*.tv.example", "http://a.tv.example/"), "direct");
    EXPECT_EQ(way("TV.Example", "http://tv.example/"), "direct");
    EXPECT_EQ(way("v.example", "http://tv.example/"), "one:1");
    EXPECT_EQ(way("tv.example.org", "http://tv.example/"), "one:1");
    EXPECT_EQ(way("tv.example:8080", "http://tv.example:8080/"), "direct");
    EXPECT_EQ(way("tv.example:8080", "http://tv.example/"), "one:1");
    EXPECT_EQ(way("192.168.1.5", "http://192.168.1.5/"), "direct");
    EXPECT_EQ(way("192.168.0.0/16", "http://192.168.1.5/"), "direct");
    EXPECT_EQ(way("192.168.0.0/24", "http://192.168.1.5/"), "one:1");
    EXPECT_EQ(way("10.0.0.0/99", "http://10.0.0.1/"), "one:1");
    EXPECT_EQ(way("fd00::5", "http://[fd00::5]/"), "direct");
    EXPECT_EQ(way("[fd00::5]:80", "http://[fd00::5]/"), "direct");
    EXPECT_EQ(way(", ,", "http://tv.example/"), "one:1");
    EXPECT_EQ(wayTo(ruleOf({{"all_proxy", "one:1"}, {"NO_PROXY", "tv.example"}}), "http://tv.example/"), "direct");
}

TEST(ProxyRule, NeverSendsThisComputersOwnAddressesToAProxy)
{
    const ProxyRule environment = ruleOf({{"all_proxy", "one:1"}});
    const ProxyRule chosen = ProxyRule::through("one:1").value();
    for (const ProxyRule &rule : {environment, chosen}) {
        for (const char *address : {"http://127.0.0.1:9/", "http://localhost/", "https://[::1]/", "http://127.9.9.9/"})
            EXPECT_EQ(wayTo(rule, address), "direct") << address;
        EXPECT_EQ(wayTo(rule, "http://192.168.1.5/"), "one:1");
    }
}

TEST(ProxyRule, TakesTheAddressTheUserGave)
{
    const auto rule = ProxyRule::through(" socks5://ann:p%40ss@proxy.example:9050 ");
    ASSERT_TRUE(rule);
    const auto proxy = rule->proxyFor(Url::parse("https://tv.example/").value());
    ASSERT_TRUE(proxy);
    EXPECT_EQ(proxy->kind, Proxy::Kind::Socks5);
    EXPECT_EQ(proxy->name(), "proxy.example:9050");
    EXPECT_EQ(proxy->user, "ann");
    EXPECT_EQ(proxy->password, "p@ss");
    EXPECT_EQ(proxy->address(), "socks5://ann:p%40ss@proxy.example:9050");
    EXPECT_EQ(redact("proxy said p@ss"), "proxy said ***");
}

TEST(ProxyRule, RefusesAnAddressThatIsNone)
{
    for (const char *address : {"", "http://", "a b", "http://proxy:99999"})
        EXPECT_EQ(ProxyRule::through(address).error().kind, ErrorKind::Address) << address;
    for (const char *address : {"https://proxy:443", "socks4://proxy", "quic://proxy"})
        EXPECT_EQ(ProxyRule::through(address).error().kind, ErrorKind::Unsupported) << address;
}

// Whoever set a proxy does not want to be seen without it.
TEST(ProxyRule, DoesNotGoRoundAProxyItCannotUse)
{
    for (const char *value : {"socks4://old.example:1080", "no proxy at all", "https://secure.example"}) {
        const auto proxy = ruleOf({{"http_proxy", value}}).proxyFor(Url::parse("http://tv.example/").value());
        ASSERT_TRUE(proxy) << value;
        EXPECT_EQ(proxy->kind, Proxy::Kind::Unknown) << value;
        EXPECT_FALSE(proxy->name().empty());
    }
}

} // namespace
} // namespace kanal
