// SPDX-License-Identifier: MIT
#include "cli_run.h"

#include <QTcpServer>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

namespace kanal::cli
{
namespace
{

using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

class Accounts : public CliWithPanelTest
{
};

TEST_F(Accounts, AddSignsInAndPrintsTheAccount)
{
    const Outcome added = signIn();
    ASSERT_EQ(added.status, 0) << added.err;
    const auto account = added.json();
    EXPECT_THAT(keysOf(account), UnorderedElementsAre("name", "server", "user", "status", "expires", "max_connections",
                                                      "active_connections", "time_zone", "message"));
    EXPECT_EQ(account["name"], "Home");
    EXPECT_EQ(account["server"], panel().url());
    EXPECT_EQ(account["user"], "demo");
    EXPECT_EQ(account["status"], "active");
    EXPECT_TRUE(account["expires"].is_null() || account["expires"].is_string());
    EXPECT_TRUE(account["max_connections"].is_null() || account["max_connections"].is_number_integer());
}

TEST_F(Accounts, ListTellsTheActiveOne)
{
    ASSERT_EQ(signIn().status, 0);
    const Outcome list = run({"accounts", "list", "--json"});
    ASSERT_EQ(list.status, 0);
    const nlohmann::json expected = {{{"name", "Home"}, {"server", panel().url()}, {"user", "demo"}, {"active", true}}};
    EXPECT_EQ(list.json(), expected);
}

TEST_F(Accounts, AnEmptyProfileListsNone)
{
    const Outcome list = run({"accounts", "list", "--json"});
    EXPECT_EQ(list.status, 0);
    EXPECT_EQ(list.json(), nlohmann::json::array());
}

TEST_F(Accounts, CheckAsksThePanelWithTheKeptPassword)
{
    ASSERT_EQ(signIn().status, 0);
    const int before = panel().counters().apiCalls;
    const Outcome check = run({"accounts", "check", "Home", "--json"});
    EXPECT_EQ(check.status, 0) << check.err;
    EXPECT_EQ(check.json()["status"], "active");
    EXPECT_GT(panel().counters().apiCalls, before);
}

TEST_F(Accounts, AWrongPasswordIsCredentials)
{
    const Outcome added = run({"accounts", "add", "--server", panel().url(), "--user", "demo", "--json"}, "wrong\n");
    EXPECT_EQ(added.status, 1);
    EXPECT_EQ(added.errorKind(), "credentials");
    EXPECT_THAT(added.err, HasSubstr("kanal-cli: "));
    EXPECT_EQ(run({"accounts", "list", "--json"}).json(), nlohmann::json::array());
}

TEST_F(Accounts, AClosedPortIsRefused)
{
    QTcpServer server;
    ASSERT_TRUE(server.listen(QHostAddress::LocalHost));
    const std::string address = "127.0.0.1:" + std::to_string(server.serverPort());
    server.close();
    const Outcome added = run({"accounts", "add", "--server", address, "--user", "demo", "--json"}, "any\n");
    EXPECT_EQ(added.status, 1);
    EXPECT_EQ(added.errorKind(), "refused");
}

TEST_F(Accounts, WithoutJsonAnErrorIsASentenceOnStderrAlone)
{
    const Outcome added = run({"accounts", "add", "--server", panel().url(), "--user", "demo"}, "wrong\n");
    EXPECT_EQ(added.status, 1);
    EXPECT_EQ(added.out, "");
    EXPECT_THAT(added.err, HasSubstr("password"));
}

TEST_F(Accounts, PasteTakesAWholeLinkFromStandardInput)
{
    const Outcome added =
        run({"accounts", "add", "--paste", "--json"},
            "Welcome!\n" + panel().url() + "/get.php?username=demo&password=" + kPassword + "&type=m3u_plus\n");
    EXPECT_EQ(added.status, 0) << added.err;
    EXPECT_EQ(added.json()["user"], "demo");
}

TEST_F(Accounts, EditChangesOnlyWhatIsGiven)
{
    ASSERT_EQ(signIn().status, 0);
    ASSERT_EQ(run({"accounts", "edit", "Home", "--guide", "http://guide.example/x.xml"}).status, 0);
    const Outcome edited = run({"accounts", "edit", "Home", "--name", "Away", "--json"});
    ASSERT_EQ(edited.status, 0) << edited.err;
    EXPECT_EQ(edited.json()["name"], "Away");
    EXPECT_EQ(run({"accounts", "check", "Away"}).status, 0); // the password is still there
}

TEST_F(Accounts, RemoveForgetsTheAccountAndItsPassword)
{
    ASSERT_EQ(signIn().status, 0);
    ASSERT_EQ(run({"accounts", "remove", "Home"}).status, 0);
    EXPECT_EQ(run({"accounts", "list", "--json"}).json(), nlohmann::json::array());
    std::ifstream secrets(folder() + "/secrets.json");
    const std::string left{std::istreambuf_iterator<char>(secrets), {}};
    EXPECT_THAT(left, Not(HasSubstr("\"1\"")));
}

TEST_F(Accounts, AnUnknownOneIsNotFoundAndTheOthersAreNamed)
{
    ASSERT_EQ(signIn().status, 0);
    const Outcome shown = run({"accounts", "show", "Elsewhere", "--json"});
    EXPECT_EQ(shown.status, 1);
    EXPECT_EQ(shown.errorKind(), "not_found");
    EXPECT_THAT(shown.err, HasSubstr("Home"));
}

TEST_F(Accounts, ThePasswordIsNeverPrinted)
{
    signInAndSync();
    run({"accounts", "show"});
    run({"accounts", "list"});
    run({"url", "live:1"});
    run({"url", "live:1", "--json"});
    run({"sync"});
    EXPECT_THAT(everythingPrinted(), Not(HasSubstr(kPassword)));
}

TEST_F(Accounts, SecretsFileIsForItsOwnerOnly)
{
    namespace fs = std::filesystem;
    ASSERT_EQ(signIn().status, 0);
    EXPECT_EQ(fs::status(folder() + "/secrets.json").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

class Usage : public CliTest
{
};

TEST_F(Usage, WrongArgumentsAreStatusTwo)
{
    for (const std::vector<std::string> &arguments :
         std::vector<std::vector<std::string>>{{},
                                               {"dance"},
                                               {"accounts"},
                                               {"accounts", "add", "--user", "u"},
                                               {"accounts", "add", "--server", "h", "--password", "p"},
                                               {"categories", "radio"},
                                               {"sync", "--kind", "weather"},
                                               {"url"},
                                               {"panel", "--scenario", "no-such"},
                                               {"probe", "live:1", "--seconds", "soon"}}) {
        const Outcome wrong = run(arguments);
        EXPECT_EQ(wrong.status, 2) << wrong.out << wrong.err;
        EXPECT_NE(wrong.err, "");
    }
}

TEST_F(Usage, HelpIsNoFailure)
{
    const Outcome help = run({"--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.out, HasSubstr("accounts"));
}

TEST_F(Usage, AProfileThatCannotBeUsedIsNamed)
{
    useFolder(folder() + "/file/below");
    std::ofstream(folder().substr(0, folder().rfind("/below"))) << "in the way";
    const Outcome list = run({"accounts", "list", "--json"});
    EXPECT_EQ(list.status, 1);
    EXPECT_EQ(list.errorKind(), "storage");
    EXPECT_THAT(list.err, HasSubstr("/file/below"));
}

} // namespace
} // namespace kanal::cli
