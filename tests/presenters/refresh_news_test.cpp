// SPDX-License-Identifier: MIT
// What came into a list this week: its marks, its chip, its report; and lists that were held back.
#include "profile.h"

#include <kanal/panel/panel.h>
#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/refresh_report_model.h>
#include <kanal/presenters/title_list_presenter.h>
#include <kanal/presenters/vod_presenters.h>
#include <kanal/session/catalogue_sync.h>

#include <QSignalSpy>

namespace kanal::presenters
{
namespace
{

using namespace std::chrono_literals;
using test::FakeSnapshot;
using test::waitFor;

FakeSnapshot numbered(int from, int to)
{
    std::vector<FakeSnapshot::Channel> channels;
    for (int i = from; i < to; ++i)
        channels.push_back({std::to_string(i), "Channel " + std::to_string(i), "1", i});
    return FakeSnapshot({{"1", "News"}}, channels);
}

struct RefreshNewsTest : testing::Test {
    test::Profile profile;
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    std::unique_ptr<LivePresenter> live = std::make_unique<LivePresenter>(profile.services(), player);
    AccountId home = profile.addAccount("Home");

    void restart()
    {
        live.reset();
        live = std::make_unique<LivePresenter>(profile.services(), player);
        live->load();
    }
    bool isNew(int row) { return live->channels().index(row).data(ChannelListModel::NewRole).toBool(); }
    QString spoken(int row) { return live->channels().index(row).data(Qt::AccessibleTextRole).toString(); }
    bool seesNew(int count)
    {
        return waitFor([&] { return live->state().fresh == count; });
    }
};

TEST_F(RefreshNewsTest, WhatCameThisWeekIsMarkedAndSaid)
{
    profile.store(home, numbered(1, 6), 48h);
    profile.store(home, numbered(1, 8), 1h);
    profile.activate(home);
    ASSERT_TRUE(seesNew(2));
    EXPECT_FALSE(isNew(0));
    EXPECT_TRUE(isNew(5));
    EXPECT_TRUE(spoken(6).contains(QStringLiteral("new"))) << spoken(6).toStdString();
    EXPECT_FALSE(spoken(0).contains(QStringLiteral("new")));
}

TEST_F(RefreshNewsTest, WhatCameEarlierIsNoLongerNew)
{
    profile.store(home, numbered(1, 6), 20 * 24h);
    profile.store(home, numbered(1, 8), 8 * 24h);
    profile.store(home, numbered(1, 9), 1h);
    profile.activate(home);
    ASSERT_TRUE(seesNew(1));
    EXPECT_FALSE(isNew(6));
    EXPECT_TRUE(isNew(7));
}

TEST_F(RefreshNewsTest, TheChipLeavesWhatIsNewAndSurvivesARestart)
{
    profile.store(home, numbered(1, 6), 48h);
    profile.store(home, numbered(1, 8), 1h);
    profile.activate(home);
    ASSERT_TRUE(seesNew(2));
    live->setChips({.fresh = true});
    EXPECT_EQ(live->state().shown, 2);
    restart();
    EXPECT_TRUE(live->state().chips.fresh);
    ASSERT_TRUE(waitFor([&] { return live->state().shown == 2; }));
    EXPECT_TRUE(isNew(0));
}

TEST_F(RefreshNewsTest, AStandingNoticeOutlivesTheAccountInView)
{
    const AccountId holiday = profile.addAccount("Holiday");
    profile.store(home, numbered(1, 6), 1h);
    profile.store(holiday, numbered(1, 8), 1h);
    profile.activate(home);
    live->showNotice(QStringLiteral("damaged"));
    profile.activate(holiday);
    EXPECT_EQ(live->state().shown, 7);
    EXPECT_EQ(live->state().notice, QStringLiteral("damaged"));
    live->dismissNotice();
    profile.activate(home);
    EXPECT_TRUE(live->state().notice.isEmpty());
}

TEST_F(RefreshNewsTest, WhenTheWeekIsOverTheChipLetsGo)
{
    profile.store(home, numbered(1, 6), 1h);
    profile.activate(home);
    live->setChips({.archive = false, .fresh = true});
    restart();
    ASSERT_TRUE(waitFor([&] { return !live->state().chips.fresh; }));
    EXPECT_EQ(live->state().shown, 5);
}

TEST_F(RefreshNewsTest, TheReportListsWhatChangedUnderItsRefresh)
{
    profile.store(home, numbered(1, 11), 48h);
    profile.store(home, numbered(1, 12), 24h);
    profile.store(home, numbered(3, 13), 1h);
    profile.activate(home);
    RefreshReportModel &report = *live->makeReport(live.get());
    QSignalSpy loaded(&report, &RefreshReportModel::loaded);
    report.load();
    ASSERT_TRUE(waitFor([&] { return loaded.size() == 1; }));
    ASSERT_EQ(report.rowCount(), 2);
    const QModelIndex newest = report.index(0, 0);
    EXPECT_EQ(newest.data().toString(), QStringLiteral("Channels: 1 new, 2 gone"));
    EXPECT_TRUE(report.isNewest(newest));
    EXPECT_FALSE(report.isNewest(report.index(1, 0)));
    ASSERT_EQ(report.rowCount(newest), 2);
    const QModelIndex added = report.index(0, 0, newest), gone = report.index(1, 0, newest);
    EXPECT_EQ(added.data().toString(), QStringLiteral("New (1)"));
    EXPECT_EQ(gone.data().toString(), QStringLiteral("Gone (2)"));
    const QModelIndex channel = report.index(0, 0, added);
    EXPECT_EQ(channel.data().toString(), QStringLiteral("Channel 12"));
    EXPECT_EQ(channel.siblingAtColumn(1).data().toString(), QStringLiteral("News"));
    EXPECT_EQ(channel.data(Qt::AccessibleTextRole).toString(), QStringLiteral("Channel 12, new, News"));
    EXPECT_EQ(report.parent(channel), added);
    EXPECT_EQ(report.parent(added), newest);
    EXPECT_EQ(report.entry(channel), (EntryKey{home, EntryKind::Live, "12"}));
    EXPECT_FALSE(report.entry(report.index(0, 0, gone)));
    EXPECT_FALSE(report.entry(added));
}

TEST_F(RefreshNewsTest, TheReportTellsBothNamesOfWhatWasRenamed)
{
    profile.store(home, FakeSnapshot({{"1", "News"}}, {{"1", "UK: Tom & Co (L)", "1", 1}}), 48h);
    profile.store(home, FakeSnapshot({{"1", "News"}}, {{"1", "UK: Tom & Co", "1", 1}}), 1h);
    profile.activate(home);
    RefreshReportModel &report = *live->makeReport(live.get());
    report.load();
    ASSERT_TRUE(waitFor([&] { return report.isLoaded(); }));
    const QModelIndex group = report.index(0, 0, report.index(0, 0)), channel = report.index(0, 0, group);
    EXPECT_EQ(channel.data().toString(), QStringLiteral("UK: Tom & Co (L) → UK: Tom & Co"));
    EXPECT_EQ(channel.data(RefreshReportModel::BeforeRole).toString(), QStringLiteral("UK: Tom & Co (L)"));
    EXPECT_EQ(channel.data(RefreshReportModel::NameRole).toString(), QStringLiteral("UK: Tom & Co"));
    EXPECT_EQ(channel.data(Qt::ToolTipRole).toString(),
              QStringLiteral("<p>UK: Tom &amp; Co (L)<br>→ UK: Tom &amp; Co</p>"));
    EXPECT_TRUE(group.data(RefreshReportModel::BeforeRole).toString().isEmpty());
    EXPECT_TRUE(channel.siblingAtColumn(1).data(RefreshReportModel::BeforeRole).toString().isEmpty());
}

TEST_F(RefreshNewsTest, AFloodIsCutAndSaysHowMuchMoreThereWas)
{
    profile.store(home, numbered(1, 3), 48h);
    profile.store(home, numbered(1, 6003), 1h);
    profile.activate(home);
    RefreshReportModel &report = *live->makeReport(live.get());
    report.load();
    ASSERT_TRUE(waitFor([&] { return report.isLoaded(); }));
    const QModelIndex added = report.index(0, 0, report.index(0, 0));
    EXPECT_EQ(report.rowCount(added), 5001);
    EXPECT_EQ(report.index(5000, 0, added).data().toString(),
              QStringLiteral("… and %1 more").arg(QLocale().toString(1000)));
    EXPECT_FALSE(report.entry(report.index(5000, 0, added)));
}

/// With a panel that is full the first time and empty from then on.
struct HeldBackOnPanelTest : testing::Test {
    QTemporaryDir clips;
    panel::Panel panel{
        {.scenario = "shrinking", .clipFolder = std::filesystem::path(clips.path().toStdString()), .smallClips = true}};
    test::Profile profile;
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    LivePresenter live{profile.services(), player};
    VodPresenters vod{profile.services(), player};

