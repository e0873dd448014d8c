// SPDX-License-Identifier: MIT
// Lists that are longer than their place: what is seen of them, and where one finds them again.
#include "window_on_panel.h"

#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/search_list_model.h>
#include <kanal/presenters/title_list_model.h>
#include <kanal/presenters/title_list_presenter.h>
#include <ui/poster_grid.h>

#include <QContextMenuEvent>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>

namespace kanal::ui
{
namespace
{

using presenters::CategoryListModel;
using presenters::ListSort;
using presenters::ListState;
using presenters::SortKey;
using presenters::TitleListModel;
using test::Kanal;
using test::waitFor;

/// 300 channels and 300 films, whose number is their id, in 40 categories; the first two have 100 each.
struct LongLists : testing::Test {
    QTemporaryDir answers;
    std::unique_ptr<panel::Panel> panel;
    Kanal kanal;

    void SetUp() override
    {
        writeTo(answers);
        panel = test::startPanel("replay:" + answers.path().toStdString());
        kanal.signIn(*panel);
    }
    static void writeTo(const QTemporaryDir &answers)
    {
        const auto write = [&](const char *action, const QByteArray &items) {
            QFile file(answers.filePath(QLatin1String(action) + QStringLiteral(".json")));
            ASSERT_TRUE(file.open(QIODevice::WriteOnly));
            file.write("[" + items + "]");
        };
        QByteArray categories;
        for (int i = 1; i <= 40; ++i)
            categories += QByteArray(i > 1 ? "," : "") + R"({"category_id":")" + QByteArray::number(i) +
                          R"(","category_name":"Category )" + QByteArray::number(i) + R"("})";
        for (const char *action : {"get_live_categories", "get_vod_categories"})
            write(action, categories);
        for (const char *action : {"get_series_categories", "get_series"})
            write(action, {});
        write("get_live_streams", rows("Channel"));
        write("get_vod_streams", rows("Film"));
    }
    static QByteArray rows(const char *name)
    {
        QByteArray json;
        for (int i = 1; i <= 300; ++i)
            json += QByteArray(i > 1 ? "," : "") + R"({"name":")" + name + ' ' + QByteArray::number(i) + R"(","num":)" +
                    QByteArray::number(i) + R"(,"stream_id":)" + QByteArray::number(i) + R"(,"category_id":")" +
                    QByteArray::number(i <= 200 ? 1 + (i - 1) / 100 : 3 + i % 38) + R"("})";
        return json;
    }

    QListView *categories() const { return kanal.find<QListView>("categoryList"); }
    int categoriesScrolled() const { return categories()->verticalScrollBar()->value(); }
    static bool sees(const QAbstractItemView *list, const QModelIndex &index)
    {
        return index.isValid() && list->viewport()->rect().contains(list->visualRect(index));
    }
    QModelIndex row(const char *id) const
    {
        const auto found = kanal.live->channels().rowOf(QLatin1String(id));
        return found ? kanal.channels()->model()->index(*found, 0) : QModelIndex();
    }
    QString current() const { return kanal.idOf(kanal.channels()->currentIndex()); }
    QString top() const { return kanal.idOf(kanal.channels()->indexAt({1, 1})); }
    PosterGrid *grid() const { return kanal.find<QWidget>("moviesPage")->findChild<PosterGrid *>(); }
    QString topFilm() const
    {
        const QRect area = grid()->viewport()->rect();
        for (int y = 8; y < area.height(); y += 8)
            if (const QModelIndex index = grid()->indexAt({area.center().x(), y}); index.isValid())
                return index.siblingAtRow(index.row() - index.row() % grid()->columns())
                    .data(TitleListModel::IdRole)
                    .toString();
        return {};
    }
    void enterMovies() const
    {
        kanal.click("railMovies");
        ASSERT_TRUE(waitFor([&] { return kanal.vod->movies().state().phase == ListState::Phase::Ready; }));
        ASSERT_TRUE(waitFor([&] { return grid()->verticalScrollBar()->maximum() > 0; }));
        QCoreApplication::processEvents(); // the place is shown
    }
};

