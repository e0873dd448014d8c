// SPDX-License-Identifier: MIT
// Refreshes through the window: what is new is marked and listed, what vanished is asked about, what runs is cancelled.
#include "window_on_panel.h"

#include <kanal/presenters/settings.h>
#include <kanal/presenters/title_list_model.h>
#include <kanal/presenters/title_list_presenter.h>
#include <ui/poster_grid.h>
#include <ui/theme.h>

#include <QAbstractButton>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QScrollBar>
#include <QTreeView>

namespace kanal::ui
{
namespace
{

using presenters::ChannelListModel;
using presenters::ListState;
using test::Kanal;
using test::waitFor;

/// How often a widget is painted.
class Paints : public QObject
{
public:
    explicit Paints(QWidget *watched)
        : QObject(watched)
    {
        QCoreApplication::processEvents(); // what is still to be painted
        watched->installEventFilter(this);
    }
    int count = 0;

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        count += event->type() == QEvent::Paint;
        return QObject::eventFilter(watched, event);
    }
};

/// A panel whose lists the test writes: entries are numbered.
struct Refreshes : testing::Test {
    QTemporaryDir answers;
    std::unique_ptr<panel::Panel> panel;
    Kanal kanal;

    void SetUp() override
    {
        write("get_live_categories", R"([{"category_id":"1","category_name":"News"}])");
        write("get_vod_categories", R"([{"category_id":"1","category_name":"Drama"}])");
        write("get_series_categories", "[]");
        write("get_series", "[]");
        setChannels(1, 10);
        setFilms(1, 10);
        panel = test::startPanel("replay:" + answers.path().toStdString());
        kanal.signIn(*panel);
    }

    void write(const char *action, const QByteArray &json) const
    {
        QFile file(answers.filePath(QLatin1String(action) + QStringLiteral(".json")));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(json);
    }
    void setList(const char *action, const char *name, int from, int to) const
    {
        QByteArray json = "[";
        for (int i = from; i < to; ++i)
            json += QByteArray(i > from ? "," : "") + R"({"name":")" + name + ' ' + QByteArray::number(i) +
                    R"(","num":)" + QByteArray::number(i) + R"(,"stream_id":)" + QByteArray::number(i) +
                    R"(,"category_id":"1"})";
        write(action, json + "]");
    }
    void setChannels(int from, int to) const { setList("get_live_streams", "Channel", from, to); }
    void setFilms(int from, int to) const { setList("get_vod_streams", "Film", from, to); }

    void refresh() const
    {
        kanal.click("refreshButton");
        ASSERT_TRUE(waitFor([&] { return !kanal.live->state().refreshing; }));
    }
    QString notice() const { return kanal.find<QLabel>("listStatus")->text(); }
    QTreeView *report() const
    {
        EXPECT_TRUE(waitFor([&] { return kanal.sees("refreshReportTree"); }));
        return kanal.find<QTreeView>("refreshReportTree");
    }
    QModelIndex inReport(const QString &text) const
    {
        auto *model = report()->model();
        const auto found = model->match(model->index(0, 0), Qt::DisplayRole, text, 1,
                                        Qt::MatchExactly | Qt::MatchRecursive | Qt::MatchWrap);
        EXPECT_FALSE(found.isEmpty()) << text.toStdString();
        return found.isEmpty() ? QModelIndex() : found.front();
    }
};

TEST_F(Refreshes, WhatIsNewIsMarkedAndItsChipShowsOnlyThat)
{
    EXPECT_FALSE(kanal.sees("newChip")) << "of a first list nothing is new";
    setChannels(1, 12);
    refresh();
    ASSERT_TRUE(waitFor([&] { return kanal.sees("newChip"); }));
    EXPECT_FALSE(kanal.channel(0).data(ChannelListModel::NewRole).toBool());
    EXPECT_TRUE(kanal.channel(9).data(ChannelListModel::NewRole).toBool());
    EXPECT_TRUE(kanal.channel(9).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("new")));
    kanal.click("newChip");
    EXPECT_EQ(kanal.live->state().shown, 2);
    kanal.reopenWindow();
    ASSERT_TRUE(waitFor([&] { return kanal.live->state().shown == 2; }));
    EXPECT_TRUE(kanal.find<QAbstractButton>("newChip")->isChecked());
    EXPECT_TRUE(kanal.sees("newChip"));
}

