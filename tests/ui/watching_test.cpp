// SPDX-License-Identifier: MIT
// Watching through the window: what is chosen in lists and by keys.
#include "watching_fixture.h"

#include <ui/channel_delegate.h>
#include <ui/elided_text.h>
#include <ui/overlays.h>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>

namespace kanal::ui
{
namespace
{

using presenters::ChannelListModel;
using test::Kanal;

using Watching = test::WatchingFixture;

TEST_F(Watching, OneClickPlaysAndSaysWhatComesBeforeThePicture)
{
    kanal.clickChannel(0);
    const QString name = kanal.channel(0).data(ChannelListModel::NameRole).toString();
    EXPECT_TRUE(kanal.sees("zapOverlay"));
    EXPECT_EQ(kanal.find<ZapOverlay>("zapOverlay")->title(), name);
    EXPECT_EQ(kanal.find<ElidedText>("nowTitle")->text(), name);
    EXPECT_TRUE(kanal.find("nowTitle")->toolTip().contains(name.toHtmlEscaped()));
    EXPECT_TRUE(kanal.window->windowTitle().startsWith(name));
    EXPECT_TRUE(kanal.seesPictures());
    EXPECT_TRUE(kanal.video->currentFrame());
    EXPECT_TRUE(kanal.channel(0).data(ChannelListModel::PlayingRole).toBool());
    EXPECT_FALSE(kanal.sees("standIn"));
}

TEST_F(Watching, ArrowsZapOnceThePictureHasTheFocus)
{
    play(0);
    kanal.key(Qt::Key_Down);
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(1)));
    EXPECT_EQ(kanal.channels()->currentIndex(), kanal.channel(1)) << "the list follows";
    EXPECT_TRUE(kanal.seesPictures());
    kanal.key(Qt::Key_Up);
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(0)));
    kanal.key(Qt::Key_Backspace);
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(1))) << "the channel before";
    kanal.key(Qt::Key_MediaPrevious);
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(0)));
    kanal.key(Qt::Key_MediaNext);
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(1)));
}

TEST_F(Watching, ArrowsOnlyMoveInTheListAndEnterPlays)
{
    kanal.channels()->setFocus();
    kanal.channels()->setCurrentIndex(kanal.channel(0));
    kanal.key(Qt::Key_Down);
    EXPECT_EQ(kanal.channels()->currentIndex(), kanal.channel(1));
    EXPECT_TRUE(playing().isEmpty());
    kanal.key(Qt::Key_Return);
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(1)));
}

TEST_F(Watching, TheKeyOfFavouritesMarksTheRowWhileTheListHasTheFocusElseWhatPlays)
{
    const auto isFavourite = [&](int nth) { return kanal.channel(nth).data(ChannelListModel::FavouriteRole).toBool(); };
    play(0);
    kanal.channels()->setFocus();
    kanal.channels()->setCurrentIndex(kanal.channel(2));
    kanal.key(Qt::Key_B);
    EXPECT_TRUE(isFavourite(2));
    EXPECT_FALSE(isFavourite(0));
    kanal.key(Qt::Key_D, Qt::ControlModifier);
    EXPECT_FALSE(isFavourite(2));
    kanal.find("playerView")->setFocus();
    kanal.key(Qt::Key_B);
    EXPECT_TRUE(isFavourite(0));
    EXPECT_FALSE(isFavourite(2));
    kanal.key(Qt::Key_C); // the list over the picture is one, too
    ASSERT_TRUE(kanal.find("drawerList")->hasFocus());
    kanal.key(Qt::Key_Down);
    kanal.key(Qt::Key_B);
    EXPECT_TRUE(isFavourite(1));
    EXPECT_TRUE(isFavourite(0));
}

TEST_F(Watching, AStartWithAChannelSaysWhichAndShowsIt)
{
    kanal.reopenWindow(Kanal::Start::WithChannel);
    EXPECT_FALSE(playing().isEmpty());
    EXPECT_TRUE(kanal.sees("zapOverlay")) << "number and name at once, over no picture yet";
    EXPECT_TRUE(kanal.sees("channelList"));
    EXPECT_TRUE(kanal.seesPictures());
}

