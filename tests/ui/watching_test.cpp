// SPDX-License-Identifier: MIT
// Watching through the window: list, picture, keys, full screen, errors.
#include "window_on_panel.h"

#include <ui/channel_delegate.h>
#include <ui/overlays.h>
#include <ui/player_view.h>

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QSplitter>
#include <QWheelEvent>

namespace kanal::ui
{
namespace
{

using presenters::ChannelListModel;
using test::Kanal;
using test::startPanel;
using test::waitFor;

struct Watching : testing::Test {
    std::unique_ptr<panel::Panel> panel = startPanel();
    Kanal kanal;

    void SetUp() override { kanal.signIn(*panel); }

    QString playing() const { return kanal.live->playingId(); }
    void play(int nth)
    {
        kanal.clickChannel(nth);
        ASSERT_EQ(playing(), kanal.idOf(kanal.channel(nth)));
        ASSERT_TRUE(kanal.seesPictures());
    }
};

TEST_F(Watching, OneClickPlaysAndSaysWhatComesBeforeThePicture)
{
    kanal.clickChannel(0);
    const QString name = kanal.channel(0).data(ChannelListModel::NameRole).toString();
    EXPECT_TRUE(kanal.sees("zapOverlay"));
    EXPECT_EQ(kanal.find<ZapOverlay>("zapOverlay")->title(), name);
    EXPECT_EQ(kanal.find<QLabel>("nowTitle")->text(), name);
    EXPECT_TRUE(kanal.window->windowTitle().startsWith(name));
    EXPECT_TRUE(kanal.seesPictures());
    EXPECT_TRUE(kanal.video->currentFrame());
    EXPECT_TRUE(kanal.channel(0).data(ChannelListModel::PlayingRole).toBool());
    EXPECT_FALSE(kanal.sees("standIn"));
}

TEST_F(Watching, WhereNothingPlaysThereIsNoCard)
{
    kanal.find("playerView")->setFocus();
    kanal.key(Qt::Key_I);
    EXPECT_FALSE(kanal.sees("zapOverlay"));
    play(0);
    kanal.key(Qt::Key_I);
    EXPECT_TRUE(kanal.sees("zapOverlay"));
    kanal.key(Qt::Key_MediaStop);
    EXPECT_TRUE(waitFor([&] { return !kanal.sees("zapOverlay"); }));
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

TEST_F(Watching, FullScreenIsTheSamePictureWithNothingBesideIt)
{
    play(0);
    const auto session = kanal.player->stats().session;
    kanal.key(Qt::Key_F);
    EXPECT_TRUE(kanal.window->isVideoFullScreen());
    EXPECT_TRUE(kanal.window->isFullScreen());
    EXPECT_FALSE(kanal.sees("rail"));
    EXPECT_FALSE(kanal.sees("channelList"));
    EXPECT_FALSE(kanal.sees("nowPanel"));
    EXPECT_TRUE(waitFor([&] { return kanal.video->size() == kanal.window->size(); }));
    EXPECT_TRUE(kanal.seesPictures());
    EXPECT_EQ(kanal.player->stats().session, session) << "the stream was opened again";

    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.window->isVideoFullScreen());
    EXPECT_TRUE(kanal.sees("channelList"));
    EXPECT_TRUE(kanal.sees("rail"));
    EXPECT_TRUE(kanal.seesPictures());
    EXPECT_EQ(kanal.player->stats().session, session);
}

TEST_F(Watching, AStartWithAChannelSaysWhichAndShowsIt)
{
    kanal.reopenWindow(Kanal::Start::WithChannel);
    EXPECT_FALSE(playing().isEmpty());
    EXPECT_TRUE(kanal.sees("zapOverlay")) << "number and name at once, over no picture yet";
    EXPECT_TRUE(kanal.sees("channelList"));
    EXPECT_TRUE(kanal.seesPictures());
}

TEST_F(Watching, AStartInFullScreenHasNothingBesideThePictureAndAWayOut)
{
    kanal.reopenWindow(Kanal::Start::FullScreen);
    EXPECT_TRUE(kanal.window->isVideoFullScreen());
    EXPECT_FALSE(kanal.sees("categoryPane"));
    EXPECT_FALSE(kanal.sees("rail"));
    EXPECT_TRUE(kanal.seesPictures());
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.window->isVideoFullScreen());
    EXPECT_FALSE(kanal.window->isFullScreen());
    EXPECT_TRUE(kanal.sees("categoryPane"));
    EXPECT_TRUE(kanal.sees("rail"));
}

TEST_F(Watching, AMomentWithoutFullScreenWhileTheWindowIsMappedIsNoEnd)
{
    play(0);
    kanal.key(Qt::Key_F);
    kanal.window->setWindowState(Qt::WindowNoState);
    EXPECT_TRUE(kanal.window->isVideoFullScreen());
    kanal.window->setWindowState(Qt::WindowFullScreen);
    EXPECT_TRUE(kanal.window->isVideoFullScreen());
}

TEST_F(Watching, FullScreenEndedByTheWindowManagerBringsTheListsBack)
{
    play(0);
    kanal.key(Qt::Key_F);
    ASSERT_TRUE(kanal.window->isVideoFullScreen());
    kanal.window->setWindowState(Qt::WindowMaximized);
    ASSERT_TRUE(waitFor([&] { return !kanal.window->isVideoFullScreen(); }));
    EXPECT_TRUE(kanal.sees("channelList"));
    EXPECT_TRUE(kanal.window->isMaximized());
    kanal.key(Qt::Key_F);
    EXPECT_TRUE(kanal.window->isVideoFullScreen());
}

TEST_F(Watching, ADoubleClickOnThePictureTogglesFullScreen)
{
    play(0);
    QTest::mouseDClick(kanal.find("playerView"), Qt::LeftButton);
    EXPECT_TRUE(kanal.window->isVideoFullScreen());
    QTest::mouseDClick(kanal.find("playerView"), Qt::LeftButton);
    EXPECT_FALSE(kanal.window->isVideoFullScreen());
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

TEST_F(Watching, TheWheelAndKeysSetTheVolumeWithANote)
{
    play(0);
    kanal.key(Qt::Key_Minus);
    EXPECT_DOUBLE_EQ(kanal.player->view().volume, 95);
    EXPECT_TRUE(kanal.find<NoteOverlay>("noteOverlay")->text().contains(QStringLiteral("95")));
    auto *view = kanal.find("playerView");
    const QPointF at = QRectF(view->rect()).center();
    QWheelEvent up(at, view->mapToGlobal(at), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                   false);
    QCoreApplication::sendEvent(view, &up);
    EXPECT_DOUBLE_EQ(kanal.player->view().volume, 100);
    kanal.key(Qt::Key_M);
    EXPECT_TRUE(kanal.player->view().muted);
}

TEST_F(Watching, ControlsComeWithTheMouseAndPause)
{
    play(0);
    auto *view = kanal.find("playerView");
    QTest::mouseMove(view, QPoint(40, 40));
    QTest::mouseMove(view, QPoint(60, 60));
    ASSERT_TRUE(waitFor([&] { return kanal.sees("controlBar"); }));
    kanal.click("playButton");
    EXPECT_TRUE(waitFor([&] { return kanal.player->view().state == playback::PlayState::Paused; }));
    kanal.click("playButton");
    EXPECT_TRUE(waitFor([&] { return kanal.player->view().state == playback::PlayState::Playing; }));
}

TEST_F(Watching, TheControlsAreReachedByKeyboardAndClosedAsALayer)
{
    play(0);
    kanal.key(Qt::Key_F);
    kanal.key(Qt::Key_I);
    EXPECT_TRUE(kanal.sees("controlBar"));
    EXPECT_TRUE(kanal.sees("zapOverlay"));
    EXPECT_TRUE(kanal.find("playerView")->hasFocus()) << "the keys stay a television's";
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.sees("controlBar"));
    kanal.key(Qt::Key_Tab);
    ASSERT_TRUE(kanal.sees("controlBar"));
    EXPECT_TRUE(kanal.find("playButton")->hasFocus());
    kanal.key(Qt::Key_Tab);
    EXPECT_TRUE(kanal.find("controlBar")->isAncestorOf(kanal.window->focusWidget()));
    EXPECT_FALSE(kanal.find("playButton")->hasFocus());
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.sees("controlBar"));
    EXPECT_TRUE(kanal.find("playerView")->hasFocus());
    EXPECT_TRUE(kanal.window->isVideoFullScreen()) << "one layer at a time";
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.window->isVideoFullScreen());
}

