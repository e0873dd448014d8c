// SPDX-License-Identifier: MIT
// Films and series against a whole panel: lists, details, playing, and what is remembered of it.
#include "profile.h"

#include <kanal/panel/panel.h>
#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/episode_list_model.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/title_list_model.h>
#include <kanal/presenters/title_list_presenter.h>
#include <kanal/presenters/title_presenter.h>
#include <kanal/presenters/vod_player.h>
#include <kanal/presenters/vod_presenters.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/entry_shape.h>

#include <QSet>
#include <QSignalSpy>

namespace kanal::presenters
{
namespace
{

using playback::PlayState;
using test::waitFor;
using Phase = TitleListState::Phase;

struct VodOnPanelTest : testing::Test {
    QTemporaryDir clips;
    panel::Panel panel{{.clipFolder = std::filesystem::path(clips.path().toStdString()), .smallClips = true}};
    test::Profile profile;
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    VodPresenters vod{profile.services(), player};
    AccountId account;

    void SetUp() override
    {
        ASSERT_TRUE(panel.start().has_value());
        account = profile.addAccount("Home", {.server = panel.url(), .user = "demo", .password = "demo"});
        profile.activate(account);
    }

    TitleListPresenter &shown(TitleListPresenter &list)
    {
        list.show();
        EXPECT_TRUE(waitFor([&] { return list.state().phase == Phase::Ready && !list.state().refreshing; }));
        return list;
    }
    EntryKey film(int row)
    {
        return {account, EntryKind::Movie,
                vod.movies().titles().index(row).data(TitleListModel::IdRole).toString().toStdString()};
    }
    const TitleState &opened(const EntryKey &key)
    {
        vod.title().open(key);
        EXPECT_TRUE(waitFor([&] { return !vod.title().state().loading; }));
        return vod.title().state();
    }
    template<class Row>
    void renumber(EntryKind kind, const std::vector<Row> &rows)
    {
        auto refresh = profile.library().catalogue().beginRefresh(account, kind);
        ASSERT_TRUE(refresh.has_value());
        if constexpr (std::is_same_v<Row, MovieRow>)
            ASSERT_TRUE((*refresh)->addMovies(rows).has_value());
        else
            ASSERT_TRUE((*refresh)->addSeries(rows).has_value());
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        ASSERT_TRUE((*refresh)->commit(now, library::CatalogueRefresh::Trust::Believe).has_value());
        refresh->reset();
        Q_EMIT profile.services().sync().catalogueChanged(account, kind);
    }
    bool reaches(qint64 ms)
    {
        return waitFor([&] { return player.view().positionMs >= ms; });
    }
};

TEST_F(VodOnPanelTest, AListNobodyFetchedIsFetchedWhenItIsShown)
{
    EXPECT_EQ(vod.movies().state().phase, Phase::NoAccount) << "nothing is read before";
    vod.movies().show();
    EXPECT_EQ(vod.movies().state().phase, Phase::Loading);
    shown(vod.movies());
    EXPECT_GT(vod.movies().titles().rowCount(), 0);
    EXPECT_EQ(vod.movies().state().shown, vod.movies().titles().rowCount());
    ASSERT_TRUE(waitFor([&] { return !vod.movies().state().genres.isEmpty(); }));
}

TEST_F(VodOnPanelTest, ThePanelBeingAwayIsAnErrorAndRetryMendsIt)
{
    panel.stop();
    vod.movies().show();
    ASSERT_TRUE(waitFor([&] { return vod.movies().state().phase == Phase::Error; }));
    EXPECT_TRUE(vod.movies().state().error.has_value());
    ASSERT_TRUE(panel.start().has_value());
    vod.movies().refresh();
    EXPECT_TRUE(waitFor([&] { return vod.movies().state().phase == Phase::Ready; }));
}

TEST_F(VodOnPanelTest, SortingKeepsTheListUntilTheOrderIsThere)
{
    TitleListPresenter &movies = shown(vod.movies());
    const int all = movies.titles().rowCount();
    movies.setSort({SortKey::Year, true});
    EXPECT_EQ(movies.titles().rowCount(), all);
    ASSERT_TRUE(waitFor([&] { return !movies.state().sorting; }));
    int before = 9999;
    for (int row = 0; row < all; ++row) {
        const int year = movies.titles().index(row).data(TitleListModel::YearRole).toInt();
        EXPECT_LE(year, before);
        before = year;
    }
    QSignalSpy resets(&movies.titles(), &QAbstractItemModel::modelReset);
    movies.setSort({SortKey::Year, false});
    EXPECT_EQ(resets.size(), 1) << "the same order backwards is there at once";
    EXPECT_FALSE(movies.state().sorting);
}

TEST_F(VodOnPanelTest, DetailsComeOverWhatTheListKnew)
{
    shown(vod.movies());
    vod.title().open(film(0));
    EXPECT_FALSE(vod.title().state().name.isEmpty()) << "at once";
    EXPECT_EQ(vod.title().state().playText, QStringLiteral("Play"));
    ASSERT_TRUE(waitFor([&] { return !vod.title().state().loading; }));
    EXPECT_GT(vod.title().state().durationSeconds, 0);
    EXPECT_FALSE(vod.title().state().backdropUrl.isEmpty());
}

TEST_F(VodOnPanelTest, DetailsThatCannotBeHadLeaveTheListsAndTheFilmCanStillBePlayed)
{
    shown(vod.movies());
    panel.stop();
    const TitleState &state = opened(film(0));
    EXPECT_TRUE(state.error.has_value());
    EXPECT_FALSE(state.name.isEmpty());
    EXPECT_FALSE(state.playText.isEmpty());
}

TEST_F(VodOnPanelTest, APlayingFilmWhoseIdWentToAnotherIsNotedUnderItsNewOne)
{
    shown(vod.movies());
    const EntryKey old = film(0);
    const auto name = session::shapeOf(profile.library(), old).value().name;
    opened(old);
    vod.title().play(PlayFrom::Beginning);
    ASSERT_TRUE(reaches(500));
    const auto isNoted = [&](const std::string &id) {
        const auto position = profile.library().user().position({account, EntryKind::Movie, id});
        return position && position->has_value();
    };
    renumber<MovieRow>(EntryKind::Movie, {{.id = old.id, .name = "Somebody else's film"}});
    player.seekTo(player.view().durationMs / 2);
    ASSERT_TRUE(reaches(player.view().durationMs / 2 + 200));
    EXPECT_TRUE(vod.player().isPlaying());
    renumber<MovieRow>(EntryKind::Movie,
                       {{.id = old.id, .name = "Somebody else's film"}, {.id = "900001", .name = name}});
    EXPECT_TRUE(vod.player().isPlaying()) << "nothing is interrupted";
    EXPECT_EQ(vod.player().playing().id, "900001");
    player.stop();
    EXPECT_TRUE(waitFor([&] { return isNoted("900001"); }));
    EXPECT_FALSE(isNoted(old.id));
}

TEST_F(VodOnPanelTest, AnOpenFilmGoesOnUnderItsNewId)
{
    shown(vod.movies());
    const EntryKey old = film(0);
    const auto name = session::shapeOf(profile.library(), old).value().name;
    opened(old);
    renumber<MovieRow>(EntryKind::Movie,
                       {{.id = old.id, .name = "Somebody else's film"}, {.id = "900001", .name = name}});
    EXPECT_EQ(vod.title().state().key.id, "900001");
    EXPECT_EQ(vod.title().state().name.toStdString().substr(0, 3), name.substr(0, 3));
    vod.title().toggleFavourite();
    EXPECT_TRUE(vod.title().state().favourite);
    EXPECT_TRUE(waitFor([&] {
        const auto marked = profile.library().user().favourites(account, EntryKind::Movie);
        return marked->size() == 1 && marked->front().key.id == "900001";
    }));
}

TEST_F(VodOnPanelTest, AnOpenFilmWhoseIdWentToAnotherMarksNoStranger)
{
    shown(vod.movies());
    const EntryKey old = film(0);
    opened(old);
    renumber<MovieRow>(EntryKind::Movie, {{.id = old.id, .name = "Somebody else's film"}});
    vod.title().toggleFavourite();
    EXPECT_FALSE(vod.title().state().favourite);
}

TEST_F(VodOnPanelTest, AnOpenSeriesGoesOnWithTheEpisodesOfItsNewId)
{
    TitleListPresenter &series = shown(vod.series());
    const auto keyAt = [&](int row) {
        return EntryKey{account, EntryKind::Series,
                        series.titles().index(row).data(TitleListModel::IdRole).toString().toStdString()};
    };
    const EntryKey one = keyAt(0), other = keyAt(1);
    const auto nameOf = [&](const EntryKey &key) { return session::shapeOf(profile.library(), key).value().name; };
    const std::string name = nameOf(one), otherName = nameOf(other);
    const auto firstEpisode = [&] { return vod.title().episodes().index(0).data(EpisodeListModel::IdRole).toString(); };
    opened(other);
    QSet<QString> theirs;
    for (int season = 0; season < int(vod.title().state().seasons.size()); ++season) {
        vod.title().setSeason(season);
        for (int row = 0; row < vod.title().episodes().rowCount(); ++row)
            theirs << vod.title().episodes().index(row).data(EpisodeListModel::IdRole).toString();
    }
    opened(one);
    ASSERT_FALSE(theirs.contains(firstEpisode()));
    renumber<SeriesRow>(EntryKind::Series, {{.id = one.id, .name = otherName}, {.id = other.id, .name = name}});
    EXPECT_EQ(vod.title().state().key, other);
    EXPECT_TRUE(waitFor([&] { return theirs.contains(firstEpisode()); })) << "what the panel has under the new id";
}

TEST_F(VodOnPanelTest, AFilmThatIsStoppedIsOfferedWhereItWasLeft)
{
    shown(vod.movies());
    opened(film(0));
    vod.title().play(PlayFrom::WhereLeft);
    ASSERT_TRUE(reaches(500));
    EXPECT_TRUE(vod.player().isPlaying());
    player.seekTo(player.view().durationMs / 2);
    ASSERT_TRUE(reaches(player.view().durationMs / 2 + 200));
    const qint64 half = player.view().durationMs / 2;
    player.stop();
    EXPECT_FALSE(vod.player().isPlaying());
    EXPECT_GE(vod.title().state().resumeMs, half);
    EXPECT_TRUE(vod.title().state().playText.startsWith(QStringLiteral("Resume")));
    EXPECT_GE(vod.movies().categories().rowOf(QStringLiteral("recent")), 0);

    vod.title().play(PlayFrom::Beginning);
    ASSERT_TRUE(reaches(200));
    EXPECT_LT(player.view().positionMs, half);
    player.stop();
}

TEST_F(VodOnPanelTest, AFilmSeenToItsEndCountsAsWatchedAndBeginsAnew)
{
    shown(vod.movies());
    opened(film(0));
    QSignalSpy ended(&vod.player(), &VodPlayer::ended);
    vod.title().play(PlayFrom::WhereLeft);
    ASSERT_TRUE(reaches(300));
    player.seekTo(player.view().durationMs - 700);
    ASSERT_TRUE(waitFor([&] { return ended.size() == 1; }));
    player.stop();
    EXPECT_TRUE(vod.title().state().watched);
    EXPECT_EQ(vod.title().state().resumeMs, 0);
    EXPECT_EQ(vod.title().state().playText, QStringLiteral("Play"));
    vod.movies().setChips({.unwatched = true});
    EXPECT_FALSE(vod.movies().titles().rowOf(QString::fromStdString(film(0).id)) == 0 &&
                 vod.movies().titles().index(0).data(TitleListModel::WatchedRole).toBool());
}

TEST_F(VodOnPanelTest, ASeriesGoesOnWithTheEpisodeThatWasOn)
{
    TitleListPresenter &series = shown(vod.series());
    const EntryKey show{account, EntryKind::Series,
                        series.titles().index(0).data(TitleListModel::IdRole).toString().toStdString()};
    opened(show);
    ASSERT_GT(vod.title().episodes().rowCount(), 1);
    EXPECT_TRUE(vod.title().state().playText.contains(QStringLiteral("S1 E1")));
    const QString second = vod.title().episodes().index(1).data(EpisodeListModel::IdRole).toString();
    vod.title().playEpisode(second, PlayFrom::Beginning);
    ASSERT_TRUE(reaches(500));
    player.seekTo(player.view().durationMs / 2);
    ASSERT_TRUE(reaches(player.view().durationMs / 2 + 200));
    player.stop();
    EXPECT_EQ(vod.title().state().playEpisode, second);
    EXPECT_TRUE(vod.title().state().playText.startsWith(QStringLiteral("Resume S1 E2")));
    EXPECT_GT(vod.title().episodes().index(1).data(EpisodeListModel::ProgressRole).toDouble(), 0.3);

    vod.title().close();
    opened(show);
    EXPECT_EQ(vod.title().state().playEpisode, second) << "and still knows it when it is opened again";
    vod.title().play(PlayFrom::WhereLeft);
    ASSERT_TRUE(reaches(500));
    EXPECT_TRUE(vod.player().step(-1));
    EXPECT_FALSE(vod.player().step(-1)) << "there is none before the first";
    player.stop();
}

TEST_F(VodOnPanelTest, FavouritesOfFilmsAreTheirOwn)
{
    shown(vod.movies());
    vod.movies().toggleFavourite(QString::fromStdString(film(1).id));
    EXPECT_EQ(vod.movies().categories().index(0).data(CategoryListModel::CountRole).toInt(), 1);
    vod.movies().setCategory(QStringLiteral("favourites"));
    EXPECT_EQ(vod.movies().titles().rowCount(), 1);
    EXPECT_TRUE(profile.library().user().favourites(account, EntryKind::Live)->empty());
    vod.movies().toggleFavourite(QString::fromStdString(film(0).id));
    EXPECT_EQ(vod.movies().titles().rowCount(), 0);
}

TEST_F(VodOnPanelTest, WhatWasChosenIsThereAfterARestart)
{
    TitleListPresenter &movies = shown(vod.movies());
    movies.setSort({SortKey::Rating, true});
    movies.setChips({.genre = QStringLiteral("Drama"), .decade = 2010});
    movies.setFilter(QStringLiteral("a"));
    movies.setPlace(QStringLiteral("77"));
    auto again = std::make_unique<VodPresenters>(profile.services(), player);
    const auto stored = [&](const char *name) {
        const auto value = profile.library().user().setting(account, name);
        return value && *value ? **value : std::string();
    };
    ASSERT_TRUE(waitFor([&] { return stored("movies.place") == "77"; }));
    again->movies().show();
    EXPECT_EQ(again->movies().state().sort, (ListSort{SortKey::Rating, true}));
    EXPECT_EQ(again->movies().state().chips.genre, QStringLiteral("Drama"));
    EXPECT_EQ(again->movies().state().chips.decade, 2010);
    EXPECT_EQ(again->movies().state().filter, QStringLiteral("a"));
    EXPECT_EQ(again->movies().place(), QStringLiteral("77"));
}

} // namespace
} // namespace kanal::presenters
