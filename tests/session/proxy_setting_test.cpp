// SPDX-License-Identifier: MIT
#include "profile.h"
#include "waiting.h"

#include <kanal/session/proxy_setting.h>

#include <QCoreApplication>

#include <fstream>
#include <sstream>

namespace kanal::session
{
namespace
{

std::string wayTo(const ProxyRule &rule, const char *address)
{
    const auto proxy = rule.proxyFor(Url::parse(address).value());
    return proxy ? proxy->address() : "direct";
}

bool holds(const std::filesystem::path &folder, const std::string &text)
{
    for (const auto &file : std::filesystem::recursive_directory_iterator(folder)) {
        if (!file.is_regular_file() || file.path().filename() == "secrets.json")
            continue;
        std::ostringstream content;
        content << std::ifstream(file.path(), std::ios::binary).rdbuf();
        if (content.str().find(text) != std::string::npos)
            return true;
    }
    return false;
}

TEST(ProxySetting, BeginsWithWhatTheEnvironmentSays)
{
    Profile profile;
    EXPECT_EQ(profile->proxy().source(), ProxySource::Environment);
    EXPECT_EQ(profile->proxy().rule(), ProxyRule::fromEnvironment());
}

TEST(ProxySetting, TakesAnAddressAtOnceAndKeepsIt)
{
    Profile profile(SecretPlace::File);
    int changes = 0;
    QObject::connect(&profile->proxy(), &ProxySetting::ruleChanged, [&changes] { ++changes; });
    ASSERT_TRUE(profile->proxy().setAddress("http://ann:proxy-pass@proxy.example:3128"));
    EXPECT_EQ(changes, 1);
    EXPECT_EQ(profile->proxy().address(), "http://ann@proxy.example:3128");
    EXPECT_EQ(wayTo(profile->proxy().rule(), "http://tv.example/"), "http://ann:proxy-pass@proxy.example:3128");
    profile.reopen();
    EXPECT_EQ(profile->proxy().source(), ProxySource::Address);
    answerTo(profile->proxy().ready());
    EXPECT_EQ(wayTo(profile->proxy().rule(), "http://tv.example/"), "http://ann:proxy-pass@proxy.example:3128");
    profile.close();
    EXPECT_FALSE(holds(profile.folder(), "proxy-pass"));
}

TEST(ProxySetting, RefusesWhatIsNoAddressAndStaysAsItWas)
{
    Profile profile;
    ASSERT_TRUE(profile->proxy().setAddress("one.example:1"));
    int changes = 0;
    QObject::connect(&profile->proxy(), &ProxySetting::ruleChanged, [&changes] { ++changes; });
    EXPECT_EQ(profile->proxy().setAddress("no address").error().kind, ErrorKind::Address);
    EXPECT_EQ(profile->proxy().setAddress("https://two.example").error().kind, ErrorKind::Unsupported);
    EXPECT_EQ(profile->proxy().address(), "http://one.example:1");
    EXPECT_EQ(changes, 0);
}

TEST(ProxySetting, CanBeLeftAndTakenUpAgain)
{
    Profile profile;
    profile->proxy().choose(ProxySource::Address); // there is none yet
    EXPECT_EQ(profile->proxy().source(), ProxySource::Environment);
    ASSERT_TRUE(profile->proxy().setAddress("one.example:1"));
    profile->proxy().choose(ProxySource::None);
    EXPECT_EQ(wayTo(profile->proxy().rule(), "http://tv.example/"), "direct");
    profile->proxy().choose(ProxySource::Address);
    EXPECT_EQ(wayTo(profile->proxy().rule(), "http://tv.example/"), "http://one.example:1");
}

TEST(ProxySetting, GivesAPasswordToNoOtherProxy)
{
    Profile profile;
    ASSERT_TRUE(profile->proxy().setAddress("http://ann:proxy-pass@one.example:1"));
    ASSERT_TRUE(profile->proxy().setAddress("http://ann@one.example:1"));
    EXPECT_EQ(wayTo(profile->proxy().rule(), "http://tv.example/"), "http://ann:proxy-pass@one.example:1");
    ASSERT_TRUE(profile->proxy().setAddress("http://ann@two.example:1"));
    EXPECT_EQ(wayTo(profile->proxy().rule(), "http://tv.example/"), "http://ann@two.example:1");
}

} // namespace
} // namespace kanal::session