TEST_F(LongLists, ThePaneOfCategoriesBeginsAtItsTop)
{
    for (const char *key : {"all", "category:3"}) {
        kanal.live->setCategory(QLatin1String(key));
        kanal.reopenWindow();
        ASSERT_TRUE(waitFor([&] { return categories()->verticalScrollBar()->maximum() > 0; }));
        QCoreApplication::processEvents();
        EXPECT_EQ(categoriesScrolled(), 0) << key;
    }
}

TEST_F(LongLists, ThePaneIsScrolledAsFarAsTheChosenCategoryNeeds)
{
    kanal.live->setCategory(QStringLiteral("category:40"));
    kanal.reopenWindow();
    ASSERT_TRUE(waitFor([&] { return sees(categories(), categories()->currentIndex()); }));
    kanal.live->setCategory(QStringLiteral("all"));
    EXPECT_EQ(categoriesScrolled(), 0);
}

TEST_F(LongLists, WhatComesAboveTheCategoriesIsSeenToCome)
{
    kanal.live->toggleFavourite(QStringLiteral("1"));
    EXPECT_EQ(categoriesScrolled(), 0);
    kanal.live->toggleHidden(QStringLiteral("2"));
    QCoreApplication::processEvents();
    EXPECT_GE(kanal.live->categories().rowOf(QStringLiteral("hidden")), 0);
    EXPECT_EQ(categoriesScrolled(), 0);
}

TEST_F(LongLists, ClearingTheFilterFindsTheCurrentChannelAgain)
{
    kanal.channels()->setCurrentIndex(row("150"));
    kanal.type("filterEdit", QStringLiteral("channel 2"));
    ASSERT_FALSE(row("150").isValid());
    kanal.key(Qt::Key_Escape);
    EXPECT_EQ(current(), QStringLiteral("150"));
    EXPECT_TRUE(sees(kanal.channels(), row("150")));
}

TEST_F(LongLists, ClearingTheFilterShowsWhatPlaysWhereNothingIsCurrent)
{
    kanal.live->play(QStringLiteral("150"));
    kanal.live->setPlace({});
    kanal.type("filterEdit", QStringLiteral("channel 2"));
    kanal.key(Qt::Key_Escape);
    EXPECT_TRUE(sees(kanal.channels(), row("150")));
}

TEST_F(LongLists, WhatWasFoundWithAFilterIsInViewWithoutIt)
{
    kanal.channels()->setCurrentIndex(row("150"));
    kanal.type("filterEdit", QStringLiteral("channel 299"));
    kanal.key(Qt::Key_Down);
    ASSERT_EQ(current(), QStringLiteral("299"));
    kanal.key(Qt::Key_Up); // back into the filter
    kanal.key(Qt::Key_Escape);
    EXPECT_EQ(current(), QStringLiteral("299"));
    EXPECT_TRUE(sees(kanal.channels(), row("299")));
}

TEST_F(LongLists, LeftInTheChannelsGoesToTheCategories)
{
    kanal.channels()->setFocus();
    kanal.channels()->setCurrentIndex(row("2"));
    kanal.key(Qt::Key_Left);
    EXPECT_TRUE(categories()->hasFocus());
    kanal.key(Qt::Key_Right);
    EXPECT_TRUE(kanal.channels()->hasFocus());
    EXPECT_EQ(current(), QStringLiteral("2"));
}