TEST_F(Watching, TheChannelListOverThePicturePlays)
{
    play(0);
    kanal.key(Qt::Key_F);
    kanal.key(Qt::Key_C);
    ASSERT_TRUE(kanal.sees("channelDrawer"));
    kanal.key(Qt::Key_Down);
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(0))) << "moving is not playing";
    kanal.key(Qt::Key_Return);
    EXPECT_FALSE(kanal.sees("channelDrawer"));
    EXPECT_EQ(playing(), kanal.idOf(kanal.channel(1)));
    kanal.key(Qt::Key_Left);
    EXPECT_TRUE(kanal.sees("channelDrawer"));
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.sees("channelDrawer"));
    EXPECT_TRUE(kanal.window->isVideoFullScreen()) << "one layer at a time";
}

TEST_F(Watching, InFullScreenTheListWaitsBehindTheLeftEdge)
{
    play(0);
    auto *view = kanal.find("playerView");
    const auto move = [&](const QPoint &at) {
        QMouseEvent event(QEvent::MouseMove, at, view->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(view, &event);
    };
    move({1, 200});
    EXPECT_FALSE(waitFor([&] { return kanal.sees("channelDrawer"); }, 400)) << "in the window the list is there";
    kanal.key(Qt::Key_F);
    move({1, 201});
    move({50, 200});
    EXPECT_FALSE(waitFor([&] { return kanal.sees("channelDrawer"); }, 400)) << "it only passed by";
    move({2, 200});
    EXPECT_TRUE(waitFor([&] { return kanal.sees("channelDrawer"); }));
}

TEST_F(Watching, AnEmptyDrawerSaysSo)
{
    play(0);
    kanal.key(Qt::Key_C);
    EXPECT_FALSE(kanal.sees("drawerEmpty"));
    kanal.live->setCategory(QStringLiteral("favourites"));
    ASSERT_TRUE(kanal.sees("drawerEmpty"));
    EXPECT_EQ(kanal.find<QLabel>("drawerEmpty")->text(), QStringLiteral("No favourites yet"));
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.sees("channelDrawer")) << "it still has the keys";
}

