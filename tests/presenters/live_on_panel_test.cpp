// SPDX-License-Identifier: MIT
// The presenters against a whole panel: what only shows with a real list and a real stream.
#include "profile.h"

#include <kanal/panel/panel.h>
#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/accounts_presenter.h>
#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/login_presenter.h>
#include <kanal/presenters/player_presenter.h>

#include <QSignalSpy>

#include <gmock/gmock.h>

namespace kanal::presenters
{
namespace
{

using playback::PlayState;

struct OnPanelTest : testing::Test {
    QTemporaryDir clips;
    panel::Panel panel{{.clipFolder = std::filesystem::path(clips.path().toStdString()), .smallClips = true}};
    test::Profile profile;
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    LivePresenter live{profile.services(), player};

    void SetUp() override { ASSERT_TRUE(panel.start().has_value()); }

    LoginFields fields() const
    {
        return {.server = QString::fromStdString(panel.url()),
                .user = QString::fromStdString(panel.options().user),
                .password = QString::fromStdString(panel.options().password),
                .name = QStringLiteral("Home")};
    }

    void signIn()
    {
        LoginPresenter login(profile.services(), {});
        QSignalSpy done(&login, &LoginPresenter::signedIn);
        login.setFields(fields());
        ASSERT_TRUE(login.state().canSignIn);
        login.signIn();
        ASSERT_TRUE(test::waitFor([&] { return done.size() == 1; }));
        ASSERT_TRUE(test::waitFor([&] { return live.state().phase == ListState::Phase::Ready; }));
        ASSERT_TRUE(test::waitFor([&] { return !live.state().refreshing; }));
    }