TEST_F(Refreshes, ARefreshMovesNothingUnderTheEyes)
{
    setChannels(1, 200);
    refresh();
    QListView *list = kanal.channels();
    list->setFocus();
    list->setCurrentIndex(kanal.channel(20));
    list->scrollTo(kanal.channel(20), QListView::PositionAtTop);
    const int scrolled = list->verticalScrollBar()->value();
    setChannels(1, 210);
    refresh();
    ASSERT_EQ(kanal.live->state().shown, 209);
    EXPECT_EQ(list->currentIndex(), kanal.channel(20));
    EXPECT_EQ(list->verticalScrollBar()->value(), scrolled);
    list->verticalScrollBar()->setValue(0); // looking elsewhere
    setChannels(1, 220);
    refresh();
    EXPECT_EQ(list->currentIndex(), kanal.channel(20));
    EXPECT_EQ(list->verticalScrollBar()->value(), 0);
}

TEST_F(Refreshes, MarksHaveTheRowsInViewPaintedAndNoOthers)
{
    setChannels(1, 200);
    refresh();
    auto *model = kanal.channels()->model();
    auto *paints = new Paints(kanal.channels()->viewport());
    Q_EMIT model->dataChanged(model->index(100, 0), model->index(198, 0), {ChannelListModel::NewRole});
    QCoreApplication::processEvents();
    EXPECT_EQ(paints->count, 0);
    Q_EMIT model->dataChanged(model->index(0, 0), model->index(198, 0), {ChannelListModel::NewRole});
    EXPECT_TRUE(waitFor([&] { return paints->count > 0; }));
}

TEST_F(Refreshes, TheRefreshKeyFetchesTheListThatIsSeen)
{
    setChannels(1, 14);
    kanal.key(Qt::Key_R, Qt::ControlModifier);
    EXPECT_TRUE(waitFor([&] { return kanal.live->state().shown == 13 && !kanal.live->state().refreshing; }));
}

TEST_F(Refreshes, HowOftenListsAreRefreshedIsChosenInTheSettingsAndKept)
{
    kanal.click("railSettings");
    auto *box = kanal.find<QComboBox>("refreshCombo");
    ASSERT_TRUE(waitFor([&] { return box->isVisible(); }));
    box->setFocus();
    QTest::keyClick(box, Qt::Key_End);
    EXPECT_EQ(box->currentData().toInt(), 0);
    EXPECT_EQ(kanal.live->settings().get(presenters::settings::kRefreshHours), 0);
    kanal.reopenWindow();
    kanal.click("railSettings");
    EXPECT_EQ(kanal.find<QComboBox>("refreshCombo")->currentData().toInt(), 0);
    QTest::keyClick(kanal.find("refreshCombo"), Qt::Key_Home);
    EXPECT_EQ(kanal.live->settings().get(presenters::settings::kRefreshHours), presenters::settings::kRefreshAtStart);
    kanal.reopenWindow();
    EXPECT_TRUE(kanal.live->state().refreshing) << "at every start";
    EXPECT_TRUE(waitFor([&] { return !kanal.live->state().refreshing; }));
}

TEST_F(Refreshes, ARefreshMovesNoPosterUnderTheEyes)
{
    setFilms(1, 200);
    refresh();
    kanal.click("railMovies");
    auto *page = kanal.find("moviesPage");
    auto *grid = page->findChild<PosterGrid *>();
    ASSERT_TRUE(waitFor([&] { return kanal.vod->movies().state().shown == 199; }));
    QCoreApplication::processEvents(); // the place of last time was shown
    grid->setCurrentIndex(grid->model()->index(90, 0));
    const int scrolled = grid->verticalScrollBar()->value();
    ASSERT_GT(scrolled, 0);
    const auto refreshFilms = [&](int to) {
        setFilms(1, to);
        kanal.key(Qt::Key_R, Qt::ControlModifier);
        ASSERT_TRUE(waitFor(
            [&] { return kanal.vod->movies().state().shown == to - 1 && !kanal.vod->movies().state().refreshing; }));
    };
    refreshFilms(210);
    EXPECT_EQ(grid->currentIndex().row(), 90);
    EXPECT_EQ(grid->verticalScrollBar()->value(), scrolled);
    grid->verticalScrollBar()->setValue(40); // looking elsewhere
    refreshFilms(220);
    EXPECT_EQ(grid->currentIndex().row(), 90);
    EXPECT_EQ(grid->verticalScrollBar()->value(), 40);
}