    void SetUp() override
    {
        ASSERT_TRUE(panel.start().has_value());
        const AccountId home = profile.addAccount("Home", {.server = panel.url(), .user = "demo", .password = "demo"});
        profile.activate(home); // fetches the full lists
        ASSERT_TRUE(waitFor([&] { return live.state().phase == ListState::Phase::Ready && !live.state().refreshing; }));
        vod.movies().show();
        ASSERT_GT(vod.movies().state().shown, 0);
        films = vod.movies().state().shown;
        live.refresh();
        ASSERT_TRUE(waitFor([&] { return !live.state().refreshing; }));
    }
    bool isIdle()
    {
        return waitFor([&] { return !live.state().refreshing && !vod.movies().state().refreshing; });
    }

    int films = 0;
};

TEST_F(HeldBackOnPanelTest, EveryPageSaysItsNumbersWhereverTheRefreshWasAskedFor)
{
    ASSERT_TRUE(live.state().canBelieve);
    EXPECT_TRUE(live.state().notice.contains(QStringLiteral("0 channels")));
    EXPECT_TRUE(live.state().notice.contains(QStringLiteral("0 films; it had %1").arg(films)))
        << live.state().notice.toStdString();
    ASSERT_TRUE(vod.movies().state().canBelieve);
    EXPECT_TRUE(vod.movies().state().notice.startsWith(QStringLiteral("The panel now lists 0 films")));
    EXPECT_FALSE(vod.movies().state().notice.contains(QStringLiteral("channels")));
}

TEST_F(HeldBackOnPanelTest, KeptItIsForgottenAndTheListStays)
{
    vod.movies().keepList();
    EXPECT_FALSE(vod.movies().state().canBelieve);
    EXPECT_TRUE(vod.movies().state().notice.isEmpty());
    EXPECT_EQ(vod.movies().state().shown, films);
    EXPECT_FALSE(live.state().notice.contains(QStringLiteral("films"))) << "answered there, it is answered here";
    EXPECT_TRUE(live.state().canBelieve) << "of the channels";
    live.keepList();
    EXPECT_FALSE(live.state().canBelieve);
    EXPECT_GT(live.state().shown, 0);
}

TEST_F(HeldBackOnPanelTest, RemovedItIsTakenWithoutThePanel)
{
    panel.stop();
    vod.movies().believeRefresh();
    ASSERT_TRUE(isIdle());
    EXPECT_FALSE(vod.movies().state().error.has_value());
    EXPECT_EQ(vod.movies().state().shown, 0);
    EXPECT_TRUE(vod.movies().state().hasReport);
    EXPECT_TRUE(vod.movies().state().notice.contains(QStringLiteral("%1 gone").arg(films)))
        << vod.movies().state().notice.toStdString();
    EXPECT_TRUE(live.state().canBelieve) << "of the channels";
}

TEST_F(HeldBackOnPanelTest, AnOldListThatIsHeldBackOrWasKeptIsNotRefreshedAgainAtOnce)
{
    const AccountId old = profile.addAccount("Old", {.server = panel.url(), .user = "demo", .password = "demo"});
    profile.store(old, numbered(1, 6), 30h);
    profile.activate(old);
    ASSERT_TRUE(live.state().refreshing);
    ASSERT_TRUE(waitFor([&] { return !live.state().refreshing && live.state().canBelieve; }));
    live.load();
    EXPECT_FALSE(live.state().refreshing) << "it waits for an answer";
    live.keepList();
    live.load();
    EXPECT_FALSE(live.state().refreshing) << "it has the answer";
    EXPECT_TRUE(live.state().staleText.isEmpty());
}

struct SlowPanelTest : testing::Test {
    QTemporaryDir clips;
    panel::Panel panel{
        {.scenario = "slow-api", .clipFolder = std::filesystem::path(clips.path().toStdString()), .smallClips = true}};
    test::Profile profile;
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    LivePresenter live{profile.services(), player};
    AccountId home;

