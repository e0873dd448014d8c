// SPDX-License-Identifier: MIT
// Signing in through the window: what people type and paste, and what they are told.
#include "window_on_panel.h"

#include <kanal/presenters/error_text.h>

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTcpServer>

namespace kanal::ui
{
namespace
{

using test::Kanal;
using test::startPanel;
using test::waitFor;

TEST(Welcome, StandsWhereThereIsNoAccount)
{
    const Kanal kanal;
    EXPECT_TRUE(kanal.sees("welcomePage"));
    EXPECT_FALSE(kanal.sees("rail"));
    EXPECT_FALSE(kanal.find("loginButton")->isEnabled()) << "nothing is filled in";
    EXPECT_FALSE(kanal.sees("cancelButton")) << "there is nowhere to go back to";
    EXPECT_TRUE(kanal.find("serverUrlEdit")->hasFocus());
}

TEST(Welcome, MakesWayForTelevision)
{
    const auto panel = startPanel();
    const Kanal kanal;
    kanal.signIn(*panel);
    EXPECT_FALSE(kanal.sees("welcomePage"));
    EXPECT_TRUE(kanal.sees("rail"));
    EXPECT_TRUE(kanal.sees("channelList"));
    EXPECT_GT(kanal.channels()->model()->rowCount(), 0);
    EXPECT_EQ(kanal.find("accountButton")->accessibleName(), QStringLiteral("Account Home"));
}

TEST(Welcome, TellsWhatWasDamagedAndTheListStillTellsIt)
{
    const auto panel = startPanel();
    const Kanal kanal;
    EXPECT_FALSE(kanal.sees("welcomeNotice"));
    const QString damaged = QStringLiteral("The accounts were damaged.");
    kanal.live->showNotice(damaged);
    EXPECT_TRUE(kanal.sees("welcomeNotice"));
    EXPECT_EQ(kanal.find<QLabel>("welcomeNotice")->text(), damaged);
    kanal.signIn(*panel);
    EXPECT_TRUE(kanal.find<QLabel>("listStatus")->text().contains(damaged));
}

struct Face {
    const char *scenario;
    ErrorKind kind;
    const char *password = "hush-hush"; ///< an account that ran out is told so only with the right one
};

class SignInFaces : public testing::TestWithParam<Face>
{
};

TEST_P(SignInFaces, AreNamed)
{
    const auto panel = startPanel(GetParam().scenario);
    const Kanal kanal;
    const QString password = QString::fromLatin1(GetParam().password);
    kanal.fillLogin(*panel, password);
    kanal.click("loginButton");
    ASSERT_TRUE(waitFor([&] { return kanal.sees("errorBox"); }));
    const QString title = kanal.find<QLabel>("errorTitle")->text();
    // The title may go on with a date.
    const QString expected = presenters::errorText({.kind = GetParam().kind}).title;
    EXPECT_TRUE(title.startsWith(expected.left(15))) << title.toStdString() << " is not " << expected.toStdString();
    EXPECT_FALSE(kanal.find<QLabel>("errorMessage")->text().isEmpty());
    EXPECT_TRUE(kanal.find("loginButton")->isEnabled()) << "ready for another try";
    for (const char *label : {"errorTitle", "errorMessage", "detailsText"})
        EXPECT_FALSE(kanal.find("errorBox")->findChild<QLabel *>(QLatin1String(label))->text().contains(password));
}

INSTANTIATE_TEST_SUITE_P(
    OnPanel, SignInFaces,
    testing::Values(Face{"auth0", ErrorKind::Credentials}, Face{"nginx404", ErrorKind::Credentials},
                    Face{"json401", ErrorKind::Credentials}, Face{"html", ErrorKind::WebPage},
                    Face{"expired", ErrorKind::Expired, "demo"}, Face{"banned", ErrorKind::Disabled, "demo"},
                    Face{"garbage", ErrorKind::BadAnswer}, Face{"ratelimited", ErrorKind::RateLimited},
                    Face{"server-error", ErrorKind::ServerError}),
    [](const auto &info) {
        std::string name = info.param.scenario;
        std::erase(name, '-');
        return name;
    });

TEST(SignIn, SaysThatNobodyListens)
{
    quint16 port = 0;
    {
        QTcpServer taken;
        ASSERT_TRUE(taken.listen(QHostAddress::LocalHost));
        port = taken.serverPort();
    }
    const Kanal kanal;
    kanal.type("serverUrlEdit", QStringLiteral("http://127.0.0.1:%1").arg(port));
    kanal.type("userNameEdit", QStringLiteral("ann"));
    kanal.type("passwordEdit", QStringLiteral("pw"));
    kanal.click("loginButton");
    ASSERT_TRUE(waitFor([&] { return kanal.sees("errorBox"); }));
    EXPECT_EQ(kanal.find<QLabel>("errorTitle")->text(), presenters::errorText({.kind = ErrorKind::Refused}).title);
    ASSERT_TRUE(kanal.sees("detailsButton"));
    kanal.click("detailsButton");
    bool shown = false;
    for (const QLabel *details : kanal.window->findChildren<QLabel *>(QStringLiteral("detailsText")))
        shown |= details->isVisible() && !details->text().isEmpty();
    EXPECT_TRUE(shown);
}

TEST(SignIn, CanBeCancelledWhileTheServerTakesItsTime)
{
    QTcpServer silent; // accepts and never answers
    ASSERT_TRUE(silent.listen(QHostAddress::LocalHost));
    const Kanal kanal;
    kanal.type("serverUrlEdit", QStringLiteral("http://127.0.0.1:%1").arg(silent.serverPort()));
    kanal.type("userNameEdit", QStringLiteral("ann"));
    kanal.type("passwordEdit", QStringLiteral("pw"));
    kanal.click("loginButton");
    ASSERT_TRUE(kanal.sees("cancelButton"));
    EXPECT_FALSE(kanal.find<QLabel>("progressText")->text().isEmpty());
    EXPECT_FALSE(kanal.find("serverUrlEdit")->isEnabled());
    kanal.click("cancelButton");
    EXPECT_TRUE(kanal.find("serverUrlEdit")->isEnabled());
    EXPECT_FALSE(kanal.sees("errorBox")) << "who cancels needs no error";
}

TEST(SignIn, TakesAPastedLinkApart)
{
    const Kanal kanal;
    QGuiApplication::clipboard()->setText(QStringLiteral(
        "Your line:\nhttp://panel.example.org:8080/get.php?username=ann&password=s3cret&type=m3u_plus\n"));
    auto *server = kanal.find<QLineEdit>("serverUrlEdit");
    server->setFocus();
    QTest::keyClick(server, Qt::Key_V, Qt::ControlModifier);
    EXPECT_EQ(kanal.find<QLineEdit>("userNameEdit")->text(), QStringLiteral("ann"));
    EXPECT_EQ(kanal.find<QLineEdit>("passwordEdit")->text(), QStringLiteral("s3cret"));
    EXPECT_FALSE(server->text().contains(QStringLiteral("s3cret")));
    EXPECT_TRUE(server->text().contains(QStringLiteral("panel.example.org:8080")));
    EXPECT_TRUE(kanal.find("loginButton")->isEnabled());
}

TEST(SignIn, ShowsThePasswordOnlyWhenAsked)
{
    const Kanal kanal;
    auto *password = kanal.find<QLineEdit>("passwordEdit");
    EXPECT_EQ(password->echoMode(), QLineEdit::Password);
    kanal.click("showPasswordButton");
    EXPECT_EQ(password->echoMode(), QLineEdit::Normal);
    kanal.click("showPasswordButton");
    EXPECT_EQ(password->echoMode(), QLineEdit::Password);
}

TEST(SignIn, HintsAtCapsLock)
{
    const Kanal kanal;
    auto *password = kanal.find<QLineEdit>("passwordEdit");
    password->setFocus();
    QTest::sendKeyEvent(QTest::Click, password, Qt::Key_A, QStringLiteral("A"), Qt::NoModifier);
    EXPECT_TRUE(kanal.sees("capsLockHint"));
    QTest::sendKeyEvent(QTest::Click, password, Qt::Key_A, QStringLiteral("a"), Qt::NoModifier);
    EXPECT_FALSE(kanal.sees("capsLockHint"));
}

/// The provider gave the account another password, and perhaps other lists.
std::unique_ptr<panel::Panel> restarted(std::unique_ptr<panel::Panel> before, const std::string &password)
{
    panel::PanelOptions options = before->options();
    options.port = before->port();
    options.password = password;
    options.scenario.clear();
    before.reset();
    auto made = std::make_unique<panel::Panel>(options);
    EXPECT_TRUE(made->start().has_value());
    return made;
}

TEST(SignIn, AgainMendsWhatWasRefusedWithoutAFurtherKey)
{
    auto panel = startPanel("empty-lists");
    const Kanal kanal;
    kanal.fillLogin(*panel);
    kanal.click("loginButton");
    const auto settled = [&](presenters::ListState::Phase phase) {
        return waitFor([&] { return !kanal.live->state().refreshing && kanal.live->state().phase == phase; });
    };
    ASSERT_TRUE(settled(presenters::ListState::Phase::Empty));
    panel = restarted(std::move(panel), "changed");
    kanal.click("refreshButton");
    ASSERT_TRUE(settled(presenters::ListState::Phase::Error));
    kanal.click("signInButton");
    ASSERT_TRUE(waitFor([&] { return kanal.sees("loginDialog"); }));
    kanal.type("passwordEdit", QStringLiteral("changed"));
    kanal.click("loginButton");
    EXPECT_TRUE(settled(presenters::ListState::Phase::Ready));
    EXPECT_FALSE(kanal.live->state().error) << "what was refused is forgotten";
}

TEST(SignIn, AgainIsOfferedUnderAListThatCouldNotBeRefreshed)
{
    auto panel = startPanel();
    const Kanal kanal;
    kanal.signIn(*panel);
    EXPECT_FALSE(kanal.sees("signInAgainButton"));
    panel = restarted(std::move(panel), "changed");
    kanal.click("refreshButton");
    ASSERT_TRUE(waitFor([&] { return kanal.sees("signInAgainButton"); }));
    kanal.click("signInAgainButton");
    ASSERT_TRUE(waitFor([&] { return kanal.sees("loginDialog"); }));
    kanal.type("passwordEdit", QStringLiteral("changed"));
    kanal.click("loginButton");
    EXPECT_TRUE(waitFor([&] { return !kanal.live->state().refreshing && !kanal.live->state().error; }));
    EXPECT_FALSE(kanal.sees("signInAgainButton"));
}

TEST(Accounts, AreSwitchedWithOneClick)
{
    const auto first = startPanel();
    const auto second = startPanel({}, "other");
    const Kanal kanal;
    kanal.signIn(*first, QStringLiteral("Home"));
    const AccountId home = kanal.live->account();

    kanal.click("railAccounts");
    kanal.click("addAccountButton");
    ASSERT_TRUE(waitFor([&] { return kanal.sees("loginDialog"); }));
    kanal.signIn(*second, QStringLiteral("Holiday"));
    EXPECT_TRUE(waitFor([&] { return !kanal.sees("loginDialog"); }));
    EXPECT_NE(kanal.live->account(), home);
    EXPECT_EQ(kanal.accounts->accounts().size(), 2u);

    kanal.click("accountButton");
    auto *menu = kanal.find<QMenu>("accountMenu");
    auto *action = menu->findChild<QAction *>(QStringLiteral("switchToAccount%1").arg(home.value));
    ASSERT_NE(action, nullptr);
    EXPECT_TRUE(action->text().contains(QStringLiteral("Home")));
    action->trigger();
    menu->close();
    EXPECT_TRUE(waitFor([&] { return kanal.live->account() == home && kanal.live->state().shown > 0; }));
    EXPECT_TRUE(kanal.sees("channelList"));
}

TEST(Accounts, AreRemovedAfterAQuestion)
{
    const auto panel = startPanel();
    const Kanal kanal;
    kanal.signIn(*panel);
    kanal.click("railAccounts");
    const std::string remove = "removeAccount" + std::to_string(kanal.live->account().value);
    kanal.click(remove.c_str());
    ASSERT_TRUE(waitFor([&] { return kanal.sees("removeQuestion"); }));
    EXPECT_EQ(kanal.accounts->accounts().size(), 1u) << "not before the answer";
    kanal.click("confirmRemoveButton");
    ASSERT_TRUE(waitFor([&] { return kanal.accounts->accounts().empty(); }));
    EXPECT_TRUE(waitFor([&] { return kanal.sees("welcomePage"); }));
}

TEST(Accounts, LeaveTheirFavouritesUnlessTheseAreToBeForgotten)
{
    const auto panel = startPanel();
    const Kanal kanal;
    kanal.signIn(*panel);
    const auto isFavourite = [&] {
        return kanal.channel(0).data(presenters::ChannelListModel::FavouriteRole).toBool();
    };
    kanal.live->toggleFavourite(kanal.idOf(kanal.channel(0)));
    for (const bool forget : {false, true}) {
        ASSERT_TRUE(isFavourite());
        kanal.click("railAccounts");
        kanal.click(("removeAccount" + std::to_string(kanal.live->account().value)).c_str());
        ASSERT_TRUE(waitFor([&] { return kanal.sees("forgetMarksBox"); }));
        EXPECT_FALSE(kanal.find<QAbstractButton>("forgetMarksBox")->isChecked());
        kanal.find<QAbstractButton>("forgetMarksBox")->setChecked(forget);
        kanal.click("confirmRemoveButton");
        ASSERT_TRUE(waitFor([&] { return kanal.sees("welcomePage"); }));
        kanal.signIn(*panel);
        EXPECT_EQ(isFavourite(), !forget);
    }
}

} // namespace
} // namespace kanal::ui
