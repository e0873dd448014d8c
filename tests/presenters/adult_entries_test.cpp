// SPDX-License-Identifier: MIT
// Hiding what is for adults: one wish for every list, count, search and key.
#include "profile.h"

#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/refresh_report_model.h>
#include <kanal/presenters/search_list_model.h>
#include <kanal/presenters/search_presenter.h>
#include <kanal/presenters/title_list_model.h>
#include <kanal/presenters/title_list_presenter.h>
#include <kanal/presenters/vod_presenters.h>
#include <kanal/session/shown_entries.h>

#include <QThreadPool>

#include <gmock/gmock.h>

namespace kanal::presenters
{
namespace
{

using namespace std::chrono_literals;
using test::waitFor;
using testing::ElementsAre;
using testing::IsEmpty;
using Names = std::vector<std::string>;

const std::vector<CategoryRow> kCategories = {{.id = "1", .name = "News"}, {.id = "9", .name = "Late", .adult = true}};

struct AdultEntriesTest : testing::Test {
    test::Profile profile;
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    LivePresenter live{profile.services(), player};
    VodPresenters vod{profile.services(), player};
    AccountId home = profile.addAccount("Home");

    void SetUp() override
    {
        store(home);
        profile.activate(home);
    }
    template<class Row>
    void storeList(AccountId account, EntryKind kind, const std::vector<Row> &rows, std::chrono::hours age)
    {
        auto refresh = profile.library().catalogue().beginRefresh(account, kind);
        ASSERT_TRUE(refresh.has_value());
        ASSERT_TRUE((*refresh)->addCategories(kCategories).has_value());
        if constexpr (std::is_same_v<Row, ChannelRow>)
            ASSERT_TRUE((*refresh)->addChannels(rows).has_value());
        else if constexpr (std::is_same_v<Row, MovieRow>)
            ASSERT_TRUE((*refresh)->addMovies(rows).has_value());
        else
            ASSERT_TRUE((*refresh)->addSeries(rows).has_value());
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        ASSERT_TRUE((*refresh)->commit(now - age).has_value());
    }
    void store(AccountId account, std::vector<ChannelRow> more = {}, std::chrono::hours age = 2h)
    {
        std::vector<ChannelRow> channels{{.id = "1", .name = "Sky One", .categoryId = "1", .number = 1},
                                         {.id = "2", .name = "Sky Red", .categoryId = "9", .number = 2},
                                         {.id = "3", .name = "Sky Blue", .categoryId = "1", .number = 3, .adult = true},
                                         {.id = "4", .name = "Sky Four", .categoryId = "1", .number = 4}};
        channels.insert(channels.end(), more.begin(), more.end());
        storeList<ChannelRow>(account, EntryKind::Live, channels, age);
        storeList<MovieRow>(
            account, EntryKind::Movie,
            {{.id = "5", .name = "Sky Film", .categoryId = "1"}, {.id = "6", .name = "Sky Late", .categoryId = "9"}},
            age);
        storeList<SeriesRow>(account, EntryKind::Series, {{.id = "7", .name = "Sky Show", .categoryId = "9"}}, age);
    }

