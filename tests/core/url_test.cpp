// SPDX-License-Identifier: MIT
#include <kanal/core/limits.h>
#include <kanal/core/url.h>

#include <gtest/gtest.h>

namespace kanal
{
namespace
{

Url url(std::string_view text)
{
    const auto parsed = Url::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(Url{});
}

/// Nothing where it went well.
template<class T>
std::optional<ErrorKind> kindOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error().kind);
}

TEST(Url, TakesAnAddressApart)
{
    const Url u = url("HTTPS://User:Pa%40ss@Host.Example:8443/Sub/Path.php?a=1&b=2#frag");
    EXPECT_EQ(u.scheme, "https");
    EXPECT_EQ(u.userInfo, "User:Pa%40ss");
    EXPECT_EQ(u.host, "host.example");
    EXPECT_EQ(u.port, 8443);
    EXPECT_EQ(u.path, "/Sub/Path.php");
    EXPECT_EQ(u.query, "a=1&b=2");
    EXPECT_EQ(u.str(), "https://host.example:8443/Sub/Path.php?a=1&b=2");
}

TEST(Url, LeavesDefaultPortsOutOfTheOrigin)
{
    EXPECT_EQ(url("http://h.example:80/x").origin(), "http://h.example");
    EXPECT_EQ(url("http://h.example:443/x").origin(), "http://h.example:443");
    EXPECT_EQ(url("http://h.example/").effectivePort(), 80);
    EXPECT_EQ(url("https://h.example/").effectivePort(), 443);
    EXPECT_EQ(url("rtsp://h.example/").effectivePort(), 554);
    EXPECT_EQ(url("rtmp://h.example/").effectivePort(), 1935);
    EXPECT_EQ(url("http://h.example:/x").port, 0);
}

TEST(Url, UnderstandsIpv6)
{
    const Url u = url("http://[2001:DB8::1]:8080/a");
    EXPECT_EQ(u.host, "2001:db8::1");
    EXPECT_EQ(u.str(), "http://[2001:db8::1]:8080/a");
}

TEST(Url, TakesTheLastAtSignAsTheEndOfTheUser)
{
    const Url u = url("http://a@b:c@real.example/x@y");
    EXPECT_EQ(u.host, "real.example");
    EXPECT_EQ(u.path, "/x@y");
}

TEST(Url, RefusesWhatIsNoAddress)
{
    for (const char *bad : {"",
                            "host.example",
                            "http://",
                            "http:///path",
                            "http://host:port/",
                            "http://host:0/",
                            "http://host:65536/",
                            "http://ho st/",
                            "http://host/a b",
                            "http://host/\n",
                            "http://host\\@other/",
                            "http://[::1/",
                            "http://[1]/",
                            "javascript:alert(1)",
                            "1http://h/",
                            "http://ho<st/",
                            "http://host%2f/",
                            "file:///etc/passwd",
                            "http://user@/",
                            "http://[::1]x/"})
        EXPECT_EQ(kindOf(Url::parse(bad)), ErrorKind::Address) << bad;
}

TEST(Url, RefusesOverlongAddresses)
{
    const std::string base = "http://h.example/";
    EXPECT_TRUE(Url::parse(base + std::string(limits::kUrlBytes - base.size(), 'a')));
    EXPECT_FALSE(Url::parse(base + std::string(limits::kUrlBytes - base.size() + 1, 'a')));
}

TEST(Url, ReadsQueryValuesAsPhpDoes)
{
    const Url u = url("http://h.example/get.php?username=a%2Bb+c&password=&x&type=m3u_plus&username=second");
    EXPECT_EQ(u.queryValue("username"), "a+b c");
    EXPECT_EQ(u.queryValue("password"), "");
    EXPECT_EQ(u.queryValue("type"), "m3u_plus");
    EXPECT_EQ(u.queryValue("none"), "");
}

TEST(Url, EncodesEverythingOutsideUnreserved)
{
    EXPECT_EQ(percentEncode("aZ09-._~"), "aZ09-._~");
    EXPECT_EQ(percentEncode("+ &=%#?/@é"), "%2B%20%26%3D%25%23%3F%2F%40%C3%A9");
    EXPECT_EQ(percentDecode(percentEncode("+ &=%#?/@é")), "+ &=%#?/@é");
    EXPECT_EQ(percentDecode("100% %4 %zz %41%"), "100% %4 %zz A%");
}

TEST(Url, ResolvesReferencesAsBrowsersDo)
{
    const Url base = url("http://h.example:8080/a/b/c.php?q=1");
    const std::pair<const char *, const char *> rows[] = {
        {"https://other.example/x", "https://other.example/x"},
        {"//other.example/x", "http://other.example/x"},
        {"/x/y", "http://h.example:8080/x/y"},
        {"d.ts", "http://h.example:8080/a/b/d.ts"},
        {"./d.ts", "http://h.example:8080/a/b/d.ts"},
        {"../d.ts", "http://h.example:8080/a/d.ts"},
        {"../../../../d.ts", "http://h.example:8080/d.ts"},
        {"..", "http://h.example:8080/a/"},
        {"?z=2", "http://h.example:8080/a/b/c.php?z=2"},
        {"", "http://h.example:8080/a/b/c.php?q=1"},
        {"#f", "http://h.example:8080/a/b/c.php?q=1"},
        {"d.ts?u=a:b/../c", "http://h.example:8080/a/b/d.ts?u=a:b/../c"},
        {" my file.ts ", "http://h.example:8080/a/b/my%20file.ts"},
    };
    for (const auto &[reference, expected] : rows) {
        const auto resolved = resolveUrl(base, reference);
        ASSERT_TRUE(resolved) << reference;
        EXPECT_EQ(resolved->str(), expected) << reference;
    }
    EXPECT_EQ(resolveUrl(url("http://h.example"), "x")->str(), "http://h.example/x");
    EXPECT_FALSE(resolveUrl(base, "javascript:alert(1)"));
    EXPECT_FALSE(resolveUrl(base, "file:///etc/passwd"));
}

