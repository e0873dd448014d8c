// SPDX-License-Identifier: MIT
#include "login_attempt.h"
#include "profile.h"
#include "waiting.h"

#include <kanal/library/user_store.h>
#include <kanal/session/catalogue_sync.h>

#include <QObject>

namespace kanal::session
{
namespace
{

constexpr const char *kExpired =
    R"({"user_info":{"auth":1,"username":"u","status":"Expired","exp_date":"1600000000"}})";

class AccountBookTest : public testing::Test
{
protected:
    AccountBook &book() { return profile->accounts(); }
    Account signedIn(const std::string &name = {}) { return signedInAs("u", name); }
    Account signedInAs(const std::string &user, const std::string &name = {})
    {
        const auto account = answerTo(book().signIn({panel.url(), user, "password-of-" + user, name}));
        EXPECT_TRUE(account) << account.error().detail;
        return account.value_or(Account{});
    }
    std::string password(AccountId id) { return answerTo(profile->secrets().read(id)).value_or("none"); }

    ScriptedPanel panel;
    Profile profile;
};

TEST_F(AccountBookTest, KeepsWhatThePanelSaid)
{
    const Account account = signedIn("Home");
    EXPECT_EQ(account.name, "Home");
    EXPECT_EQ(account.server, panel.url());
    EXPECT_EQ(account.user, "u");
    EXPECT_EQ(account.info.status, AccountStatus::Active);
    EXPECT_EQ(account.info.maxConnections, 2);
    EXPECT_TRUE(account.checkedAt);
    EXPECT_EQ(password(account.id), "password-of-u");
}

TEST_F(AccountBookTest, NamesAnAccountAfterItsHost)
{
    EXPECT_EQ(signedIn().name, "127.0.0.1");
}

TEST_F(AccountBookTest, TheFirstAccountBecomesActiveAndTheSecondDoesNot)
{
    std::vector<AccountId> told;
    QObject::connect(&book(), &AccountBook::activeChanged, &book(), [&](AccountId id) { told.push_back(id); });
    const Account first = signedInAs("one", "One");
    const Account second = signedInAs("two", "Two");
    EXPECT_EQ(book().active()->id, first.id);
    EXPECT_EQ(told, std::vector{first.id});

    ASSERT_TRUE(book().activate(second.id));
    EXPECT_EQ(book().active()->id, second.id);
    EXPECT_EQ(told, (std::vector{first.id, second.id}));
}

TEST_F(AccountBookTest, TheActiveAccountIsOnTheDiskAtTheEnd)
{
    signedInAs("one", "One");
    const Account second = signedInAs("two", "Two");
    const Account third = signedInAs("three", "Three");
    ASSERT_TRUE(book().activate(third.id));
    ASSERT_TRUE(book().activate(second.id));
    profile.reopen();
    EXPECT_EQ(book().active()->id, second.id);
    EXPECT_EQ(kindOf(book().activate(AccountId{99})), ErrorKind::NotFound);
    EXPECT_EQ(book().active()->id, second.id);
    ASSERT_TRUE(book().activate(third.id));
    ASSERT_TRUE(answerTo(book().remove(third.id)));
    EXPECT_NE(book().active()->id, third.id);
}

TEST_F(AccountBookTest, FavouritesStayWhenAnAccountGoesUnlessTheyAreToBeForgotten)
{
    library::UserStore &user = profile->library().user();
    for (const auto marks : {AccountBook::Marks::Keep, AccountBook::Marks::Forget}) {
        const Account account = signedIn();
        ASSERT_TRUE(user.setFavourite(channelShape(account.id, "1", "One"), true));
        ASSERT_TRUE(answerTo(book().remove(account.id, marks)));
        const Account again = signedIn();
        EXPECT_EQ(user.favourites(again.id, EntryKind::Live)->size(), marks == AccountBook::Marks::Keep ? 1U : 0U);
        ASSERT_TRUE(answerTo(book().remove(again.id)));
    }
}

TEST_F(AccountBookTest, TheSameLoginUpdatesInsteadOfDoubling)
{
    const Account first = signedIn("Home");
    const auto again = answerTo(book().signIn({panel.url(), "u", "new password", "Holiday"}));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id, first.id);
    EXPECT_EQ(again->name, "Holiday");
    EXPECT_EQ(book().accounts()->size(), 1u);
    EXPECT_EQ(password(first.id), "new password");
}

TEST_F(AccountBookTest, WhatWasTypedWinsOverWhatWasPasted)
{
    const std::string link = panel.url() + "/get.php?username=pasted&password=pasted-too&type=m3u_plus";
    const auto account = answerTo(book().signIn({link, "typed", "typed-too"}));
    ASSERT_TRUE(account);
    EXPECT_EQ(account->user, "typed");
    EXPECT_EQ(password(account->id), "typed-too");
}

TEST_F(AccountBookTest, ALinkAloneIsEnough)
{
    const auto account =
        answerTo(book().signIn({panel.url() + "/get.php?username=pasted&password=pasted-too&type=m3u_plus"}));
    ASSERT_TRUE(account);
    EXPECT_EQ(account->user, "pasted");
    EXPECT_EQ(password(account->id), "pasted-too");
}

TEST_F(AccountBookTest, FindsByNumberByNameAndTheActiveOne)
{
    const Account one = signedInAs("one", "One");
    const Account two = signedInAs("two", "Two");
    EXPECT_EQ(book().find("")->id, one.id);
    EXPECT_EQ(book().find(std::to_string(two.id.value))->id, two.id);
    EXPECT_EQ(book().find("tWO")->id, two.id);
    const auto none = book().find("Three");
    ASSERT_EQ(kindOf(none), ErrorKind::NotFound);
    EXPECT_NE(none.error().detail.find("One, Two"), std::string::npos);
}

TEST_F(AccountBookTest, CheckStoresThatTheAccountRanOut)
{
    const Account account = signedIn();
    panel.set("", kExpired);
    EXPECT_EQ(kindOf(answerTo(book().check(account.id))), ErrorKind::Expired);
    const Account stored = book().account(account.id).value();
    EXPECT_EQ(stored.info.status, AccountStatus::Expired);
    EXPECT_EQ(stored.info.expires, std::chrono::sys_seconds(std::chrono::seconds(1600000000)));
}

TEST_F(AccountBookTest, CheckKeepsWhatIsKnownWhenNobodyAnswers)
{
    const Account account = signedIn();
    panel.set("", "503 Busy");
    EXPECT_EQ(kindOf(answerTo(book().check(account.id))), ErrorKind::ServerError);
    EXPECT_EQ(book().account(account.id)->info.status, AccountStatus::Active);
}

TEST_F(AccountBookTest, ALostPasswordMustBeTypedAgain)
{
    const Account account = signedIn();
    ASSERT_TRUE(answerTo(profile->secrets().remove(account.id)));
    const auto login = answerTo(book().login(account.id));
    EXPECT_EQ(kindOf(login), ErrorKind::NotFound);
    EXPECT_EQ(login.error().subject, "password");
}

TEST_F(AccountBookTest, RenamingAsksNobody)
{
    const Account account = signedIn("Home");
    const std::size_t asked = panel.actions().size();
    SignInRequest request;
    request.name = "Away";
    request.guideUrl = "http://guide.example/xmltv.xml";
    const auto edited = answerTo(book().edit(account.id, request));
    ASSERT_TRUE(edited);
    EXPECT_EQ(edited->name, "Away");
    EXPECT_EQ(edited->guideUrl, "http://guide.example/xmltv.xml");
    EXPECT_EQ(edited->server, account.server);
    EXPECT_EQ(panel.actions().size(), asked);
    EXPECT_EQ(password(account.id), "password-of-u");
}

TEST_F(AccountBookTest, ALostPasswordDoesNotStandInTheWayOfANewNameOrANewPassword)
{
    const Account account = signedIn("Home");
    ASSERT_TRUE(answerTo(profile->secrets().remove(account.id)));
    SignInRequest request;
    request.name = "Away";
    EXPECT_EQ(answerTo(book().edit(account.id, request))->name, "Away");
    EXPECT_EQ(password(account.id), "none");
    request.password = "typed again";
    ASSERT_TRUE(answerTo(book().edit(account.id, request)));
    EXPECT_EQ(password(account.id), "typed again");
}

TEST_F(AccountBookTest, ANewPasswordIsTriedBeforeItIsKept)
{
    const Account account = signedIn("Home");
    SignInRequest request;
    request.password = "wrong";
    panel.set("", R"({"user_info":{"auth":0}})");
    EXPECT_EQ(kindOf(answerTo(book().edit(account.id, request))), ErrorKind::Credentials);
    EXPECT_EQ(password(account.id), "password-of-u");

    panel.set("", R"({"user_info":{"auth":1,"username":"u","status":"Active"}})");
    request.password = "right";
    ASSERT_TRUE(answerTo(book().edit(account.id, request)));
    EXPECT_EQ(password(account.id), "right");
}

TEST(LoginAttempts, ACertificateExceptionDoesNotMoveToAnotherHost)
{
    const ServerLogin old{"https://one.example:8443", "u", "p", "", {{"one.example", "AA:BB"}}};
    SignInRequest change;
    change.password = "q";
    EXPECT_EQ(attemptOf(change, old)->login.certificates, old.certificates);
    change.pasted = "https://two.example:8443";
    EXPECT_TRUE(attemptOf(change, old)->login.certificates.empty());
    change.certificates = {{"", "CC:DD"}};
    EXPECT_EQ(attemptOf(change, old)->login.certificates, (AcceptedCertificates{{"two.example", "CC:DD"}}));
}

TEST_F(AccountBookTest, KeepsAnExceptionForTheHostItWasGivenFor)
{
    const Account account = signedInAs("one", "One");
    ASSERT_TRUE(answerTo(book().accept(account.id, {"edge.example", "AA:BB"})));
    ASSERT_TRUE(answerTo(book().accept(account.id, {"edge.example", "CC:DD"}))); // the certificate changed
    EXPECT_EQ(book().account(account.id)->certificates, (AcceptedCertificates{{"edge.example", "CC:DD"}}));
    EXPECT_EQ(acceptedFor(answerTo(book().login(account.id))->certificates, "edge.example"), "CC:DD");
}

TEST(LoginAttempts, OnlyWhatASignInDependsOnCounts)
{
    const ServerLogin old{"http://one.example:8080", "u", "p", "", {}};
    SignInRequest change;
    change.name = "New name";
    change.guideUrl = "http://guide.example/x";
    EXPECT_TRUE(changesNothing(*attemptOf(change, old), old));
    change.userAgent = "Other/1.0";
    EXPECT_FALSE(changesNothing(*attemptOf(change, old), old));
}

TEST_F(AccountBookTest, EditCannotMakeTwins)
{
    signedInAs("one", "One");
    const Account two = signedInAs("two", "Two");
    SignInRequest request;
    request.user = "one";
    const auto edited = answerTo(book().edit(two.id, request));
    EXPECT_EQ(kindOf(edited), ErrorKind::Address);
    EXPECT_EQ(book().account(two.id)->user, "two");
    EXPECT_EQ(password(two.id), "password-of-two");
}

TEST_F(AccountBookTest, RemovingTakesThePasswordAndTheChannelsAndMovesOn)
{
    panel.set("get_live_streams", R"([{"num":1,"name":"One","stream_id":1,"category_id":"1"}])");
    const Account one = signedInAs("one", "One");
    const Account two = signedInAs("two", "Two");
    ASSERT_TRUE(answerTo(profile->sync().refresh(one.id)));
    ASSERT_EQ(profile.snapshot(one.id, EntryKind::Live)->size(), 1u);

    ASSERT_TRUE(answerTo(book().remove(one.id)));

    EXPECT_EQ(book().accounts()->size(), 1u);
    EXPECT_EQ(password(one.id), "none");
    EXPECT_EQ(profile.snapshot(one.id, EntryKind::Live)->size(), 0u);
    EXPECT_EQ(book().active()->id, two.id);
}

TEST_F(AccountBookTest, FavouritesComeBackWithTheAccount)
{
    const Account account = signedIn("Home");
    const library::EntryShape shape = channelShape(account.id, "7", "Seven");
    ASSERT_TRUE(profile->library().user().setFavourite(shape, true));
    ASSERT_TRUE(answerTo(book().remove(account.id)));

    const Account again = signedIn("Home");

    const auto favourites = profile->library().user().favourites(again.id, EntryKind::Live);
    ASSERT_TRUE(favourites);
    ASSERT_EQ(favourites->size(), 1u);
    EXPECT_EQ(favourites->front().key.id, "7");
}

TEST_F(AccountBookTest, RemovingStopsARefreshFirst)
{
    panel.set("get_live_streams", "hold");
    const Account account = signedIn();
    auto refresh = profile->sync().refresh(account.id);
    ASSERT_TRUE(eventually([&] { return panel.actions().size() >= 4; })); // sign-in twice, categories, streams
    ASSERT_TRUE(answerTo(book().remove(account.id)));
    EXPECT_FALSE(profile->sync().running(account.id));
    EXPECT_EQ(kindOf(answerTo(refresh)), ErrorKind::Cancelled);
}

/// Keeps nothing: what a keychain that is locked or away looks like.
TEST(AccountBookWithoutKeychain, AnAccountWhosePasswordCannotBeKeptIsNotStored)
{
    ScriptedPanel panel;
    Profile profile(SecretPlace::File);
    std::filesystem::create_directory(profile.folder() / "secrets.json"); // cannot be written as a file
    const auto account = answerTo(profile->accounts().signIn({panel.url(), "u", "p"}));
    EXPECT_EQ(kindOf(account), ErrorKind::Storage);
    EXPECT_TRUE(profile->accounts().accounts()->empty());
}

} // namespace
} // namespace kanal::session