    QString idAt(int row)
    {
        return live.channels().data(live.channels().index(row), ChannelListModel::IdRole).toString();
    }
};

TEST_F(OnPanelTest, SigningInLoadsTheList)
{
    LoginPresenter login(profile.services(), {});
    QSignalSpy done(&login, &LoginPresenter::signedIn);
    QList<ListState::Phase> phases;
    QObject::connect(&live, &LivePresenter::stateChanged, &live, [&] {
        if (phases.isEmpty() || phases.back() != live.state().phase)
            phases << live.state().phase;
    });
    login.setFields(fields());
    login.signIn();
    EXPECT_EQ(login.state().phase, LoginState::Phase::Busy);
    EXPECT_TRUE(login.state().progress.contains(QStringLiteral("127.0.0.1")));
    ASSERT_TRUE(test::waitFor([&] { return done.size() == 1; }));
    EXPECT_EQ(login.state().phase, LoginState::Phase::Done);
    EXPECT_TRUE(login.fields().password.isEmpty());
    ASSERT_TRUE(test::waitFor([&] { return live.state().phase == ListState::Phase::Ready; }));
    EXPECT_THAT(phases, testing::ElementsAre(ListState::Phase::Loading, ListState::Phase::Ready));
    EXPECT_GT(live.state().shown, 0);
}

TEST_F(OnPanelTest, AWrongPasswordIsSaid)
{
    LoginPresenter login(profile.services(), {});
    LoginFields wrong = fields();
    wrong.password = QStringLiteral("wrong");
    login.setFields(wrong);
    login.signIn();
    ASSERT_TRUE(test::waitFor([&] { return login.state().phase != LoginState::Phase::Busy; }));
    EXPECT_EQ(login.state().phase, LoginState::Phase::Failed);
    ASSERT_TRUE(login.state().error.has_value());
    EXPECT_EQ(login.state().error->title, errorText({.kind = ErrorKind::Credentials}).title);
    EXPECT_FALSE(login.state().error->details.contains(QStringLiteral("wrong")));
    EXPECT_TRUE(login.state().canSignIn) << "ready for another try";
}

TEST_F(OnPanelTest, ACancelledSignInIsEditingAgainAndStoresNothing)
{
    LoginPresenter login(profile.services(), {});
    login.setFields(fields());
    login.signIn();
    login.cancel();
    EXPECT_EQ(login.state().phase, LoginState::Phase::Editing);
    LoginPresenter second(profile.services(), {});
    QSignalSpy done(&second, &LoginPresenter::signedIn);
    LoginFields other = fields();
    other.name = QStringLiteral("Second");
    second.setFields(other);
    second.signIn();
    ASSERT_TRUE(test::waitFor([&] { return done.size() == 1; }));
    EXPECT_EQ(login.state().phase, LoginState::Phase::Editing);
    ASSERT_EQ(profile.services().accounts().accounts()->size(), 1u);
    EXPECT_EQ(profile.services().accounts().accounts()->front().name, "Second");
}

TEST_F(OnPanelTest, ThePictureComesAndTheChannelCountsAsWatchedAfterAWhile)
{
    profile.set("live.watchedAfterMs", "1");
    signIn();
    live.playRow(0);
    const QString id = live.playingId();
    ASSERT_TRUE(test::waitFor([&] { return player.view().state == PlayState::Playing && player.view().hasPicture; }));
    EXPECT_GT(sink.presented(), 0);
    EXPECT_FALSE(player.view().tracks.empty());
    const auto recents = [&] { return *profile.library().user().recents(live.account(), EntryKind::Live, 9); };
    ASSERT_TRUE(test::waitFor([&] { return !recents().empty(); }));
    EXPECT_EQ(recents().front().key.id, id.toStdString());
}

TEST_F(OnPanelTest, AHeldKeyOpensOnlyWhereItEnds)
{
    signIn();
    live.playRow(0);
    for (int i = 0; i < 8; ++i)
        live.zap(1);
    const QString last = live.playingId();
    ASSERT_TRUE(test::waitFor([&] { return player.view().state == PlayState::Playing; }));
    EXPECT_EQ(live.playingId(), last);
    EXPECT_LE(panel.counters().streamsOpened, 2);
    EXPECT_LE(panel.counters().mostStreamsAtOnce, 1);
}

TEST_F(OnPanelTest, PausingAndGoingOnIsSaidByTheState)
{
    signIn();
    live.playRow(0);
    ASSERT_TRUE(test::waitFor([&] { return player.view().state == PlayState::Playing; }));
    player.togglePause();
    ASSERT_TRUE(test::waitFor([&] { return player.view().state == PlayState::Paused; }));
    player.togglePause();
    ASSERT_TRUE(test::waitFor([&] { return player.view().state == PlayState::Playing; }));
}

TEST_F(OnPanelTest, AListThatShrankIsHeldBackUntilTheUserBelievesIt)
{
    const AccountId home = profile.addAccount(
        "Home", {.server = panel.url(), .user = panel.options().user, .password = panel.options().password});
    std::vector<test::FakeSnapshot::Channel> many;
    for (int i = 1; i <= 500; ++i)
        many.push_back({"old" + std::to_string(i), "Channel " + std::to_string(i), "1", i});
    profile.store(home, test::FakeSnapshot({{"1", "News"}}, many));
    profile.activate(home);
    ASSERT_EQ(live.state().shown, 500);
    live.refresh();
    ASSERT_TRUE(test::waitFor([&] { return !live.state().refreshing; }));
    EXPECT_EQ(live.state().shown, 500) << "no panel takes a list away";
    EXPECT_TRUE(live.state().notice.contains(QStringLiteral("500"))) << live.state().notice.toStdString();
    ASSERT_TRUE(live.state().canBelieve);
    live.believeRefresh();
    ASSERT_TRUE(test::waitFor([&] { return !live.state().refreshing; }));
    EXPECT_LT(live.state().shown, 500);
    EXPECT_GT(live.state().shown, 0);
    EXPECT_FALSE(live.state().canBelieve);
    EXPECT_TRUE(live.state().notice.contains(QStringLiteral("500 gone"))) << live.state().notice.toStdString();
}

TEST_F(OnPanelTest, AnEditedAccountKeepsItsPasswordAndGetsItsName)
{
    signIn();
    LoginPresenter edit(profile.services(), live.account());
    EXPECT_TRUE(edit.fields().password.isEmpty()) << "a stored password is never shown";
    EXPECT_EQ(edit.fields().user, fields().user);
    ASSERT_TRUE(edit.state().canSignIn);
    LoginFields changed = edit.fields();
    changed.name = QStringLiteral("Living room");
    edit.setFields(changed);
    edit.signIn();
    ASSERT_TRUE(test::waitFor([&] { return edit.state().phase == LoginState::Phase::Done; }));
    ASSERT_TRUE(test::waitFor([&] { return live.state().accountName == QStringLiteral("Living room"); }));
    live.playRow(0);
    ASSERT_TRUE(test::waitFor([&] { return player.view().state == PlayState::Playing; }));
}

TEST(LoginWithoutKeychain, AsksWhereThePasswordMayStayAndGoesOn)
{
    qputenv("DBUS_SESSION_BUS_ADDRESS",
            "unix:path=/nonexistent"); // whatever this machine has, the test must not write to it
    QTemporaryDir clips;
    panel::Panel panel({.clipFolder = std::filesystem::path(clips.path().toStdString()), .smallClips = true});
    ASSERT_TRUE(panel.start().has_value());
    test::Profile profile(session::SecretPlace::Keychain);
    LoginPresenter login(profile.services(), {});
    login.setFields({.server = QString::fromStdString(panel.url()),
                     .user = QString::fromStdString(panel.options().user),
                     .password = QString::fromStdString(panel.options().password),
                     .name = {}});
    login.signIn();
    ASSERT_TRUE(test::waitFor([&] { return login.state().phase != LoginState::Phase::Busy; }));
    ASSERT_EQ(login.state().phase, LoginState::Phase::AskSecretPlace);
    EXPECT_TRUE(profile.services().accounts().accounts()->empty());
    login.keepPassword(LoginPresenter::KeepPassword::ThisSession);
    ASSERT_TRUE(test::waitFor([&] { return login.state().phase == LoginState::Phase::Done; }));
    ASSERT_EQ(profile.services().accounts().accounts()->size(), 1u);
    EXPECT_EQ(profile.services().accounts().accounts()->front().name, "127.0.0.1");
}

TEST_F(OnPanelTest, AnAccountSaysHowItIs)
{
    signIn();
    AccountsPresenter accounts(profile.services());
    ASSERT_EQ(accounts.accounts().size(), 1u);
    const AccountView view = accounts.accounts().front();
    EXPECT_TRUE(view.active);
    EXPECT_TRUE(view.usable);
    EXPECT_EQ(view.name, QStringLiteral("Home"));
    EXPECT_EQ(view.server, QStringLiteral("127.0.0.1"));
    EXPECT_TRUE(view.statusText.startsWith(QStringLiteral("Active"))) << view.statusText.toStdString();
    accounts.check(view.id);
    EXPECT_TRUE(accounts.accounts().front().checking);
    ASSERT_TRUE(test::waitFor([&] { return !accounts.accounts().front().checking; }));
    EXPECT_FALSE(accounts.accounts().front().error.has_value());
    panel.stop();
    accounts.check(view.id);
    ASSERT_TRUE(test::waitFor([&] { return !accounts.accounts().front().checking; }));
    EXPECT_TRUE(accounts.accounts().front().error.has_value());
    accounts.remove(view.id);
    ASSERT_TRUE(test::waitFor([&] { return accounts.accounts().empty(); }));
    EXPECT_EQ(live.state().phase, ListState::Phase::NoAccount);
}

TEST_F(OnPanelTest, APastedLinkFillsTheFieldsAndSignsIn)
{
    LoginPresenter login(profile.services(), {});
    QSignalSpy filled(&login, &LoginPresenter::fieldsChanged);
    QSignalSpy done(&login, &LoginPresenter::signedIn);
    login.paste(QStringLiteral(" %1/get.php?username=%2&password=%3&type=m3u_plus ")
                    .arg(fields().server, fields().user, fields().password));
    EXPECT_EQ(filled.size(), 1);
    EXPECT_EQ(login.fields().server, fields().server);
    EXPECT_EQ(login.fields().user, fields().user);
    EXPECT_TRUE(login.state().canSignIn);
    login.signIn();
    ASSERT_TRUE(test::waitFor([&] { return done.size() == 1; }));
}

} // namespace
} // namespace kanal::presenters
