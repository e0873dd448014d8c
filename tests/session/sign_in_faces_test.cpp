// SPDX-License-Identifier: MIT
// Every face a panel shows at sign-in, over real sockets.
#include "profile.h"
#include "sign_in.h"
#include "waiting.h"

#include <kanal/panel/panel.h>
#include <kanal/xtream/client.h>

namespace kanal::session
{
namespace
{

struct Face {
    const char *scenario;
    ErrorKind kind;
};

class SignInFaces : public testing::TestWithParam<Face>
{
};

TEST_P(SignInFaces, GiveTheirKindAndStoreNothing)
{
    panel::PanelOptions options;
    options.scenario = GetParam().scenario;
    options.smallClips = true;
    panel::Panel panel(options);
    ASSERT_TRUE(panel.start());
    Profile profile;

    const auto account = answerTo(profile->accounts().signIn({panel.url(), "demo", "demo"}));

    EXPECT_EQ(kindOf(account), GetParam().kind);
    EXPECT_TRUE(profile->accounts().accounts()->empty());
    EXPECT_FALSE(profile->accounts().active());
    EXPECT_EQ(kindOf(answerTo(profile->secrets().read({1}))), ErrorKind::NotFound);
}

INSTANTIATE_TEST_SUITE_P(
    Panel, SignInFaces,
    testing::Values(Face{"auth0", ErrorKind::Credentials}, Face{"nginx404", ErrorKind::Credentials},
                    Face{"json401", ErrorKind::Credentials}, Face{"empty", ErrorKind::BadAnswer},
                    Face{"null-envelope", ErrorKind::Credentials}, Face{"expired", ErrorKind::Expired},
                    Face{"disabled", ErrorKind::Disabled}, Face{"banned", ErrorKind::Disabled},
                    Face{"ratelimited", ErrorKind::RateLimited}, Face{"html", ErrorKind::WebPage},
                    Face{"garbage", ErrorKind::BadAnswer}, Face{"server-error", ErrorKind::ServerError}),
    [](const auto &info) {
        std::string name = info.param.scenario;
        std::erase(name, '-');
        return name;
    });

TEST(SignIn, TellsSinceWhenAnAccountIsExpired)
{
    panel::PanelOptions options;
    options.scenario = "expired";
    options.smallClips = true;
    panel::Panel panel(options);
    ASSERT_TRUE(panel.start());
    Profile profile;
    const auto account = answerTo(profile->accounts().signIn({panel.url(), "demo", "demo"}));
    ASSERT_EQ(kindOf(account), ErrorKind::Expired);
    EXPECT_TRUE(account.error().when.has_value());
}

TEST(SignIn, AClosedPortIsRefused)
{
    Profile profile;
    const std::string server = "127.0.0.1:" + std::to_string(TcpStub::closedPort());
    const auto account = answerTo(profile->accounts().signIn({server, "u", "secret-word"}));
    EXPECT_EQ(kindOf(account), ErrorKind::Refused);
    EXPECT_EQ(account.error().detail.find("secret-word"), std::string::npos);
}

TEST(SignIn, TextWithoutAnAddressIsNone)
{
    Profile profile;
    EXPECT_EQ(kindOf(answerTo(profile->accounts().signIn({"no address at all", "u", "p"}))), ErrorKind::Address);
}

TEST(SignIn, AsksForWhatIsMissing)
{
    Profile profile;
    const auto noPassword = answerTo(profile->accounts().signIn({"127.0.0.1:1", "u", ""}));
    EXPECT_EQ(kindOf(noPassword), ErrorKind::Credentials);
    EXPECT_EQ(noPassword.error().subject, "password");
    const auto noUser = answerTo(profile->accounts().signIn({"127.0.0.1:1", "", "p"}));
    EXPECT_EQ(kindOf(noUser), ErrorKind::Credentials);
    EXPECT_EQ(noUser.error().subject, "user");
}

class SignInAt : public testing::Test
{
protected:
    Result<SignedIn> asked(const std::vector<std::string> &servers)
    {
        return answerTo(signInAt(servers, {{}, "u", "p", {}, {}}, m_client, &m_owner));
    }
    static std::string closed(const std::string &scheme = "http")
    {
        return scheme + "://127.0.0.1:" + std::to_string(TcpStub::closedPort());
    }

    /// An https address of a server that answers in plain HTTP.
    std::string noTls() const { return "https" + m_plain.url("").substr(4); }

private:
    TcpStub m_plain{[](TcpStub::Peer &peer) { peer.send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"); }};
    QObject m_owner;
    xtream::Client m_client;
};

TEST_F(SignInAt, GoesOnAfterAClosedPort)
{
    ScriptedPanel panel;
    const auto signedIn = asked({closed(), panel.url()});
    ASSERT_TRUE(signedIn) << signedIn.error().detail;
    EXPECT_EQ(signedIn->login.server, panel.url());
    EXPECT_EQ(signedIn->info.status, AccountStatus::Active);
}

TEST_F(SignInAt, GoesOnAfterAWebPageAndAfterTls)
{
    ScriptedPanel page, panel;
    page.set("", "<html><title>Welcome to the hotspot</title></html>");
    const auto signedIn = asked({page.url(), noTls(), panel.url()});
    ASSERT_TRUE(signedIn) << signedIn.error().detail;
    EXPECT_EQ(signedIn->login.server, panel.url());
}

TEST_F(SignInAt, StopsAtTheFirstDecisiveAnswer)
{
    ScriptedPanel first, second;
    first.set("", R"({"user_info":{"auth":0}})");
    EXPECT_EQ(kindOf(asked({first.url(), second.url()})), ErrorKind::Credentials);
    EXPECT_TRUE(second.actions().empty());
}

TEST_F(SignInAt, EndsWithTheMostTellingError)
{
    ScriptedPanel page;
    page.set("", "<html><title>Welcome to the hotspot</title></html>");
    EXPECT_EQ(kindOf(asked({closed(), page.url(), closed()})), ErrorKind::WebPage);
    // https on a port that speaks http says nothing about certificates.
    EXPECT_EQ(kindOf(asked({page.url(), noTls()})), ErrorKind::WebPage);
}

TEST_F(SignInAt, KnocksOnlyOnceAtAClosedPort)
{
    const std::string server = closed();
    ScriptedPanel panel;
    EXPECT_TRUE(asked({server, "https" + server.substr(4), panel.url()}));
    EXPECT_EQ(kindOf(asked({server, "https" + server.substr(4)})), ErrorKind::Refused);
}

TEST(SignIn, CancelledStoresNothing)
{
    ScriptedPanel panel;
    panel.set("", "hold");
    Profile profile;
    auto future = profile->accounts().signIn({panel.url(), "u", "p"});
    ASSERT_TRUE(eventually([&] { return panel.actions().size() == 1; }));
    future.cancel();
    EXPECT_EQ(kindOf(answerTo(future)), ErrorKind::Cancelled);
    EXPECT_TRUE(eventually([&] { return future.isFinished(); }));
    EXPECT_TRUE(profile->accounts().accounts()->empty());
}

} // namespace
} // namespace kanal::session
