// SPDX-License-Identifier: MIT
// The lists of accounts that are not in view are kept fresh, too.
#include "profile.h"
#include "small_catalogue.h"

#include <kanal/panel/panel.h>
#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/title_list_presenter.h>
#include <kanal/presenters/vod_presenters.h>
#include <kanal/session/catalogue_sync.h>

#include <QHostAddress>
#include <QTcpServer>

#include <gmock/gmock.h>

namespace kanal::presenters
{
namespace
{

using namespace std::chrono_literals;
using test::waitFor;
using testing::ElementsAre;
using testing::IsEmpty;

struct RefreshRoundTest : testing::Test {
    QTemporaryDir clips;
    test::Profile profile;
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    std::unique_ptr<LivePresenter> live;
    std::vector<AccountId> started;
    bool wereTwoAtOnce = false;

    void SetUp() override
    {
        restart();
        session::CatalogueSync &sync = profile.services().sync();
        QObject::connect(&sync, &session::CatalogueSync::started, &player, [&, this](AccountId id) {
            for (const AccountId other : started)
                wereTwoAtOnce = wereTwoAtOnce || (other != id && sync.running(other));
            started.push_back(id);
        });
    }
    void restart()
    {
        live.reset();
        live = std::make_unique<LivePresenter>(profile.services(), player);
    }
    std::unique_ptr<panel::Panel> panelOf(const std::string &scenario = {})
    {
        auto panel = std::make_unique<panel::Panel>(panel::PanelOptions{
            .scenario = scenario, .clipFolder = std::filesystem::path(clips.path().toStdString()), .smallClips = true});
        EXPECT_TRUE(panel->start().has_value());
        return panel;
    }
    AccountId addAccount(const std::string &name, const panel::Panel &panel)
    {
        return profile.addAccount(name, {.server = panel.url(), .user = "demo", .password = "demo"});
    }
    bool isIdle()
    {
        return waitFor([&] { return !profile.services().sync().isBusy() && !live->state().refreshing; });
    }
    bool isFresh(AccountId id)
    {
        const auto shown = profile.library().catalogue().shown(id, EntryKind::Live);
        return shown && std::chrono::system_clock::now() - shown->refreshedAt < 1h;
    }
};

TEST_F(RefreshRoundTest, TheOneInViewComesFirstThenTheOthersOneAfterAnother)
{
    const auto panel = panelOf();
    const AccountId away = addAccount("Away", *panel), home = addAccount("Home", *panel),
                    holiday = addAccount("Holiday", *panel);
    for (const AccountId id : {away, home, holiday})
        profile.store(id, *test::smallCatalogue(), 30h);
    profile.activate(home);
    for (int minute = 0; minute < 4; ++minute) {
        live->refreshDue();
        live->refreshDue();
        ASSERT_TRUE(isIdle());
    }
    EXPECT_THAT(started, ElementsAre(home, away, holiday));
    EXPECT_FALSE(wereTwoAtOnce);
    EXPECT_TRUE(isFresh(away));
    EXPECT_TRUE(isFresh(holiday));
}

TEST_F(RefreshRoundTest, WhatIsShownIsNotDisturbedAndTheNewsWaitForTheSwitch)
{
    const auto panel = panelOf();
    const AccountId home = addAccount("Home", *panel), away = addAccount("Away", *panel);
    profile.store(home, *test::smallCatalogue(), 1h);
    profile.store(away, *test::smallCatalogue(), 30h);
    profile.activate(home);
    const int shown = live->state().shown;
    bool disturbed = false;
    QObject::connect(live.get(), &LivePresenter::stateChanged, &player, [&] {
        disturbed = disturbed || live->state().refreshing || !live->state().notice.isEmpty() ||
                    !live->state().refreshed.isEmpty() || live->state().shown != shown;
    });
    live->refreshDue();
    ASSERT_TRUE(isIdle());
    EXPECT_THAT(started, ElementsAre(away));
    EXPECT_FALSE(disturbed);
    live->disconnect(&player);
    profile.activate(away);
    EXPECT_TRUE(live->state().notice.contains(QStringLiteral(" new"))) << live->state().notice.toStdString();
    EXPECT_TRUE(live->state().hasReport);
    profile.activate(home);
    profile.activate(away);
    EXPECT_TRUE(live->state().notice.isEmpty()) << "said once";
}

TEST_F(RefreshRoundTest, ARefusedAccountIsNotAskedAgainTheSameDayNotEvenAfterARestart)
{
    profile.set("live.refreshHours", "-1");
    const auto panel = panelOf(), expired = panelOf("expired");
    const AccountId home = addAccount("Home", *panel), away = addAccount("Away", *expired);
    profile.store(home, *test::smallCatalogue());
    profile.store(away, *test::smallCatalogue());
    profile.activate(home);
    ASSERT_TRUE(isIdle());
    live->refreshDue();
    ASSERT_TRUE(isIdle());
    EXPECT_THAT(started, ElementsAre(home, away));
    started.clear();
    live->refreshDue();
    restart();
    live->load();
    ASSERT_TRUE(isIdle());
    live->refreshDue();
    ASSERT_TRUE(isIdle());
    EXPECT_THAT(started, ElementsAre(home)) << "once at every start, but who was refused rests";
    profile.activate(away);
    EXPECT_TRUE(live->state().refreshing) << "whoever looks at it asks";
}

TEST_F(RefreshRoundTest, AFailureIsSaidWhenTheAccountIsSwitchedTo)
{
    profile.set("live.refreshHours", "-1");
    const auto panel = panelOf();
    const AccountId home = addAccount("Home", *panel), away = profile.addAccount("Away");
    profile.store(home, *test::smallCatalogue());
    profile.store(away, *test::smallCatalogue());
    profile.activate(home);
    ASSERT_TRUE(isIdle());
    live->refreshDue();
    ASSERT_TRUE(isIdle());
    EXPECT_FALSE(live->state().error.has_value());
    profile.activate(away);
    EXPECT_FALSE(live->state().refreshing) << "it was tried a moment ago";
    EXPECT_TRUE(live->state().error.has_value());
    EXPECT_FALSE(live->state().staleText.isEmpty());
}

TEST_F(RefreshRoundTest, NeverIsNeverForAnAccountNobodyLooksAt)
{
    profile.set("live.refreshHours", "0");
    const auto panel = panelOf();
    const AccountId home = addAccount("Home", *panel);
    addAccount("Away", *panel);
    profile.store(home, *test::smallCatalogue());
    profile.activate(home);
    live->refreshDue();
    EXPECT_FALSE(profile.services().sync().isBusy());
    EXPECT_THAT(started, IsEmpty());
}

TEST_F(RefreshRoundTest, AServerThatHangsBehindKeepsNoPageWaiting)
{
    QTcpServer hanging;
    ASSERT_TRUE(hanging.listen(QHostAddress::LocalHost));
    const AccountId home = profile.addAccount("Home");
    const AccountId away = profile.addAccount(
        "Away",
        {.server = "http://127.0.0.1:" + std::to_string(hanging.serverPort()), .user = "demo", .password = "demo"});
    profile.store(home, *test::smallCatalogue());
    profile.store(away, *test::smallCatalogue(), 30h);
    profile.activate(home);
    VodPresenters vod(profile.services(), player);
    vod.movies().show();
    live->refreshDue();
    ASSERT_TRUE(profile.services().sync().running(away));
    vod.movies().refresh();
    ASSERT_TRUE(live->state().refreshing);
    EXPECT_TRUE(waitFor([&] { return !live->state().refreshing; })) << "its own has failed long ago";
    EXPECT_TRUE(profile.services().sync().running(away));
}

} // namespace
} // namespace kanal::presenters
