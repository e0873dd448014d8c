// SPDX-License-Identifier: MIT
// Films and series through the window: the wall of posters, a detail page, playing, going on where it was left.
#include "spoken.h"
#include "window_on_panel.h"

#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/episode_list_model.h>
#include <kanal/presenters/title_list_model.h>
#include <kanal/presenters/title_list_presenter.h>
#include <kanal/presenters/title_presenter.h>
#include <kanal/presenters/vod_player.h>
#include <ui/poster_grid.h>

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>

namespace kanal::ui
{
namespace
{

using presenters::EpisodeListModel;
using presenters::TitleListModel;
using presenters::TitleListState;
using test::Kanal;
using test::Spoken;
using test::startPanel;
using test::waitFor;

struct Films : testing::Test {
    std::unique_ptr<panel::Panel> panel = startPanel();
    Kanal kanal;

    void SetUp() override { kanal.signIn(*panel); }

    presenters::TitleListPresenter &list(const char *rail) const
    {
        return QLatin1String(rail) == QLatin1String("railMovies") ? kanal.vod->movies() : kanal.vod->series();
    }
    /// Goes to the page and waits for its list.
    QWidget *enter(const char *rail) const
    {
        kanal.click(rail);
        EXPECT_TRUE(waitFor([&] { return list(rail).state().phase == TitleListState::Phase::Ready; }));
        auto *page = kanal.find(QLatin1String(rail) == QLatin1String("railMovies") ? "moviesPage" : "seriesPage");
        EXPECT_TRUE(page->isVisible());
        return page;
    }
    static PosterGrid *grid(QWidget *page) { return page->findChild<PosterGrid *>(); }
    static QString id(const QModelIndex &index) { return index.data(TitleListModel::IdRole).toString(); }

