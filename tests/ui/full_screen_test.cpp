// SPDX-License-Identifier: MIT
// The picture on the whole screen, and what comes over it there.
#include "watching_fixture.h"

namespace kanal::ui
{
namespace
{

using test::Kanal;
using test::waitFor;

using FullScreen = test::WatchingFixture;

TEST_F(FullScreen, FullScreenIsTheSamePictureWithNothingBesideIt)
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

TEST_F(FullScreen, AStartInFullScreenHasNothingBesideThePictureAndAWayOut)
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

TEST_F(FullScreen, AMomentWithoutFullScreenWhileTheWindowIsMappedIsNoEnd)
{
    play(0);
    kanal.key(Qt::Key_F);
    kanal.window->setWindowState(Qt::WindowNoState);
    EXPECT_TRUE(kanal.window->isVideoFullScreen());
    kanal.window->setWindowState(Qt::WindowFullScreen);
    EXPECT_TRUE(kanal.window->isVideoFullScreen());
}

TEST_F(FullScreen, FullScreenEndedByTheWindowManagerBringsTheListsBack)
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

TEST_F(FullScreen, ADoubleClickOnThePictureTogglesFullScreen)
{
    play(0);
    QTest::mouseDClick(kanal.find("playerView"), Qt::LeftButton);
    EXPECT_TRUE(kanal.window->isVideoFullScreen());
    QTest::mouseDClick(kanal.find("playerView"), Qt::LeftButton);
    EXPECT_FALSE(kanal.window->isVideoFullScreen());
}

TEST_F(FullScreen, TheControlsAreReachedByKeyboardAndClosedAsALayer)
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

TEST_F(FullScreen, TheChannelListOverThePicturePlays)
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

TEST_F(FullScreen, InFullScreenTheListWaitsBehindTheLeftEdge)
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

} // namespace
} // namespace kanal::ui