    static Names names(const QAbstractItemModel &model)
    {
        Names all;
        for (int row = 0; row < model.rowCount(); ++row)
            all.push_back(model.index(row, 0).data(Qt::DisplayRole).toString().toStdString());
        return all;
    }
    static int countOf(const CategoryListModel &categories, const char *key)
    {
        return categories.index(categories.rowOf(QString::fromLatin1(key))).data(CategoryListModel::CountRole).toInt();
    }
    Names reported()
    {
        const std::unique_ptr<RefreshReportModel> report(live.makeReport(nullptr));
        report->load();
        EXPECT_TRUE(waitFor([&] { return report->isLoaded(); }));
        Names all;
        for (int section = 0; section < report->rowCount(); ++section) {
            const QModelIndex at = report->index(section, 0);
            all.push_back(at.data().toString().toStdString());
            for (int group = 0; group < report->rowCount(at); ++group)
                for (int row = 0; row < report->rowCount(report->index(group, 0, at)); ++row)
                    all.push_back(report->index(row, 0, report->index(group, 0, at)).data().toString().toStdString());
        }
        return all;
    }
    static Names found(SearchPresenter &search)
    {
        EXPECT_TRUE(waitFor([&] { return !search.state().searching; }));
        Names all;
        for (int row = 0; row < search.results().rowCount(); ++row)
            if (const SearchItem *item = search.results().item(row))
                all.push_back(item->name.toStdString());
        return all;
    }
};

TEST_F(AdultEntriesTest, AreShownAndMarkedUnlessTheUserHidesThem)
{
    EXPECT_FALSE(live.hidesAdult());
    EXPECT_THAT(names(live.channels()), ElementsAre("Sky One", "Sky Red", "Sky Blue", "Sky Four"));
    const auto spoken = [&](int row) {
        return live.channels().index(row).data(Qt::AccessibleTextRole).toString().toStdString();
    };
    EXPECT_FALSE(live.channels().index(0).data(ChannelListModel::AdultRole).toBool());
    EXPECT_TRUE(live.channels().index(1).data(ChannelListModel::AdultRole).toBool()) << "by its category";
    EXPECT_TRUE(live.channels().index(2).data(ChannelListModel::AdultRole).toBool());
    EXPECT_THAT(spoken(1), testing::HasSubstr("for adults"));
    EXPECT_THAT(spoken(0), testing::Not(testing::HasSubstr("for adults")));
    vod.movies().show();
    EXPECT_TRUE(vod.movies().titles().index(1).data(TitleListModel::AdultRole).toBool());
    EXPECT_THAT(vod.movies().titles().index(1).data(Qt::AccessibleTextRole).toString().toStdString(),
                testing::HasSubstr("for adults"));
}

TEST_F(AdultEntriesTest, HiddenTheyAreInNoListNorCountAtOnceAndBackAgain)
{
    vod.movies().show();
    vod.series().show();
    live.toggleFavourite(QStringLiteral("2"));
    live.setCategory(QStringLiteral("category:9"));
    EXPECT_EQ(countOf(live.categories(), "all"), 4);

    live.setHidesAdult(true);
    EXPECT_EQ(live.state().categoryKey, QStringLiteral("all")) << "its category is gone";
    EXPECT_THAT(names(live.channels()), ElementsAre("Sky One", "Sky Four"));
    EXPECT_EQ(live.state().shown, 2);
    EXPECT_EQ(countOf(live.categories(), "all"), 2);
    EXPECT_EQ(countOf(live.categories(), "favourites"), 0);
    EXPECT_EQ(countOf(live.categories(), "category:1"), 2);
    EXPECT_EQ(live.categories().rowOf(QStringLiteral("category:9")), -1);
    EXPECT_THAT(names(vod.movies().titles()), ElementsAre("Sky Film"));
    EXPECT_EQ(vod.movies().categories().rowOf(QStringLiteral("category:9")), -1);
    EXPECT_THAT(names(vod.series().titles()), IsEmpty());
    EXPECT_EQ(vod.series().state().phase, ListState::Phase::Empty);

    live.setHidesAdult(false);
    EXPECT_THAT(names(live.channels()), ElementsAre("Sky One", "Sky Red", "Sky Blue", "Sky Four"));
    EXPECT_EQ(countOf(live.categories(), "favourites"), 1) << "what was marked is kept";
    EXPECT_THAT(names(vod.series().titles()), ElementsAre("Sky Show"));
}

TEST_F(AdultEntriesTest, HiddenTheyAreReachedByNoKey)
{
    live.setHidesAdult(true);
    EXPECT_FALSE(live.playNumber(2));
    EXPECT_FALSE(live.playNumber(3));
    live.play(QStringLiteral("1"));
    live.zap(1);
    EXPECT_EQ(live.playingId(), QStringLiteral("4"));
    live.zap(1);
    EXPECT_EQ(live.playingId(), QStringLiteral("1"));
    live.play(QStringLiteral("2"));
    EXPECT_EQ(live.playingId(), QStringLiteral("1"));
    live.setFilter(QStringLiteral("nothing in view"));
    live.zap(1);
    EXPECT_EQ(live.playingId(), QStringLiteral("4"));
}

TEST_F(AdultEntriesTest, HiddenTheyAreFoundInNoAccount)
{
    store(profile.addAccount("Other"));
    SearchPresenter search(profile.services());
    search.setScope(SearchScope::AllAccounts);
    search.open();
    search.setQuery(QStringLiteral("sky"));
    EXPECT_EQ(found(search).size(), 12u) << "of each kind the first six";
    live.setHidesAdult(true);
    EXPECT_THAT(found(search),
                testing::UnorderedElementsAre("Sky One", "Sky Four", "Sky One", "Sky Four", "Sky Film", "Sky Film"));
}

TEST_F(AdultEntriesTest, TheReportOfARefreshLeavesThemOut)
{
    store(home,
          {{.id = "20", .name = "Fresh One", .categoryId = "1"}, {.id = "21", .name = "Fresh Red", .categoryId = "9"}},
          1h);
    EXPECT_THAT(reported(), ElementsAre("Channels: 2 new", "Fresh One", "Fresh Red"));
    live.setHidesAdult(true);
    EXPECT_THAT(reported(), ElementsAre("Channels: 1 new", "Fresh One"));
}

TEST_F(AdultEntriesTest, ThePanelDroppingItsAdultCategoryTellsNoNames)
{
    live.setHidesAdult(true);
    auto refresh = profile.library().catalogue().beginRefresh(home, EntryKind::Live);
    ASSERT_TRUE(refresh.has_value());
    ASSERT_TRUE((*refresh)->addCategories(std::vector<CategoryRow>{{.id = "1", .name = "News"}}).has_value());
    ASSERT_TRUE((*refresh)
                    ->addChannels(std::vector<ChannelRow>{{.id = "1", .name = "Sky One", .categoryId = "1"},
                                                          {.id = "5", .name = "Sky Five", .categoryId = "1"},
                                                          {.id = "6", .name = "Sky Six", .categoryId = "1"}})
                    .has_value());
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto change = (*refresh)->commit(now, library::CatalogueRefresh::Trust::Believe);
    ASSERT_TRUE(change.has_value());
    EXPECT_EQ(change->gone, 3U);
    EXPECT_EQ(change->gone - change->adultGone, 1U) << "what the notice says";
    EXPECT_THAT(reported(), ElementsAre("Channels: 2 new, 1 gone", "Sky Five", "Sky Six", "Sky Four"))
        << "neither what its category made adult, nor what its flag did";
}

TEST_F(AdultEntriesTest, BothNamesOfWhatWasRenamedAreLookedAt)
{
    store(home, {{.id = "20", .name = "Night Red", .categoryId = "1", .adult = true}}, 2h);
    store(home, {{.id = "20", .name = "Night Club", .categoryId = "1"}}, 1h);
    EXPECT_THAT(reported(), testing::Contains("Night Red → Night Club"));
    live.setHidesAdult(true);
    EXPECT_THAT(reported(), testing::Not(testing::Contains(testing::HasSubstr("Night"))));
}

TEST_F(AdultEntriesTest, TheWishIsKeptForTheNextStart)
{
    live.setHidesAdult(true);
    live.setHidesAdult(false);
    live.setHidesAdult(true);
    profile.services().pool().waitForDone();
    const session::ShownEntries next(profile.library(), profile.services().pool());
    EXPECT_EQ(next.adult(), library::AdultEntries::Hidden);
}

TEST_F(AdultEntriesTest, TheUsersWordOnACategoryCountsMoreThanThePanels)
{
    const QString late = QStringLiteral("category:9"), news = QStringLiteral("category:1");
    live.judgeCategory(late, false);
    EXPECT_FALSE(live.channels().index(1).data(ChannelListModel::AdultRole).toBool());
    EXPECT_FALSE(live.categories().index(live.categories().rowOf(late)).data(CategoryListModel::AdultRole).toBool());
    live.setHidesAdult(true);
    EXPECT_THAT(names(live.channels()), ElementsAre("Sky One", "Sky Red", "Sky Four"));
    EXPECT_TRUE(live.state().notice.isEmpty());
    live.judgeCategory(news, true);
    EXPECT_THAT(names(live.channels()), ElementsAre("Sky Red"));
    EXPECT_EQ(live.categories().rowOf(news), -1);
    EXPECT_TRUE(live.state().notice.contains(QStringLiteral("News"))) << "where it went is said";
    vod.movies().show();
    EXPECT_THAT(names(vod.movies().titles()), ElementsAre("Sky Film")) << "of this list only";
    vod.movies().judgeCategory(news, true);
    EXPECT_THAT(names(vod.movies().titles()), IsEmpty());
}

TEST_F(AdultEntriesTest, TheUsersWordIsKeptWithTheSubscription)
{
    live.judgeCategory(QStringLiteral("category:1"), true);
    live.judgeCategory(QStringLiteral("category:9"), true);
    live.judgeCategory(QStringLiteral("category:9"), false);
    profile.services().pool().waitForDone();
    const auto adults = [&](AccountId account) {
        const auto list = profile.library().catalogue().snapshot(account, EntryKind::Live).value();
        Names all;
        for (std::uint32_t row = 0; row < list->size(); ++row)
            if (list->channel(row).adult)
                all.emplace_back(list->name(row));
        return all;
    };
    EXPECT_THAT(adults(home), ElementsAre("Sky One", "Sky Blue", "Sky Four"));
    profile.library().catalogue().judge(home, EntryKind::Live, {}); // as it is at a start
    EXPECT_THAT(adults(home), ElementsAre("Sky Red", "Sky Blue"));
    const session::ShownEntries next(profile.library(), profile.services().pool());
    EXPECT_THAT(adults(home), ElementsAre("Sky One", "Sky Blue", "Sky Four"));
}

} // namespace
} // namespace kanal::presenters