TEST_F(Watching, StatisticsAreOneKeyAway)
{
    play(0);
    kanal.key(Qt::Key_I, Qt::ShiftModifier);
    EXPECT_TRUE(kanal.sees("statsOverlay"));
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.sees("statsOverlay"));
}

TEST_F(Watching, ADeadServerIsSaidOverThePictureWithACountDown)
{
    play(0);
    panel->stop();
    ASSERT_TRUE(waitFor([&] { return kanal.sees("errorPanel"); }));
    EXPECT_FALSE(kanal.find<QLabel>("playbackErrorTitle")->text().isEmpty());
    EXPECT_TRUE(kanal.sees("retryButton"));
    EXPECT_TRUE(kanal.video->currentFrame()) << "the last picture stays";
    kanal.click("retryButton");
    EXPECT_TRUE(waitFor([&] { return kanal.sees("errorPanel"); })) << "still nobody there";
    EXPECT_TRUE(kanal.find("playerView")->hasFocus()) << "a click leaves the television its keys";
}

TEST_F(Watching, WhenAnErrorIsOverThePictureHasTheKeysAgain)
{
    play(0);
    panel->stop();
    ASSERT_TRUE(waitFor([&] { return kanal.sees("errorPanel"); }));
    kanal.find("retryButton")->setFocus(Qt::TabFocusReason);
    ASSERT_TRUE(panel->start().has_value());
    kanal.live->play(kanal.idOf(kanal.channel(1)));
    ASSERT_TRUE(waitFor([&] { return !kanal.sees("errorPanel"); }));
    EXPECT_TRUE(kanal.find("playerView")->hasFocus());
}