TEST_F(Refreshes, TakingAStarAwayAmongTheFavouritesLeavesTheGridWhereItIs)
{
    setFilms(1, 200);
    refresh();
    kanal.click("railMovies");
    auto *grid = kanal.find("moviesPage")->findChild<PosterGrid *>();
    ASSERT_TRUE(waitFor([&] { return kanal.vod->movies().state().shown == 199; }));
    QCoreApplication::processEvents();
    for (int i = 1; i < 120; ++i)
        kanal.vod->movies().toggleFavourite(QString::number(i));
    kanal.vod->movies().setCategory(QStringLiteral("favourites"));
    grid->setFocus();
    grid->setCurrentIndex(grid->model()->index(60, 0));
    const int scrolled = grid->verticalScrollBar()->value();
    ASSERT_GT(scrolled, 0);
    kanal.key(Qt::Key_B);
    ASSERT_EQ(grid->model()->rowCount(), 118);
    EXPECT_EQ(grid->verticalScrollBar()->value(), scrolled);
    EXPECT_EQ(grid->currentIndex().row(), 60) << "the next one took its place";
}

TEST_F(Refreshes, TheListComesBackToItsPlaceAfterARestart)
{
    setChannels(1, 200);
    refresh();
    kanal.channels()->setCurrentIndex(kanal.channel(150));
    kanal.reopenWindow();
    QListView *list = kanal.channels();
    ASSERT_TRUE(waitFor([&] { return list->currentIndex() == kanal.channel(150); }));
    EXPECT_TRUE(waitFor([&] { return list->viewport()->rect().contains(list->visualRect(kanal.channel(150))); }));
    kanal.live->setCategory(QStringLiteral("favourites"));
    kanal.live->setCategory(QStringLiteral("all"));
    EXPECT_EQ(list->currentIndex(), kanal.channel(150)) << "another list in between";
}

TEST_F(Refreshes, TheMarkIsPainted)
{
    setChannels(0, 10);
    refresh();
    ASSERT_TRUE(waitFor([&] { return kanal.sees("newChip"); }));
    QListView *list = kanal.channels();
    list->setCurrentIndex({});
    const auto accents = [&](int row) {
        const QRect box = list->visualRect(kanal.channel(row));
        const QImage shot = list->viewport()->grab(box).toImage();
        const QRgb accent = list->palette().color(QPalette::Highlight).rgb();
        int count = 0;
        for (int y = 0; y < shot.height(); ++y)
            for (int x = shot.width() / 2; x < shot.width(); ++x)
                count += shot.pixel(x, y) == accent;
        return count;
    };
    EXPECT_GT(accents(0), 50);
    EXPECT_EQ(accents(3), 0);
}

TEST_F(Refreshes, NewsDoNotPushAwayANoticeThatWaitsToBeRead)
{
    const QString damaged = QStringLiteral("The favourites were damaged.");
    kanal.live->showNotice(damaged);
    setChannels(1, 12);
    refresh();
    EXPECT_TRUE(notice().contains(damaged)) << notice().toStdString();
    kanal.click("dismissButton");
    EXPECT_FALSE(notice().contains(damaged));
    setChannels(1, 14);
    refresh();
    EXPECT_TRUE(notice().contains(QStringLiteral("2 new"))) << notice().toStdString();
}

TEST_F(Refreshes, TheNoticeLeadsToWhatChangedAndEnterOpensIt)
{
    setChannels(2, 12);
    setFilms(1, 11);
    refresh();
    EXPECT_TRUE(notice().contains(QStringLiteral("3 new, 1 gone"))) << notice().toStdString();
    kanal.click("reportButton");
    QTreeView *tree = report();
    EXPECT_TRUE(kanal.sees("refreshReport"));
    ASSERT_TRUE(inReport(QStringLiteral("Channels: 2 new, 1 gone")).isValid());
    EXPECT_FALSE(kanal.find<QAbstractButton>("openEntryButton")->isEnabled());
    tree->setCurrentIndex(inReport(QStringLiteral("Channel 1")));
    EXPECT_FALSE(kanal.find<QAbstractButton>("openEntryButton")->isEnabled()) << "it is gone";
    tree->setCurrentIndex(inReport(QStringLiteral("Channel 11")));
    EXPECT_TRUE(kanal.find<QAbstractButton>("openEntryButton")->isEnabled());
    QTest::keyClick(tree, Qt::Key_Return);
    EXPECT_FALSE(kanal.sees("refreshReport"));
    EXPECT_EQ(kanal.live->playingId(), QStringLiteral("11"));
}

TEST_F(Refreshes, AKeyOpensTheReportAndAFilmOfItShowsItsPage)
{
    setFilms(1, 11);
    refresh();
    kanal.key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTreeView *tree = report();
    tree->setCurrentIndex(inReport(QStringLiteral("Film 10")));
    QTest::keyClick(tree, Qt::Key_Return);
    EXPECT_TRUE(waitFor([&] { return kanal.sees("detailPage"); }));
}