/// Its list is still on the disk, as nobody looked at it since the start, and its order is made only then.
TEST(LongListsOfTwoAccounts, AChannelFoundInTheOtherIsSelectedAndInView)
{
    const QTemporaryDir answers, profile;
    LongLists::writeTo(answers);
    const std::string scenario = "replay:" + answers.path().toStdString();
    const auto first = test::startPanel(scenario), second = test::startPanel(scenario, "other");
    {
        const Kanal before(profile.path().toStdString(), session::SecretPlace::File);
        before.signIn(*first);
        before.window->openLogin({});
        ASSERT_TRUE(waitFor([&] { return before.sees("loginDialog"); }));
        before.signIn(*second, QStringLiteral("Holiday"));
        before.live->setSort({SortKey::Number, true});
        ASSERT_TRUE(waitFor([&] { return before.idOf(before.channel(0)) == QStringLiteral("300"); }));
        before.channels()->verticalScrollBar()->setValue(9000);
        before.live->setPlace(QStringLiteral("20"));
        before.accounts->activate(AccountId{1});
    }
    const Kanal kanal(profile.path().toStdString(), session::SecretPlace::File);
    ASSERT_TRUE(waitFor([&] { return kanal.live->state().phase == ListState::Phase::Ready; }));
    kanal.window->openSearch();
    kanal.key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(kanal.find("searchEdit"), QStringLiteral("channel 250"));
    auto *found = kanal.find<QListView>("searchList");
    const EntryKey wanted{AccountId{2}, EntryKind::Live, "250"};
    const auto rowOf = [&] {
        for (int i = 0; i < kanal.search->results().rowCount(); ++i)
            if (const auto *item = kanal.search->results().item(i); item && item->key == wanted)
                return i;
        return -1;
    };
    ASSERT_TRUE(waitFor([&] { return !kanal.search->state().searching && rowOf() >= 0; }));
    found->setCurrentIndex(found->model()->index(rowOf(), 0));
    kanal.key(Qt::Key_Return);
    ASSERT_TRUE(waitFor([&] { return kanal.live->playingId() == QStringLiteral("250"); }));
    ASSERT_EQ(kanal.live->account(), AccountId{2});
    ASSERT_TRUE(waitFor([&] { return kanal.idOf(kanal.channel(0)) == QStringLiteral("300"); }));
    QCoreApplication::processEvents();
    const QModelIndex current = kanal.channels()->currentIndex();
    EXPECT_EQ(kanal.idOf(current), QStringLiteral("250"));
    EXPECT_TRUE(LongLists::sees(kanal.channels(), current));
}

TEST_F(LongLists, WhereTheChannelsWereScrolledToIsFoundAtTheNextStart)
{
    kanal.channels()->setCurrentIndex(row("7"));
    kanal.channels()->scrollTo(row("120"), QListView::PositionAtTop);
    ASSERT_EQ(top(), QStringLiteral("120"));
    kanal.reopenWindow();
    EXPECT_TRUE(waitFor([&] { return top() == QStringLiteral("120"); })) << top().toStdString();
    EXPECT_EQ(current(), QStringLiteral("7"));
    kanal.reopenWindow();
    EXPECT_TRUE(waitFor([&] { return top() == QStringLiteral("120"); })) << "it does not creep";
}

TEST_F(LongLists, ACategoryThatIsChosenAgainStandsWhereItWasLeft)
{
    kanal.live->setCategory(QStringLiteral("category:1"));
    kanal.channels()->setCurrentIndex(row("30"));
    kanal.channels()->scrollTo(row("60"), QListView::PositionAtTop);
    kanal.live->setCategory(QStringLiteral("category:2"));
    kanal.channels()->setCurrentIndex(row("180"));
    kanal.live->setCategory(QStringLiteral("category:1"));
    EXPECT_EQ(current(), QStringLiteral("30"));
    EXPECT_EQ(top(), QStringLiteral("60"));
    kanal.live->setCategory(QStringLiteral("category:2"));
    EXPECT_EQ(current(), QStringLiteral("180"));
    EXPECT_TRUE(sees(kanal.channels(), row("180")));
}