TEST_F(Watching, ThePictureIsSavedWithANote)
{
    QTemporaryDir home;
    const QByteArray before = qgetenv("XDG_CONFIG_HOME");
    QFile places(home.filePath(QStringLiteral("user-dirs.dirs")));
    ASSERT_TRUE(places.open(QIODevice::WriteOnly));
    places.write("XDG_PICTURES_DIR=\"" + home.path().toUtf8() + "\"\n");
    places.close();
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    play(0);
    kanal.key(Qt::Key_S, Qt::ControlModifier);
    const auto saved = [&] { return QDir(home.path()).entryList({QStringLiteral("Kanal*.png")}); };
    EXPECT_TRUE(waitFor([&] {
        return kanal.find<NoteOverlay>("noteOverlay")->text().contains(QStringLiteral("Kanal ")) && !saved().isEmpty();
    }));
    qputenv("XDG_CONFIG_HOME", before);
    ASSERT_EQ(saved().size(), 1);
    const playback::FrameRef shown = kanal.video->currentFrame();
    EXPECT_NE(shown->height, shown->sourceHeight);
    EXPECT_EQ(QImage(home.filePath(saved().first())).height(), shown->sourceHeight);
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

TEST_F(Watching, KeysShapeThePictureAndSayIt)
{
    play(0);
    auto *video = kanal.find<VideoWidget>("videoWidget");
    QSignalSpy notes(kanal.player.get(), &presenters::PlayerPresenter::noted);
    kanal.key(Qt::Key_Z);
    EXPECT_EQ(video->aspect(), Aspect::Fill);
    auto *note = kanal.find<NoteOverlay>("noteOverlay");
    EXPECT_TRUE(note->isVisible());
    for (int i = 0; i < 5; ++i)
        kanal.key(Qt::Key_Z);
    EXPECT_EQ(video->aspect(), Aspect::Fit);
    kanal.key(Qt::Key_BracketRight);
    ASSERT_EQ(notes.size(), 1) << "live cannot run faster, and says so";
    kanal.click("railSettings");
    ASSERT_TRUE(kanal.sees("settingsPage"));
    auto *deinterlace = kanal.find<QComboBox>("deinterlaceCombo");
    EXPECT_EQ(deinterlace->currentIndex(), 0);
    QTest::keyClick(kanal.window.get(), Qt::Key_D);
    EXPECT_EQ(deinterlace->currentIndex(), 1);
    auto *delay = kanal.find<QComboBox>("soundDelayCombo");
    QTest::keyClick(kanal.window.get(), Qt::Key_Minus, Qt::ControlModifier);
    EXPECT_EQ(delay->currentText(), QStringLiteral("Sound 50 ms earlier"));
    kanal.find<QAbstractButton>("resetSettingsButton")->click();
    EXPECT_EQ(deinterlace->currentIndex(), 0);
    EXPECT_EQ(delay->currentText(), QStringLiteral("Sound with the picture"));
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

TEST_F(Watching, EveryButtonCanBeReadOut)
{
    play(0);
    QTest::mouseMove(kanal.find("playerView"), QPoint(40, 40));
    QTest::mouseMove(kanal.find("playerView"), QPoint(50, 50));
    for (const QAbstractButton *button : kanal.window->findChildren<QAbstractButton *>()) {
        if (button->isHidden()) // a place for a button that has no use now
            continue;
        const bool named = !button->accessibleName().isEmpty() || !button->text().isEmpty();
        const bool inner = qobject_cast<QLineEdit *>(button->parentWidget()) != nullptr; // Qt's own clear button
        EXPECT_TRUE(named || inner) << button->metaObject()->className() << ' ' << button->objectName().toStdString();
    }
}

} // namespace
} // namespace kanal::ui