TEST_F(Watching, ADigitAndEnterGoToThatNumber)
{
    play(0);
    const QModelIndex wanted = kanal.channel(1);
    for (const QChar digit : QString::number(wanted.data(ChannelListModel::NumberRole).toInt()))
        kanal.key(Qt::Key(Qt::Key_0 + digit.digitValue()));
    EXPECT_TRUE(kanal.sees("digitDisplay"));
    kanal.key(Qt::Key_Return);
    EXPECT_FALSE(kanal.sees("digitDisplay"));
    EXPECT_EQ(playing(), kanal.idOf(wanted));
    kanal.key(Qt::Key_0);
    kanal.key(Qt::Key_Return);
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(0))) << "0 alone is the channel before";
    for (int i = 0; i < 4; ++i)
        kanal.key(Qt::Key_9);
    kanal.key(Qt::Key_Return);
    EXPECT_TRUE(kanal.find<NoteOverlay>("noteOverlay")->text().contains(QStringLiteral("9999")));
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(0)));
}

TEST_F(Watching, WhileANumberIsTypedItsKeysBelongToItWhereverTheFocusIs)
{
    play(0);
    kanal.key(Qt::Key_C);
    ASSERT_TRUE(kanal.sees("channelDrawer"));
    const QModelIndex wanted = kanal.channel(1);
    const int number = wanted.data(ChannelListModel::NumberRole).toInt();
    const auto type = [&](int digits) {
        for (const QChar digit : QString::number(digits))
            kanal.key(Qt::Key(Qt::Key_0 + digit.digitValue()));
    };
    const auto *shown = kanal.find<NoteOverlay>("digitDisplay");
    for (const char *place : {"drawerList", "playerView", "channelList", "categoryList"}) {
        kanal.find(place)->setFocus();
        const QString category = kanal.live->state().categoryKey;
        type(number * 10 + 7);
        kanal.key(Qt::Key_Backspace);
        EXPECT_EQ(shown->text(), QString::number(number)) << place;
        kanal.key(Qt::Key_Escape);
        EXPECT_FALSE(shown->isVisible()) << place;
        EXPECT_EQ(playing(), kanal.idOf(kanal.channel(0))) << place;
        EXPECT_EQ(kanal.sees("channelDrawer"), QLatin1String(place) == QLatin1String("drawerList")) << place;
        type(number);
        kanal.key(Qt::Key_Return);
        EXPECT_EQ(playing(), kanal.idOf(wanted)) << place;
        EXPECT_EQ(kanal.live->state().categoryKey, category) << place;
        kanal.live->play(kanal.idOf(kanal.channel(0)));
        if (kanal.sees("channelDrawer"))
            kanal.key(Qt::Key_C);
    }
}

TEST_F(Watching, ALetterIsATelevisionsKeyInEveryList)
{
    for (const char *list : {"channelList", "categoryList"}) {
        kanal.find(list)->setFocus();
        const bool before = kanal.player->view().muted;
        kanal.key(Qt::Key_M);
        EXPECT_NE(kanal.player->view().muted, before) << list;
    }
}

TEST_F(Watching, TheFilterNarrowsTheListAsOneTypes)
{
    const int all = kanal.channels()->model()->rowCount();
    const QString name = kanal.channel(1).data(ChannelListModel::NameRole).toString();
    kanal.channels()->setFocus();
    kanal.key(Qt::Key_F3);
    EXPECT_TRUE(kanal.find<QLineEdit>("filterEdit")->hasFocus());
    kanal.type("filterEdit", name);
    EXPECT_LT(kanal.channels()->model()->rowCount(), all);
    EXPECT_EQ(kanal.channel(0).data(ChannelListModel::NameRole).toString(), name);
    kanal.key(Qt::Key_Return);
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(0))) << "Enter plays the first hit";

    kanal.type("filterEdit", QStringLiteral("no such channel"));
    EXPECT_TRUE(kanal.sees("emptyState"));
    EXPECT_FALSE(kanal.sees("channelList"));
    kanal.click("clearFilterButton");
    EXPECT_TRUE(kanal.sees("channelList"));
    EXPECT_EQ(kanal.channels()->model()->rowCount(), all);
}

