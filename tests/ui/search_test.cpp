// SPDX-License-Identifier: MIT
// The search box over the window.
#include "painted.h"
#include "spoken.h"
#include "window_on_panel.h"

#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/search_list_model.h>
#include <kanal/presenters/search_presenter.h>
#include <kanal/session/catalogue_sync.h>
#include <ui/theme.h>

#include <QLabel>
#include <QLineEdit>

namespace kanal::ui
{
namespace
{

using presenters::SearchListModel;
using test::Kanal;
using test::Painted;
using test::Spoken;
using test::startPanel;
using test::waitFor;

struct Searching : testing::Test {
    std::unique_ptr<panel::Panel> panel = startPanel();
    Kanal kanal;

    void SetUp() override { kanal.signIn(*panel); }

    void search(const QString &text) const
    {
        QTest::keyClicks(kanal.find("searchEdit"), text);
        ASSERT_TRUE(waitFor([&] { return !kanal.search->state().searching; }));
    }
    QString current() const
    {
        return kanal.find<QListView>("searchList")->currentIndex().data(SearchListModel::NameRole).toString();
    }
    EntryKind currentKind() const
    {
        return kanal.search->results().kindOf(kanal.find<QListView>("searchList")->currentIndex().row());
    }
};

TEST_F(Searching, EveryKeyOfSearchOpensItFromEveryPage)
{
    for (const char *page : {"railLive", "railMovies", "railSettings"}) {
        kanal.click(page);
        QTest::keyClick(kanal.window.get(), Qt::Key_K, Qt::ControlModifier);
        EXPECT_TRUE(kanal.sees("searchPanel")) << page;
        EXPECT_TRUE(kanal.find<QLineEdit>("searchEdit")->hasFocus()) << page;
        kanal.key(Qt::Key_Escape);
        EXPECT_FALSE(kanal.sees("searchPanel")) << page;
    }
    kanal.click("railLive");
    kanal.channels()->setFocus();
    kanal.key(Qt::Key_Slash);
    EXPECT_TRUE(kanal.sees("searchPanel"));
    kanal.key(Qt::Key_Escape);
    EXPECT_TRUE(kanal.channels()->hasFocus()) << "the focus is where it was";
    kanal.click("searchButton");
    EXPECT_TRUE(kanal.sees("searchPanel"));
}

TEST_F(Searching, EnterPlaysTheBestChannelWhateverTheListShows)
{
    const QString wanted = kanal.channel(2).data(presenters::ChannelListModel::NameRole).toString();
    const QString id = kanal.idOf(kanal.channel(2));
    kanal.live->setCategory(QStringLiteral("favourites"));
    QTest::keyClick(kanal.window.get(), Qt::Key_F, Qt::ControlModifier);
    search(wanted);
    EXPECT_EQ(current(), wanted);
    kanal.key(Qt::Key_Return);
    EXPECT_FALSE(kanal.sees("searchPanel"));
    EXPECT_EQ(kanal.live->playingId(), id);
    EXPECT_EQ(kanal.live->state().categoryKey, QStringLiteral("all"));
    EXPECT_TRUE(kanal.seesPictures());
}

TEST_F(Searching, EnterRightAfterTheLastLetterWaitsForItsAnswer)
{
    const QString wanted = kanal.channel(2).data(presenters::ChannelListModel::NameRole).toString();
    const QString id = kanal.idOf(kanal.channel(2));
    kanal.window->openSearch();
    search(kanal.channel(0).data(presenters::ChannelListModel::NameRole).toString());
    auto *edit = kanal.find<QLineEdit>("searchEdit");
    edit->selectAll();
    QTest::keyClicks(edit, wanted);
    QTest::keyClick(edit, Qt::Key_Return);
    EXPECT_TRUE(kanal.live->playingId().isEmpty()) << "nothing of the answer before";
    ASSERT_TRUE(waitFor([&] { return !kanal.sees("searchPanel"); }));
    EXPECT_EQ(kanal.live->playingId(), id);
}

TEST_F(Searching, AnyKeyAfterEnterTakesItBack)
{
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_E, Qt::Key_Escape}) {
        kanal.window->openSearch();
        auto *edit = kanal.find<QLineEdit>("searchEdit");
        QTest::keyClicks(edit, QStringLiteral("n"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTest::keyClick(edit, key);
        ASSERT_TRUE(waitFor([&] { return !kanal.search->state().searching; }));
        EXPECT_TRUE(kanal.live->playingId().isEmpty());
        EXPECT_EQ(kanal.sees("searchPanel"), key != Qt::Key_Escape);
        QTest::keyClick(edit, Qt::Key_Escape);
    }
}

TEST_F(Searching, WhatIsChosenStaysChosenWhenAListIsRefreshed)
{
    kanal.window->openSearch();
    search(QStringLiteral("e"));
    kanal.key(Qt::Key_Down);
    kanal.key(Qt::Key_Down);
    const QString third = current();
    Q_EMIT kanal.services().sync().catalogueChanged(AccountId{1}, EntryKind::Live);
    ASSERT_TRUE(kanal.search->state().searching);
    ASSERT_TRUE(waitFor([&] { return !kanal.search->state().searching; }));
    EXPECT_EQ(current(), third);
    kanal.key(Qt::Key_Down);
    const QString fourth = current();
    Q_EMIT kanal.services().sync().catalogueChanged(AccountId{1}, EntryKind::Live);
    kanal.key(Qt::Key_Return);
    ASSERT_TRUE(waitFor([&] { return !kanal.live->playingId().isEmpty(); }));
    EXPECT_EQ(kanal.player->view().now.title, fourth) << "also with Enter before the answer";
}

TEST_F(Searching, ArrowsWalkAcrossGroupsAndTabJumpsToTheNext)
{
    QTest::keyClick(kanal.window.get(), Qt::Key_K, Qt::ControlModifier);
    search(QStringLiteral("e"));
    SearchListModel &model = kanal.search->results();
    ASSERT_EQ(currentKind(), EntryKind::Live);
    kanal.key(Qt::Key_Tab);
    EXPECT_EQ(currentKind(), EntryKind::Movie);
    kanal.key(Qt::Key_Up);
    EXPECT_EQ(currentKind(), EntryKind::Live);
    kanal.key(Qt::Key_Down);
    EXPECT_EQ(currentKind(), EntryKind::Movie);
    kanal.key(Qt::Key_Backtab);
    EXPECT_EQ(currentKind(), EntryKind::Live);
    const int before = model.rowCount();
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.typeOf(row) == SearchListModel::RowType::More) {
            kanal.find<QListView>("searchList")->setCurrentIndex(model.index(row, 0));
            kanal.key(Qt::Key_Return);
            EXPECT_GT(model.rowCount(), before);
            EXPECT_TRUE(kanal.sees("searchPanel"));
            return;
        }
    FAIL() << "no group has more rows";
}

TEST_F(Searching, WhatEnterOpensIsMarked)
{
    kanal.window->openSearch();
    search(QStringLiteral("e"));
    auto *list = kanal.find<QListView>("searchList");
    const QRect chosen = list->visualRect(list->currentIndex());
    const QImage image = list->viewport()->grab().toImage();
    const Tokens tokens = Tokens::of(list->palette());
    EXPECT_EQ(image.pixelColor(chosen.left() + 5, chosen.center().y()), tokens.accent);
    EXPECT_NE(image.pixelColor(chosen.left() + 5, chosen.center().y() + chosen.height()), tokens.accent);
    // Apart from the box it lies in, more than a row under the mouse is.
    EXPECT_GT(contrast(image.pixelColor(chosen.left() + 11, chosen.top() + 8), tokens.raised), 1.2);
}

TEST_F(Searching, EnterOnAFilmOpensItsPage)
{
    QTest::keyClick(kanal.window.get(), Qt::Key_K, Qt::ControlModifier);
    search(QStringLiteral("e"));
    kanal.key(Qt::Key_Tab);
    const QString name = current();
    ASSERT_EQ(currentKind(), EntryKind::Movie);
    kanal.key(Qt::Key_Return);
    EXPECT_FALSE(kanal.sees("searchPanel"));
    EXPECT_TRUE(kanal.sees("detailPage"));
}

TEST_F(Searching, NothingFoundSaysSoAndAClickElsewhereCloses)
{
    QTest::keyClick(kanal.window.get(), Qt::Key_K, Qt::ControlModifier);
    search(QStringLiteral("no such thing anywhere"));
    EXPECT_TRUE(kanal.sees("searchEmpty"));
    EXPECT_FALSE(kanal.sees("searchList"));
    kanal.key(Qt::Key_Return);
    EXPECT_TRUE(kanal.sees("searchPanel"));
    kanal.channels()->setFocus(Qt::MouseFocusReason);
    EXPECT_FALSE(kanal.sees("searchPanel"));
}

TEST_F(Searching, AKeyPaintsTheBoxAndNothingBehindIt)
{
    kanal.window->openSearch();
    search(QStringLiteral("n"));
    Painted list(*kanal.find<QListView>("searchList")->viewport());
    ASSERT_TRUE(waitFor([&] { return !list.region.isEmpty(); }));
    Painted edit(*kanal.find("searchEdit")), behind(*kanal.channels()->viewport());
    list.region = {};
    search(QStringLiteral("e"));
    ASSERT_TRUE(waitFor([&] { return !list.region.isEmpty() && !edit.region.isEmpty(); }));
    EXPECT_TRUE(behind.region.isEmpty());
}

TEST_F(Searching, AllAccountsIsOneKeyAway)
{
    QTest::keyClick(kanal.window.get(), Qt::Key_K, Qt::ControlModifier);
    EXPECT_FALSE(kanal.find<QLabel>("searchKeys")->text().contains(QStringLiteral("accounts")));
    kanal.key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(kanal.search->state().scope, presenters::SearchScope::ThisAccount) << "there is one only";
    kanal.key(Qt::Key_Escape);

    const auto second = startPanel({}, "other");
    kanal.window->openLogin({});
    ASSERT_TRUE(waitFor([&] { return kanal.sees("loginDialog"); }));
    kanal.signIn(*second, QStringLiteral("Holiday"));
    ASSERT_TRUE(waitFor([&] { return !kanal.sees("loginDialog"); }));
    kanal.window->openSearch();
    EXPECT_TRUE(kanal.find<QLabel>("searchKeys")->text().contains(QStringLiteral("accounts")));
    kanal.key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(kanal.search->state().scope, presenters::SearchScope::AllAccounts);
    EXPECT_EQ(kanal.window->focusWidget(), kanal.find("searchEdit"));
}

TEST_F(Searching, NothingFoundHereOffersTheOtherAccounts)
{
    kanal.window->openSearch();
    search(QStringLiteral("no such thing"));
    EXPECT_FALSE(kanal.sees("searchElsewhereButton")) << "there is one account only";
    kanal.key(Qt::Key_Escape);

    const auto second = startPanel({}, "other");
    kanal.window->openLogin({});
    ASSERT_TRUE(waitFor([&] { return kanal.sees("loginDialog"); }));
    kanal.signIn(*second, QStringLiteral("Holiday"));
    ASSERT_TRUE(waitFor([&] { return !kanal.sees("loginDialog"); }));
    kanal.window->openSearch();
    EXPECT_FALSE(kanal.sees("searchElsewhereButton")) << "nothing was asked for";
    search(QStringLiteral("no such thing"));
    ASSERT_TRUE(kanal.sees("searchElsewhereButton"));
    EXPECT_TRUE(kanal.find<QLabel>("searchEmpty")->text().contains(QStringLiteral("in this account")));
    kanal.click("searchElsewhereButton");
    EXPECT_EQ(kanal.search->state().scope, presenters::SearchScope::AllAccounts);
    EXPECT_EQ(kanal.window->focusWidget(), kanal.find("searchEdit"));
    ASSERT_TRUE(waitFor([&] { return !kanal.search->state().searching; }));
    EXPECT_FALSE(kanal.sees("searchElsewhereButton")) << "they have been asked";
    EXPECT_TRUE(kanal.sees("searchEmpty"));
}

TEST_F(Searching, WhatIsChosenIsSpoken)
{
    if (!Spoken::isHeard())
        GTEST_SKIP() << "no screen reader's bus";
    const Spoken spoken;
    QTest::keyClick(kanal.window.get(), Qt::Key_K, Qt::ControlModifier);
    search(QStringLiteral("e"));
    EXPECT_TRUE(spoken.last().contains(current())) << spoken.last().toStdString();
    const QString before = current();
    kanal.key(Qt::Key_Down);
    ASSERT_NE(current(), before);
    EXPECT_TRUE(spoken.last().contains(current())) << spoken.last().toStdString();
}

TEST_F(Searching, ItLiesOverAFullScreenPicture)
{
    kanal.clickChannel(0);
    ASSERT_TRUE(kanal.seesPictures());
    kanal.key(Qt::Key_F);
    ASSERT_TRUE(kanal.window->isVideoFullScreen());
    EXPECT_FALSE(kanal.sees("searchButton"));
    QTest::keyClick(kanal.window.get(), Qt::Key_K, Qt::ControlModifier);
    EXPECT_TRUE(kanal.sees("searchPanel"));
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.sees("searchPanel"));
    EXPECT_TRUE(kanal.window->isVideoFullScreen()) << "one layer at a time";
}

} // namespace
} // namespace kanal::ui