    /// The detail page of the nth film, with all the panel tells.
    void openFilm(int nth) const
    {
        PosterGrid *posters = grid(enter("railMovies"));
        const QModelIndex index = posters->model()->index(nth, 0);
        posters->setCurrentIndex(index);
        posters->setFocus();
        kanal.key(Qt::Key_Return);
        ASSERT_TRUE(waitFor([&] { return !kanal.vod->title().state().loading; }));
        ASSERT_TRUE(kanal.sees("detailPage"));
    }
    bool playsPast(qint64 ms) const
    {
        return waitFor([&] { return kanal.player->view().positionMs >= ms; });
    }
};

TEST_F(Films, TheGridHasEveryFilmAndCategoriesWithCounts)
{
    QWidget *page = enter("railMovies");
    const PosterGrid *posters = grid(page);
    EXPECT_TRUE(posters->isVisible());
    EXPECT_GT(posters->model()->rowCount(), 3);
    auto *categories = page->findChild<QListView *>(QStringLiteral("titleCategories"));
    const int all = kanal.vod->movies().categories().rowOf(QStringLiteral("all"));
    EXPECT_EQ(categories->model()->index(all, 0).data(presenters::CategoryListModel::CountRole).toInt(),
              posters->model()->rowCount());
    EXPECT_FALSE(posters->accessibleName().isEmpty());
    EXPECT_FALSE(posters->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().isEmpty());
}

TEST_F(Films, ArrowsWalkTheGridAndBGivesAStar)
{
    PosterGrid *posters = grid(enter("railMovies"));
    EXPECT_TRUE(posters->hasFocus());
    EXPECT_EQ(posters->currentIndex().row(), 0);
    kanal.key(Qt::Key_Right);
    EXPECT_EQ(posters->currentIndex().row(), 1);
    kanal.key(Qt::Key_Down);
    EXPECT_EQ(posters->currentIndex().row(), qMin(1 + posters->columns(), posters->model()->rowCount() - 1));
    kanal.key(Qt::Key_B);
    EXPECT_TRUE(posters->currentIndex().data(TitleListModel::FavouriteRole).toBool());
    kanal.key(Qt::Key_Home);
    kanal.key(Qt::Key_Up);
    EXPECT_EQ(kanal.window->focusWidget()->objectName(), QStringLiteral("titleFilter"));
}

TEST_F(Films, AScreenReaderFindsEveryPosterInTheGrid)
{
    PosterGrid *posters = grid(enter("railMovies"));
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(posters);
    ASSERT_NE(list, nullptr);
    EXPECT_EQ(list->role(), QAccessible::List);
    EXPECT_EQ(list->text(QAccessible::Name), posters->accessibleName());
    ASSERT_EQ(list->childCount(), posters->model()->rowCount());
    kanal.key(Qt::Key_Right);
    QAccessibleInterface *second = list->child(1);
    EXPECT_EQ(second->text(QAccessible::Name), posters->model()->index(1, 0).data(Qt::AccessibleTextRole).toString());
    EXPECT_TRUE(second->state().focused);
    EXPECT_EQ(list->focusChild(), second);
    EXPECT_EQ(list->indexOfChild(second), 1);
    const QPoint at = second->rect().center();
    EXPECT_EQ(list->childAt(at.x(), at.y()), second);
    EXPECT_EQ(list->child(list->childCount()), nullptr);

    kanal.vod->movies().setFilter(posters->model()->index(2, 0).data(TitleListModel::NameRole).toString());
    ASSERT_EQ(list->childCount(), 1);
    EXPECT_EQ(list->child(0)->text(QAccessible::Name),
              posters->model()->index(0, 0).data(Qt::AccessibleTextRole).toString());
}

TEST_F(Films, TheCurrentPosterIsSpoken)
{
    if (!Spoken::isHeard())
        GTEST_SKIP() << "no screen reader's bus";
    const Spoken spoken;
    PosterGrid *posters = grid(enter("railMovies"));
    const QString first = posters->currentIndex().data(Qt::AccessibleTextRole).toString();
    EXPECT_TRUE(waitFor([&] { return spoken.last() == first; })) << spoken.last().toStdString();
    kanal.key(Qt::Key_Right);
    EXPECT_EQ(spoken.last(), posters->model()->index(1, 0).data(Qt::AccessibleTextRole).toString());
}

TEST_F(Films, ADoubleClickOpensTheDetailsAndEscapeComesBackToTheSamePlace)
{
    PosterGrid *posters = grid(enter("railMovies"));
    const QModelIndex index = posters->model()->index(2, 0);
    const QString name = index.data(TitleListModel::NameRole).toString();
    const QPoint at = posters->visualRect(index).center();
    QTest::mouseClick(posters->viewport(), Qt::LeftButton, {}, at);
    EXPECT_FALSE(kanal.sees("detailPage"));
    QTest::mouseDClick(posters->viewport(), Qt::LeftButton, {}, at);
    EXPECT_TRUE(kanal.sees("detailPage"));
    EXPECT_EQ(kanal.vod->title().state().name, name);
    ASSERT_TRUE(waitFor([&] { return !kanal.vod->title().state().loading; }));
    EXPECT_GT(kanal.vod->title().state().durationSeconds, 0) << "only the panel's details tell it";
    EXPECT_FALSE(kanal.vod->title().state().plot.isEmpty());
    kanal.key(Qt::Key_Escape);
    EXPECT_TRUE(posters->isVisible());
    EXPECT_EQ(posters->currentIndex().row(), 2);
    EXPECT_TRUE(posters->hasFocus());
}

TEST_F(Films, PlayingAFilmShowsItsPictureAndStoppingOffersToGoOn)
{
    openFilm(0);
    EXPECT_EQ(kanal.window->focusWidget()->objectName(), QStringLiteral("detailPlay"));
    EXPECT_FALSE(kanal.sees("fromStartButton"));
    kanal.key(Qt::Key_Return);
    EXPECT_TRUE(kanal.seesPictures());
    EXPECT_FALSE(kanal.sees("rail"));
    EXPECT_FALSE(kanal.sees("channelList"));
    EXPECT_TRUE(kanal.sees("pictureBack"));
    ASSERT_TRUE(playsPast(1000));
    ASSERT_GT(kanal.player->view().durationMs, 0);
    kanal.player->seekTo(kanal.player->view().durationMs / 2);
    ASSERT_TRUE(playsPast(kanal.player->view().durationMs / 2 + 300));

    kanal.key(Qt::Key_Escape);
    EXPECT_TRUE(kanal.sees("detailPage"));
    EXPECT_TRUE(kanal.sees("rail"));
    EXPECT_FALSE(kanal.vod->player().isPlaying());
    EXPECT_TRUE(kanal.sees("fromStartButton"));
    EXPECT_TRUE(kanal.sees("detailProgress"));
    const qint64 left = kanal.vod->title().state().resumeMs;
    EXPECT_GE(left, kanal.vod->title().state().durationSeconds * 400);

    kanal.click("detailPlay");
    ASSERT_TRUE(waitFor([&] { return kanal.player->view().positionMs > 0; }));
    EXPECT_GE(kanal.player->view().positionMs, left - 1500);
    EXPECT_TRUE(kanal.seesPictures());
}

TEST_F(Films, TheBarFollowsTheMouseWhileItIsDraggedAndStaysWhereItIsLetGo)
{
    openFilm(0);
    kanal.click("detailPlay");
    ASSERT_TRUE(playsPast(500));
    kanal.key(Qt::Key_I); // with the controls
    ASSERT_TRUE(kanal.sees("controlBar"));
    auto *bar = kanal.window->findChild<QSlider *>(QStringLiteral("seekSlider"));
    ASSERT_TRUE(bar && bar->isVisible());
    const int y = bar->height() / 2;
    const auto at = [&](double part) { return QPoint(int(bar->width() * part), y); };
    QSignalSpy moved(bar, &QSlider::sliderMoved), released(bar, &QSlider::sliderReleased);
    QTest::mousePress(bar, Qt::LeftButton, {}, at(0.2));
    for (const double part : {0.3, 0.5, 0.7})
        QTest::mouseMove(bar, at(part));
    EXPECT_GE(moved.size(), 3);
    EXPECT_EQ(released.size(), 0);
    EXPECT_NEAR(double(kanal.player->view().positionMs), double(kanal.player->view().durationMs) * 0.7,
                double(kanal.player->view().durationMs) * 0.15)
        << "it is sought while it is dragged";
    QTest::mouseRelease(bar, Qt::LeftButton, {}, at(0.7));
    EXPECT_EQ(released.size(), 1);
    EXPECT_FALSE(bar->isSliderDown());
    const qint64 place = bar->value() * 1000LL;
    ASSERT_TRUE(playsPast(place + 300));
    EXPECT_LT(kanal.player->view().positionMs, place + 4000);
}

TEST_F(Films, AFilmSeenInPartIsAmongThoseToContinueAfterARestart)
{
    openFilm(1);
    const QString name = kanal.vod->title().state().name;
    kanal.click("detailPlay");
    ASSERT_TRUE(playsPast(1000));
    kanal.player->seekTo(kanal.player->view().durationMs / 2);
    ASSERT_TRUE(playsPast(kanal.player->view().durationMs / 2));
    kanal.key(Qt::Key_Backspace);
    EXPECT_TRUE(kanal.sees("detailPage"));
    kanal.reopenWindow();
    enter("railMovies");
    kanal.vod->movies().setCategory(QStringLiteral("recent"));
    TitleListModel &titles = kanal.vod->movies().titles();
    ASSERT_EQ(titles.rowCount(), 1);
    EXPECT_EQ(titles.index(0).data(TitleListModel::NameRole).toString(), name);
    EXPECT_GT(titles.index(0).data(TitleListModel::ProgressRole).toDouble(), 0.3);
}

TEST_F(Films, SortFilterCategoryAndPlaceSurviveARestart)
{
    QWidget *page = enter("railMovies");
    page->findChild<QAbstractButton *>(QStringLiteral("sortButton"))->click();
    auto *menu = page->findChild<QMenu *>(QStringLiteral("sortMenu"));
    ASSERT_NE(menu, nullptr);
    menu->actions().at(2)->trigger(); // by name
    menu->close();
    ASSERT_TRUE(waitFor([&] { return !kanal.vod->movies().state().sorting; }));
    TitleListModel &titles = kanal.vod->movies().titles();
    for (int row = 1; row < titles.rowCount(); ++row)
        EXPECT_LE(titles.index(row - 1).data(TitleListModel::NameRole).toString().toLower(),
                  titles.index(row).data(TitleListModel::NameRole).toString().toLower());
    const QString last = id(titles.index(titles.rowCount() - 1));
    grid(page)->reveal(last);

    kanal.reopenWindow();
    page = enter("railMovies");
    EXPECT_EQ(kanal.vod->movies().state().sort.key, presenters::SortKey::Name);
    ASSERT_TRUE(waitFor([&] { return grid(page)->currentId() == last; }));
    EXPECT_EQ(kanal.vod->movies().titles().rowOf(last), kanal.vod->movies().titles().rowCount() - 1);
}

TEST_F(Films, TypingNarrowsTheGridAndEnterOpensTheFirstHit)
{
    QWidget *page = enter("railMovies");
    const QString name = id(grid(page)->model()->index(3, 0));
    const QString text = grid(page)->model()->index(3, 0).data(TitleListModel::NameRole).toString();
    kanal.key(Qt::Key_F3);
    auto *filter = page->findChild<QLineEdit *>(QStringLiteral("titleFilter"));
    ASSERT_TRUE(filter->hasFocus());
    QTest::keyClicks(filter, text);
    EXPECT_EQ(grid(page)->model()->rowCount(), 1);
    QTest::keyClick(filter, Qt::Key_Return);
    EXPECT_TRUE(kanal.sees("detailPage"));
    EXPECT_EQ(QString::fromStdString(kanal.vod->title().state().key.id), name);
}

TEST_F(Films, WhatMatchesNothingSaysSoAndOneClickClearsIt)
{
    QWidget *page = enter("railMovies");
    const int all = grid(page)->model()->rowCount();
    kanal.vod->movies().setFilter(QStringLiteral("zzzz"));
    EXPECT_FALSE(grid(page)->isVisible());
    auto *clear = page->findChild<QAbstractButton *>(QStringLiteral("clearFilterButton"));
    ASSERT_NE(clear, nullptr);
    clear->click();
    EXPECT_TRUE(grid(page)->isVisible());
    EXPECT_EQ(grid(page)->model()->rowCount(), all);
}

TEST_F(Films, ASeriesShowsItsEpisodesAndNGoesToTheNext)
{
    PosterGrid *posters = grid(enter("railSeries"));
    posters->setCurrentIndex(posters->model()->index(0, 0));
    kanal.key(Qt::Key_Return);
    auto *episodes = kanal.find<QListView>("episodeList");
    ASSERT_TRUE(waitFor([&] { return episodes->model()->rowCount() > 1; }));
    kanal.key(Qt::Key_Down);
    EXPECT_TRUE(episodes->hasFocus());
    const QString first = episodes->currentIndex().data(EpisodeListModel::IdRole).toString();
    kanal.key(Qt::Key_Return);
    EXPECT_TRUE(kanal.seesPictures());
    EXPECT_EQ(QString::fromStdString(kanal.vod->player().playing().id), first);
    kanal.key(Qt::Key_N);
    EXPECT_EQ(QString::fromStdString(kanal.vod->player().playing().id),
              episodes->model()->index(1, 0).data(EpisodeListModel::IdRole).toString());
    EXPECT_TRUE(kanal.seesPictures());
    kanal.key(Qt::Key_N, Qt::ShiftModifier);
    EXPECT_EQ(QString::fromStdString(kanal.vod->player().playing().id), first);
    kanal.key(Qt::Key_MediaNext);
    EXPECT_NE(QString::fromStdString(kanal.vod->player().playing().id), first);
    kanal.key(Qt::Key_MediaPrevious);
    EXPECT_EQ(QString::fromStdString(kanal.vod->player().playing().id), first);
    kanal.key(Qt::Key_MediaPrevious);
    EXPECT_TRUE(kanal.vod->player().isPlaying()) << "there is none before the first";
    EXPECT_TRUE(kanal.live->playingId().isEmpty());
    kanal.key(Qt::Key_Escape);
    EXPECT_TRUE(kanal.sees("detailPage"));
    kanal.key(Qt::Key_Escape);
    EXPECT_TRUE(posters->isVisible());
}

TEST_F(Films, FullScreenOfAFilmLeavesStepByStep)
{
    openFilm(0);
    kanal.click("detailPlay");
    ASSERT_TRUE(kanal.seesPictures());
    kanal.key(Qt::Key_F);
    EXPECT_TRUE(kanal.window->isVideoFullScreen());
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.window->isVideoFullScreen());
    EXPECT_FALSE(kanal.sees("rail")) << "the film goes on";
    EXPECT_TRUE(kanal.vod->player().isPlaying());
    kanal.key(Qt::Key_Escape);
    EXPECT_TRUE(kanal.sees("detailPage"));
}

TEST_F(Films, OverAFilmNothingIsAboutChannels)
{
    openFilm(0);
    kanal.click("detailPlay");
    kanal.key(Qt::Key_Left); // the film cannot be sought in yet
    EXPECT_FALSE(kanal.sees("channelDrawer"));
    ASSERT_TRUE(kanal.seesPictures());
    kanal.key(Qt::Key_C);
    EXPECT_FALSE(kanal.sees("channelDrawer"));
    auto *view = kanal.find("playerView");
    QTest::mouseMove(view, QPoint(40, 40));
    QTest::mouseMove(view, QPoint(60, 60));
    ASSERT_TRUE(waitFor([&] { return kanal.sees("controlBar"); }));
    EXPECT_FALSE(kanal.sees("channelListButton"));
    EXPECT_FALSE(kanal.sees("liveBadge"));
    kanal.key(Qt::Key_I, Qt::ShiftModifier);
    ASSERT_TRUE(kanal.sees("statsOverlay"));
    EXPECT_TRUE(kanal.sees("pictureBack"));
    EXPECT_FALSE(kanal.find("statsOverlay")->geometry().intersects(kanal.find("pictureBack")->geometry()));
    kanal.key(Qt::Key_I, Qt::ShiftModifier);
    kanal.key(Qt::Key_Escape);
    kanal.click("railLive");
    kanal.clickChannel(0);
    kanal.key(Qt::Key_C);
    EXPECT_TRUE(kanal.sees("channelDrawer"));
    kanal.click("railMovies"); // the drawer stays open behind
    openFilm(0);
    kanal.click("detailPlay");
    EXPECT_FALSE(kanal.sees("channelDrawer"));
}

TEST_F(Films, ATitleCanBeOpenedFromAnywhereByItsKey)
{
    kanal.vod->movies().show();
    const QString film = id(kanal.vod->movies().titles().index(1));
    kanal.window->openMovie({kanal.live->account(), EntryKind::Movie, film.toStdString()});
    EXPECT_TRUE(kanal.sees("detailPage"));
    EXPECT_EQ(kanal.find<QAbstractButton>("railMovies")->isChecked(), true);
    kanal.key(Qt::Key_Escape);
    EXPECT_TRUE(kanal.sees("moviesPage"));
}

TEST_F(Films, WhenThePanelIsGoneTheDetailsKeepWhatTheListKnew)
{
    PosterGrid *posters = grid(enter("railSeries"));
    panel->stop();
    posters->setCurrentIndex(posters->model()->index(0, 0));
    kanal.key(Qt::Key_Return);
    ASSERT_TRUE(waitFor([&] { return !kanal.vod->title().state().loading; }));
    EXPECT_TRUE(kanal.vod->title().state().error.has_value());
    EXPECT_FALSE(kanal.vod->title().state().name.isEmpty());
    EXPECT_TRUE(kanal.sees("retryEpisodesButton"));
}

TEST_F(Films, TheLiveListSortsAndFiltersAndRemembersIt)
{
    kanal.live->setSort({presenters::SortKey::Name, true});
    auto *channels = kanal.channels()->model();
    ASSERT_TRUE(waitFor([&] {
        for (int row = 1; row < channels->rowCount(); ++row)
            if (channels->index(row - 1, 0).data().toString().toLower() <
                channels->index(row, 0).data().toString().toLower())
                return false;
        return true;
    }));
    const int all = channels->rowCount();
    kanal.find<QAbstractButton>("archiveChip")->click();
    EXPECT_LT(channels->rowCount(), all);
    kanal.reopenWindow();
    EXPECT_EQ(kanal.live->state().sort, (presenters::ListSort{presenters::SortKey::Name, true}));
    EXPECT_TRUE(kanal.live->state().chips.archive);
    EXPECT_LT(kanal.channels()->model()->rowCount(), all);
}

} // namespace
} // namespace kanal::ui
