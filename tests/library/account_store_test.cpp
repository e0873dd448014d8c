// SPDX-License-Identifier: MIT
#include "library_fixture.h"

#include <gmock/gmock.h>

namespace kanal::library
{
namespace
{

using testing::ElementsAre;

class AccountStoreTest : public testing::Test
{
protected:
    void reopen()
    {
        m_library.reset();
        m_library = openLibrary(m_folder.profile());
    }
    AccountStore &accounts() { return m_library->accounts(); }
    AccountId added(const Account &account)
    {
        const auto id = accounts().add(account);
        EXPECT_TRUE(id) << (id ? "" : id.error().detail);
        return id ? *id : AccountId{};
    }
    std::vector<std::string> names()
    {
        std::vector<std::string> names;
        for (const Account &account : taken(accounts().all()))
            names.push_back(account.name);
        return names;
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Library> m_library = openLibrary(m_folder.profile());
};

TEST_F(AccountStoreTest, StartsEmpty)
{
    EXPECT_TRUE(accounts().all()->empty());
    EXPECT_EQ(accounts().active().value(), std::nullopt);
    EXPECT_EQ(accounts().account(AccountId{1}).error().kind, ErrorKind::NotFound);
}

TEST_F(AccountStoreTest, KeepsEverythingAcrossARestart)
{
    Account account = panelAccount("Wohnzimmer Ü");
    account.guideUrl = "http://guide.example/xmltv.gz";
    account.userAgent = "Box/1, two";
    account.certificates = {{"panel.example", "AA:BB"}, {"edge.example", "CC:DD"}};
    account.info.status = AccountStatus::Trial;
    account.info.expires = at(1'900'000'000);
    account.info.maxConnections = 0;
    account.info.outputFormats = {"ts", "m3u8"};
    account.info.timeZone = "Europe/Vienna";
    account.info.utcOffset = std::chrono::seconds(-3600);
    account.info.message = "Welcome\nback";
    account.checkedAt = at(1'700'000'000);
    const AccountId id = added(account);
    reopen();

    const Account read = accounts().account(id).value();
    EXPECT_EQ(read.name, account.name);
    EXPECT_EQ(read.server, account.server);
    EXPECT_EQ(read.user, account.user);
    EXPECT_EQ(read.guideUrl, account.guideUrl);
    EXPECT_EQ(read.userAgent, account.userAgent);
    EXPECT_EQ(read.certificates, account.certificates);
    EXPECT_EQ(read.info, account.info);
    EXPECT_EQ(read.checkedAt, account.checkedAt);
}

TEST_F(AccountStoreTest, TellsAbsentFromZero)
{
    Account account = panelAccount();
    account.info.maxConnections = 0;
    const Account read = accounts().account(added(account)).value();
    EXPECT_EQ(read.info.maxConnections, 0);
    EXPECT_EQ(read.info.activeConnections, std::nullopt);
    EXPECT_EQ(read.info.expires, std::nullopt);
    EXPECT_EQ(read.info.utcOffset, std::nullopt);
}

TEST_F(AccountStoreTest, ListsInTheOrderOfAdding)
{
    added(panelAccount("Zulu"));
    added(panelAccount("Alpha"));
    EXPECT_THAT(names(), ElementsAre("Zulu", "Alpha"));
}

TEST_F(AccountStoreTest, GivesATakenNameANumber)
{
    added(panelAccount("Home"));
    added(panelAccount("HOME"));
    const AccountId third = added(panelAccount("home"));
    EXPECT_THAT(names(), ElementsAre("Home", "HOME 2", "home 3"));

    Account account = accounts().account(third).value();
    account.name = "Home 2";
    ASSERT_TRUE(accounts().update(account));
    EXPECT_EQ(accounts().account(third)->name, "Home 2 2");
}

TEST_F(AccountStoreTest, KeepsItsOwnNameWhenUpdated)
{
    const AccountId id = added(panelAccount("Home"));
    Account account = accounts().account(id).value();
    account.info.message = "hello";
    ASSERT_TRUE(accounts().update(account));
    EXPECT_EQ(accounts().account(id)->name, "Home");
    EXPECT_EQ(accounts().account(id)->info.message, "hello");
}

TEST_F(AccountStoreTest, FindsByNameIgnoringCase)
{
    const AccountId id = added(panelAccount("My Panel"));
    EXPECT_EQ(accounts().named("my panel")->id, id);
    EXPECT_EQ(accounts().named("my").error().kind, ErrorKind::NotFound);
}

TEST_F(AccountStoreTest, RemembersTheActiveAccountUntilItIsRemoved)
{
    const AccountId first = added(panelAccount("One"));
    const AccountId second = added(panelAccount("Two"));
    ASSERT_TRUE(accounts().setActive(first));
    ASSERT_TRUE(accounts().setActive(second));
    reopen();
    EXPECT_EQ(accounts().active().value(), second);
    ASSERT_TRUE(accounts().remove(second));
    EXPECT_EQ(accounts().active().value(), std::nullopt);
}

TEST_F(AccountStoreTest, RefusesAccountsThatAreNotThere)
{
    Account account = panelAccount();
    account.id = AccountId{99};
    EXPECT_EQ(accounts().update(account).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(accounts().remove(AccountId{99}).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(accounts().setActive(AccountId{99}).error().kind, ErrorKind::NotFound);
}

TEST_F(AccountStoreTest, NeverUsesAnIdTwice)
{
    const AccountId first = added(panelAccount("One"));
    ASSERT_TRUE(accounts().remove(first));
    reopen();
    EXPECT_GT(added(panelAccount("One")), first);
}

} // namespace
} // namespace kanal::library