TEST_F(LongLists, AnotherOrderBeginsWithTheCurrentChannel)
{
    kanal.channels()->setCurrentIndex(row("2"));
    kanal.channels()->scrollTo(row("120"), QListView::PositionAtTop);
    kanal.live->setSort({SortKey::Number, true});
    ASSERT_TRUE(waitFor([&] { return kanal.idOf(kanal.channel(0)) == QStringLiteral("300"); }));
    EXPECT_TRUE(sees(kanal.channels(), row("2")));
}

TEST_F(LongLists, WhereThePostersWereScrolledToIsFoundAtTheNextStart)
{
    enterMovies();
    grid()->setCurrentIndex(grid()->model()->index(3, 0));
    grid()->scrollTo(grid()->model()->index(150, 0), QAbstractItemView::PositionAtTop);
    const QString before = topFilm();
    ASSERT_GT(before.toInt(), 100);
    kanal.reopenWindow();
    enterMovies();
    EXPECT_EQ(topFilm(), before);
    EXPECT_EQ(grid()->currentId(), QStringLiteral("4"));
}

TEST_F(LongLists, PostersOfACategoryThatIsChosenAgainStandWhereTheyWereLeft)
{
    enterMovies();
    auto *pane = kanal.find("moviesPage")->findChild<QListView *>(QStringLiteral("titleCategories"));
    const auto choose = [&](const char *key) {
        pane->setCurrentIndex(pane->model()->index(kanal.vod->movies().categories().rowOf(QLatin1String(key)), 0));
        ASSERT_EQ(kanal.vod->movies().state().categoryKey, QLatin1String(key));
    };
    choose("category:1");
    EXPECT_EQ(grid()->verticalScrollBar()->value(), 0);
    grid()->scrollTo(grid()->model()->index(50, 0), QAbstractItemView::PositionAtTop);
    const QString before = topFilm();
    choose("category:2");
    EXPECT_EQ(grid()->verticalScrollBar()->value(), 0);
    choose("category:1");
    EXPECT_EQ(topFilm(), before);
}

TEST_F(LongLists, TheMenuKeyChoosesTheFirstEntry)
{
    categories()->setCurrentIndex(categories()->model()->index(5, 0));
    for (QListView *list : {categories(), kanal.channels()}) {
        if (list == kanal.channels())
            list->setCurrentIndex(kanal.channel(0));
        list->setFocus();
        const QPoint at = list->rect().center();
        QContextMenuEvent event(QContextMenuEvent::Keyboard, at, list->mapToGlobal(at));
        QCoreApplication::sendEvent(list, &event);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        ASSERT_NE(menu, nullptr);
        ASSERT_NE(menu->activeAction(), nullptr) << list->objectName().toStdString();
        EXPECT_EQ(menu->activeAction(), menu->actions().first());
        menu->close();
    }
}

TEST_F(LongLists, FavouritesAndRecentHaveAnOrderOfTheirOwn)
{
    kanal.live->setSort({SortKey::Name, true});
    for (const char *id : {"5", "3", "8"})
        kanal.live->toggleFavourite(QLatin1String(id));
    kanal.live->setCategory(QStringLiteral("favourites"));
    EXPECT_EQ(kanal.live->state().sort, ListSort{});
    EXPECT_EQ(kanal.idOf(kanal.channel(0)), QStringLiteral("5"));
    kanal.live->setSort({SortKey::Number, false});
    kanal.live->setCategory(QStringLiteral("category:1"));
    EXPECT_EQ(kanal.live->state().sort, (ListSort{SortKey::Name, true}));
    kanal.live->setCategory(QStringLiteral("favourites"));
    EXPECT_EQ(kanal.live->state().sort, (ListSort{SortKey::Number, false}));
    kanal.reopenWindow();
    EXPECT_EQ(kanal.live->state().sort, (ListSort{SortKey::Number, false})) << "at the next start, too";
    EXPECT_TRUE(waitFor([&] { return kanal.idOf(kanal.channel(0)) == QStringLiteral("3"); }));
}

} // namespace
} // namespace kanal::ui
