// SPDX-License-Identifier: MIT
// What lies over the picture in the window: controls, notes, errors.
#include "pictures_home.h"
#include "synthetic_frame.h"
#include "watching_fixture.h"

#include <ui/frame_image.h>
#include <ui/overlays.h>
#include <ui/theme.h>

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QWheelEvent>

namespace kanal::ui
{
namespace
{

using test::waitFor;

struct OverThePicture : test::WatchingFixture {
    /// The note names the one picture that was saved: it is whole by then.
    bool saidOf(const test::PicturesHome &pictures) const
    {
        const QStringList saved = pictures.saved();
        return saved.size() == 1 &&
               kanal.find<NoteOverlay>("noteOverlay")->text().contains(QFileInfo(saved.first()).fileName());
    }
};

TEST_F(OverThePicture, WhereNothingPlaysThereIsNoCard)
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

TEST_F(OverThePicture, TheWheelAndKeysSetTheVolumeWithANote)
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

TEST_F(OverThePicture, ControlsComeWithTheMouseAndPause)
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

TEST_F(OverThePicture, AnEmptyDrawerSaysSo)
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

TEST_F(OverThePicture, StatisticsAreOneKeyAway)
{
    play(0);
    kanal.key(Qt::Key_I, Qt::ShiftModifier);
    EXPECT_TRUE(kanal.sees("statsOverlay"));
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.sees("statsOverlay"));
}

TEST_F(OverThePicture, ADeadServerIsSaidOverThePictureWithACountDown)
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

TEST_F(OverThePicture, AnErrorIsLegibleInTheLightTheme)
{
    const QPalette palette = qApp->palette();
    const QString sheet = qApp->styleSheet();
    qApp->setPalette(paletteOf(Tokens::light()));
    qApp->setStyleSheet(styleSheetOf(Tokens::light()));
    panel->stop();
    kanal.clickChannel(0);
    EXPECT_TRUE(waitFor([&] { return kanal.sees("errorPanel"); }));
    for (const char *name : {"playbackErrorTitle", "playbackErrorMessage"})
        EXPECT_EQ(kanal.find(name)->palette().color(QPalette::WindowText), Tokens::dark().text) << name;
    qApp->setStyleSheet(sheet);
    qApp->setPalette(palette);
}

TEST_F(OverThePicture, WhenAnErrorIsOverThePictureHasTheKeysAgain)
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

TEST_F(OverThePicture, ThePictureIsSavedInItsOwnSizeWithANote)
{
    const test::PicturesHome pictures;
    play(0);
    kanal.key(Qt::Key_S, Qt::ControlModifier);
    ASSERT_TRUE(waitFor([&] { return saidOf(pictures); }));
    const playback::FrameRef shown = kanal.video->currentFrame();
    EXPECT_NE(shown->height, shown->sourceHeight);
    EXPECT_EQ(QImage(pictures.saved().first()).height(), shown->sourceHeight);
}

TEST_F(OverThePicture, WhatStandsInAPauseIsSavedInItsOwnSize)
{
    const test::PicturesHome pictures;
    play(0);
    kanal.key(Qt::Key_Space);
    ASSERT_TRUE(waitFor([&] { return kanal.player->view().state == playback::PlayState::Paused; }));
    const playback::FrameRef shown = kanal.video->currentFrame();
    kanal.key(Qt::Key_S, Qt::ControlModifier);
    ASSERT_TRUE(waitFor([&] { return saidOf(pictures); }));
    const QImage saved(pictures.saved().first());
    ASSERT_EQ(saved.height(), shown->sourceHeight);
    const QImage small = saved.scaled(16, 9, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    const QImage seen =
        displayImageOf(shown, Subtitles::Drawn).scaled(16, 9, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    int farthest = 0;
    for (int y = 0; y < 9; ++y)
        for (int x = 0; x < 16; ++x)
            farthest = std::max(farthest, test::farthest(small.pixel(x, y), seen.pixel(x, y)));
    EXPECT_LE(farthest, 12) << "it is the same picture";
}

TEST_F(OverThePicture, NothingIsSavedBeforeThereIsAPictureOfWhatPlays)
{
    const test::PicturesHome pictures;
    auto *note = kanal.find<NoteOverlay>("noteOverlay");
    kanal.find("playerView")->setFocus();
    kanal.key(Qt::Key_S, Qt::ControlModifier);
    EXPECT_EQ(note->text(), QStringLiteral("There is no picture to save"));
    play(0);
    panel->stop();
    kanal.live->play(kanal.idOf(kanal.channel(1)));
    note->hide();
    kanal.key(Qt::Key_S, Qt::ControlModifier); // the picture of the channel before still stands
    EXPECT_TRUE(note->isVisible());
    EXPECT_EQ(note->text(), QStringLiteral("There is no picture to save"));
    ASSERT_TRUE(waitFor([&] { return kanal.sees("errorPanel"); }));
    note->hide();
    kanal.key(Qt::Key_S, Qt::ControlModifier);
    EXPECT_TRUE(note->isVisible());
    EXPECT_TRUE(pictures.saved().isEmpty());
}

TEST_F(OverThePicture, WhatStandsIsSavedAlsoAfterARetryInVain)
{
    const test::PicturesHome pictures;
    play(0);
    panel->stop();
    kanal.player->reload();
    ASSERT_TRUE(waitFor([&] { return kanal.sees("errorPanel"); }));
    kanal.key(Qt::Key_S, Qt::ControlModifier);
    EXPECT_TRUE(waitFor([&] { return saidOf(pictures); }));
}

TEST_F(OverThePicture, OnAnotherPageASavedPictureIsSaidOverTheWindow)
{
    const test::PicturesHome pictures;
    play(0);
    kanal.click("railSettings");
    QTest::keyClick(kanal.window.get(), Qt::Key_S, Qt::ControlModifier);
    ASSERT_TRUE(waitFor([&] { return kanal.sees("windowNote"); }));
    EXPECT_TRUE(kanal.find<NoteOverlay>("windowNote")->text().contains(QStringLiteral("Kanal")));
    EXPECT_TRUE(kanal.window->rect().contains(kanal.find("windowNote")->geometry()));
}

TEST_F(OverThePicture, SubtitlesAreLiftedAboveTheControlBar)
{
    play(0);
    kanal.key(Qt::Key_Space);
    ASSERT_TRUE(waitFor([&] { return kanal.player->view().state == playback::PlayState::Paused; }));
    auto frame = test::plainFrame(640, 360, qRgb(255, 0, 0));
    frame->overlays =
        std::make_shared<const playback::Overlays>(playback::Overlays{{0.25, 0.9, 0.5, 0.05, 1, 1, {0, 255, 0, 255}}});
    const auto subtitleBottom = [&] {
        const QImage seen = kanal.video->grab().toImage();
        int y = seen.height() - 1;
        while (y > 0 && test::farthest(seen.pixel(seen.width() / 2, y), qRgb(0, 255, 0)) > 20)
            --y;
        return y / seen.devicePixelRatio();
    };
    kanal.key(Qt::Key_I);
    ASSERT_TRUE(kanal.sees("controlBar"));
    kanal.video->present(frame);
    ASSERT_TRUE(waitFor([&] { return kanal.video->currentFrame() == frame && subtitleBottom() > 0; }));
    EXPECT_LT(subtitleBottom(), kanal.find("controlBar")->y());
    const double lifted = subtitleBottom();
    kanal.key(Qt::Key_Escape);
    EXPECT_FALSE(kanal.sees("controlBar"));
    EXPECT_GT(subtitleBottom(), lifted);
}

TEST_F(OverThePicture, KeysShapeThePictureAndSayIt)
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

TEST_F(OverThePicture, EveryButtonCanBeReadOut)
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