TEST_F(Watching, TheStarOfARowMakesAFavouriteWithoutPlaying)
{
    const QRect row = kanal.channels()->visualRect(kanal.channel(1));
    QTest::mouseClick(kanal.channels()->viewport(), Qt::LeftButton, {}, ChannelDelegate::starBox(row).center());
    EXPECT_TRUE(kanal.channel(1).data(ChannelListModel::FavouriteRole).toBool());
    EXPECT_TRUE(playing().isEmpty());
    kanal.live->setCategory(QStringLiteral("favourites"));
    EXPECT_EQ(kanal.channels()->model()->rowCount(), 1);
}

TEST_F(Watching, ARightClickOffersWhatARowCanDo)
{
    auto *viewport = kanal.channels()->viewport();
    const QPoint at = kanal.channels()->visualRect(kanal.channel(1)).center();
    QContextMenuEvent asked(QContextMenuEvent::Mouse, at, viewport->mapToGlobal(at));
    QCoreApplication::sendEvent(viewport, &asked);
    auto *menu = kanal.find<QMenu>("channelMenu");
    menu->findChild<QAction *>(QStringLiteral("favouriteAction"))->trigger();
    EXPECT_TRUE(kanal.channel(1).data(ChannelListModel::FavouriteRole).toBool());
    menu->actions().at(0)->trigger();
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(1)));
    menu->close();
}

TEST_F(Watching, BMakesWhatPlaysAFavourite)
{
    play(0);
    kanal.key(Qt::Key_B);
    EXPECT_TRUE(kanal.channel(0).data(ChannelListModel::FavouriteRole).toBool());
    kanal.key(Qt::Key_D, Qt::ControlModifier);
    EXPECT_FALSE(kanal.channel(0).data(ChannelListModel::FavouriteRole).toBool());
}

TEST_F(Watching, ACategoryIsChosenInItsList)
{
    auto *categories = kanal.find<QListView>("categoryList");
    const int last = categories->model()->rowCount() - 1;
    QTest::mouseClick(categories->viewport(), Qt::LeftButton, {},
                      categories->visualRect(categories->model()->index(last, 0)).center());
    EXPECT_TRUE(kanal.live->state().categoryKey.startsWith(QStringLiteral("category:")));
    EXPECT_EQ(kanal.channels()->model()->rowCount(), kanal.live->state().shown);
}

TEST_F(Watching, SettingsTakeEffectAtOnce)
{
    kanal.click("railSettings");
    ASSERT_TRUE(kanal.sees("settingsPage"));
    auto *playOn = kanal.find<QComboBox>("playOnCombo");
    playOn->setCurrentIndex(1);
    kanal.click("railLive");
    kanal.clickChannel(0);
    EXPECT_TRUE(playing().isEmpty()) << "one click only selects now";
    QTest::mouseDClick(kanal.channels()->viewport(), Qt::LeftButton, {},
                       kanal.channels()->visualRect(kanal.channel(0)).center());
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(0)));
}

TEST_F(Watching, SizesOutliveTheWindow)
{
    auto *splitter = kanal.find<QSplitter>("liveSplitter");
    splitter->setSizes({180, 420, 600});
    const QList<int> sizes = splitter->sizes();
    kanal.reopenWindow();
    EXPECT_EQ(kanal.find<QSplitter>("liveSplitter")->sizes(), sizes);
    EXPECT_EQ(kanal.window->size(), QSize(1280, 720));
}

} // namespace
} // namespace kanal::ui