    void SetUp() override
    {
        ASSERT_TRUE(panel.start().has_value());
        home = profile.addAccount("Home", {.server = panel.url(), .user = "demo", .password = "demo"});
    }
};

TEST_F(SlowPanelTest, CancellingARefreshLeavesTheListAsItWas)
{
    profile.store(home, numbered(1, 6));
    profile.activate(home);
    live.refresh();
    ASSERT_TRUE(live.state().refreshing);
    live.cancelRefresh();
    ASSERT_TRUE(waitFor([&] { return !live.state().refreshing; }));
    EXPECT_EQ(live.state().phase, ListState::Phase::Ready);
    EXPECT_EQ(live.state().shown, 5);
    EXPECT_FALSE(live.state().error.has_value());
    EXPECT_TRUE(live.state().notice.isEmpty());
}

TEST_F(SlowPanelTest, CancellingTheFirstLoadSaysThatNobodyAskedTheServer)
{
    profile.activate(home);
    ASSERT_EQ(live.state().phase, ListState::Phase::Loading);
    live.cancelRefresh();
    ASSERT_TRUE(waitFor([&] { return live.state().phase == ListState::Phase::Empty; }));
    EXPECT_TRUE(live.state().neverLoaded);
    EXPECT_FALSE(live.state().refreshing);
}

} // namespace
} // namespace kanal::presenters