TEST_F(Refreshes, TheReportShowsTheOldAndTheNewNameBelowEachOther)
{
    setList("get_live_streams", "UK: A channel of many words HD (L)", 1, 10);
    refresh();
    setList("get_live_streams", "UK: A channel of many words HD", 1, 11);
    refresh();
    kanal.key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTreeView *tree = report();
    const QModelIndex added = inReport(QStringLiteral("UK: A channel of many words HD 10"));
    const QModelIndex renamed =
        inReport(QStringLiteral("UK: A channel of many words HD (L) 3 → UK: A channel of many words HD 3"));
    tree->scrollTo(renamed);
    tree->setCurrentIndex(renamed);
    const QRect row = tree->visualRect(renamed);
    EXPECT_GT(row.height(), tree->visualRect(added).height() * 3 / 2);
    const QImage image = tree->viewport()->grab().toImage();
    const QColor selected = Tokens::of(tree->palette()).selected();
    EXPECT_EQ(image.pixelColor(row.left() + 2, row.top() + 2), selected);
    EXPECT_EQ(image.pixelColor(row.left() + 2, row.bottom() - 2), selected) << "one colour from top to bottom";
    EXPECT_EQ(image.pixelColor(2, row.center().y()), selected) << "from edge to edge";
    EXPECT_EQ(image.pixelColor(image.width() - 3, row.center().y()), selected);
}

TEST_F(Refreshes, WithoutAnyChangeTheReportSaysSo)
{
    kanal.key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(waitFor([&] { return kanal.sees("reportEmpty") && !kanal.sees("refreshReportTree"); }));
    EXPECT_TRUE(waitFor(
        [&] { return kanal.find<QLabel>("reportEmpty")->text().startsWith(QStringLiteral("Nothing changed")); }));
}

TEST_F(Refreshes, FilmsThatVanishedAreAskedAboutOnTheirPageAndKept)
{
    setFilms(0, 0);
    refresh();
    kanal.click("railMovies");
    auto *page = kanal.find("moviesPage");
    const auto button = [&](const char *name) { return page->findChild<QAbstractButton *>(QLatin1String(name)); };
    ASSERT_TRUE(waitFor([&] { return kanal.vod->movies().state().canBelieve; }));
    EXPECT_TRUE(page->findChild<QLabel *>(QStringLiteral("listStatus"))
                    ->text()
                    .startsWith(QStringLiteral("The panel now lists 0 films; it had 9.")));
    ASSERT_TRUE(button("keepButton")->isVisible());
    ASSERT_TRUE(button("believeButton")->isVisible());
    QTest::mouseClick(button("keepButton"), Qt::LeftButton);
    EXPECT_FALSE(button("keepButton")->isVisible());
    EXPECT_EQ(kanal.vod->movies().state().shown, 9);
}

TEST_F(Refreshes, ChannelsThatVanishedAreRemovedWithoutAskingThePanelAgain)
{
    setChannels(1, 3);
    refresh();
    ASSERT_EQ(kanal.live->state().shown, 9);
    ASSERT_TRUE(kanal.sees("believeButton"));
    EXPECT_FALSE(kanal.sees("dismissButton")) << "it wants an answer";
    const int asked = panel->counters().apiCalls;
    kanal.click("believeButton");
    ASSERT_TRUE(waitFor([&] { return kanal.live->state().shown == 2 && !kanal.live->state().refreshing; }));
    EXPECT_EQ(panel->counters().apiCalls, asked);
    EXPECT_FALSE(kanal.sees("believeButton"));
    EXPECT_TRUE(kanal.sees("reportButton"));
}

TEST_F(Refreshes, CancelEndsARefreshAndLeavesTheList)
{
    setChannels(1, 30);
    EXPECT_FALSE(kanal.sees("cancelRefreshButton"));
    kanal.click("refreshButton");
    ASSERT_TRUE(kanal.sees("cancelRefreshButton"));
    kanal.click("cancelRefreshButton");
    ASSERT_TRUE(waitFor([&] { return !kanal.live->state().refreshing; }));
    EXPECT_EQ(kanal.live->state().shown, 9);
    EXPECT_FALSE(kanal.sees("cancelRefreshButton"));
    EXPECT_FALSE(kanal.live->state().error.has_value());
    refresh();
    EXPECT_EQ(kanal.live->state().shown, 29) << "the next one works";
}

} // namespace
} // namespace kanal::ui