TEST(HostClass, KnowsEverySpellingOfLocalAddresses)
{
    const std::pair<const char *, HostClass> rows[] = {
        {"example.com", HostClass::Public},
        {"8.8.8.8", HostClass::Public},
        {"172.32.0.1", HostClass::Public},
        {"100.128.0.1", HostClass::Public},
        {"2606:4700::1111", HostClass::Public},
        {"::ffff:8.8.8.8", HostClass::Public},
        {"localhost", HostClass::Loopback},
        {"LOCALHOST.", HostClass::Loopback},
        {"a.localhost", HostClass::Loopback},
        {"127.0.0.1", HostClass::Loopback},
        {"127.0.0.1.", HostClass::Loopback},
        {"127.1", HostClass::Loopback},
        {"0x7f.1", HostClass::Loopback},
        {"0x7F000001", HostClass::Loopback},
        {"2130706433", HostClass::Loopback},
        {"0177.0.0.01", HostClass::Loopback},
        {"017700000001", HostClass::Loopback},
        {"１２７.0.0.1", HostClass::Loopback},
        {"127。0。0。1", HostClass::Loopback},
        {"::1", HostClass::Loopback},
        {"[::1]", HostClass::Loopback},
        {"0:0:0:0:0:0:0:1", HostClass::Loopback},
        {"::ffff:127.0.0.1", HostClass::Loopback},
        {"::ffff:7f00:1", HostClass::Loopback},
        {"64:ff9b::7f00:1", HostClass::Loopback},
        {"2002:7f00:1::", HostClass::Loopback},
        {"10.0.0.1", HostClass::Private},
        {"172.16.0.1", HostClass::Private},
        {"172.31.255.255", HostClass::Private},
        {"192.168.1.1", HostClass::Private},
        {"3232235777", HostClass::Private},
        {"100.64.0.1", HostClass::Private},
        {"fd00::1", HostClass::Private},
        {"::ffff:192.168.1.1", HostClass::Private},
        {"router", HostClass::Private},
        {"nas.local", HostClass::Private},
        {"box.home.arpa", HostClass::Private},
        {"169.254.169.254", HostClass::LinkLocal},
        {"fe80::1%eth0", HostClass::LinkLocal},
        {"0.0.0.0", HostClass::Reserved},
        {"0", HostClass::Reserved},
        {"::", HostClass::Reserved},
        {"224.0.0.1", HostClass::Reserved},
        {"255.255.255.255", HostClass::Reserved},
        {"192.0.2.1", HostClass::Reserved},
        {"256.1.1.1", HostClass::Reserved},
        {"1.2.3.4.5", HostClass::Reserved},
        {"99999999999999999999", HostClass::Reserved},
        {"08.1.1.1", HostClass::Reserved},
        {"ff02::1", HostClass::Reserved},
        {"1:2:3", HostClass::Reserved},
        {"::1::", HostClass::Reserved},
        {"", HostClass::Reserved},
    };
    for (const auto &[host, expected] : rows)
        EXPECT_EQ(classifyHost(host), expected) << host;
}

TEST(UrlPolicy, LetsAPublicServerPointToPublicHostsOnly)
{
    const UrlPolicy policy(url("http://panel.example:8080"));
    EXPECT_TRUE(policy.check(url("http://panel.example/live")));
    EXPECT_TRUE(policy.check(url("https://cdn.example:2096/x")));
    for (const char *local : {"http://127.0.0.1/", "http://0x7f.1/", "http://2130706433/", "http://[::ffff:10.0.0.1]/",
                              "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data", "http://localhost:631/",
                              "http://router/", "http://0/"})
        EXPECT_EQ(kindOf(policy.check(url(local))), ErrorKind::Address) << local;
}

TEST(UrlPolicy, LetsALocalServerPointAnywhere)
{
    const UrlPolicy policy(url("http://192.168.1.10:9191"));
    EXPECT_TRUE(policy.check(url("http://192.168.1.10:9191/x")));
    EXPECT_TRUE(policy.check(url("http://192.168.1.11/x")));
    EXPECT_TRUE(policy.check(url("https://cdn.example/x")));
}

TEST(UrlPolicy, TreatsReservedAddressesAsPublicServers)
{
    const UrlPolicy policy(url("http://192.0.2.7/"));
    EXPECT_TRUE(policy.check(url("http://192.0.2.7/x")));
    EXPECT_FALSE(policy.check(url("http://192.168.1.1/")));
}

TEST(UrlPolicy, OpensOtherSchemesOnlyWhereTheUserChoseThem)
{
    const UrlPolicy web(url("http://panel.example"));
    for (const char *foreign :
         {"rtsp://cam.example/1", "udp://h.example:1234", "ftp://h.example/x", "smb://h.example/x",
          "file://h.example/x", "concat://h.example/x", "gopher://h.example/x"})
        EXPECT_EQ(kindOf(web.check(url(foreign))), ErrorKind::Address) << foreign;
    const UrlPolicy camera(url("rtsp://cam.example/1"));
    EXPECT_TRUE(camera.check(url("rtsp://cam.example/2")));
    EXPECT_TRUE(camera.check(url("http://cam.example/2")));
    EXPECT_FALSE(camera.check(url("udp://cam.example:99")));
    const UrlPolicy files(url("ftp://h.example/"));
    EXPECT_FALSE(files.check(url("ftp://h.example/x")));
}

} // namespace
} // namespace kanal
