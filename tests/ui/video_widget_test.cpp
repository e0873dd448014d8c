// SPDX-License-Identifier: MIT
#include "shown_widget.h"
#include "synthetic_frame.h"

#include <ui/frame_image.h>
#include <ui/gl_probe.h>
#include <ui/video_surface.h>
#include <ui/video_widget.h>

#include <QApplication>

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

using namespace std::chrono_literals;
using test::plainFrame;
using test::rgbFrame;
using test::Screen;
using test::waitUntil;

TEST(VideoWidget, PaintsAFittingPictureFromEdgeToEdge)
{
    Screen screen({320, 180});
    const QImage image = screen.show(plainFrame(320, 180, qRgb(10, 200, 30)));
    EXPECT_EQ(image.pixel(0, 0), qRgb(10, 200, 30));
    EXPECT_EQ(image.pixel(319, 179), qRgb(10, 200, 30));
}

TEST(VideoWidget, KeepsEveryPixelWhereItWas)
{
    Screen screen({320, 180});
    const auto pattern = [](int x, int y) { return qRgb(x % 256, y % 256, (x + y) % 256); };
    const QImage image = screen.show(rgbFrame(320, 180, pattern));
    for (const QPoint at : {QPoint(0, 0), QPoint(319, 0), QPoint(17, 99), QPoint(319, 179)})
        EXPECT_EQ(image.pixel(at), pattern(at.x(), at.y()) | 0xFF000000U);
}

TEST(VideoWidget, WhoWaitsForAPictureIsWokenWhenItIsPainted)
{
    Screen screen({320, 180});
    for (int i = 0; i < 2; ++i) // the window is on the screen then, and the widget knows of it
        screen.show(plainFrame(320, 180, qRgb(0, 0, 0)));
    std::atomic<bool> woken{false};
    std::int64_t painted = 0;
    std::jthread waiting([&] {
        screen.widget.present(plainFrame(320, 180, qRgb(10, 200, 30)));
        screen.widget.awaitShown(1h);
        painted = screen.widget.paintedFrames();
        woken = true;
    });
    EXPECT_TRUE(waitUntil([&] { return woken.load(); }));
    EXPECT_EQ(painted, 3);
}

TEST(VideoWidget, NobodyWaitsForAPictureThatIsNotInSight)
{
    Screen screen({320, 180});
    screen.widget.hide();
    screen.widget.present(plainFrame(320, 180, qRgb(10, 200, 30)));
    screen.widget.awaitShown(1h);
}

TEST(VideoWidget, PutsBlackBesideANarrowPicture)
{
    Screen screen({320, 180});
    const QImage image = screen.show(plainFrame(240, 180, qRgb(255, 0, 0)));
    EXPECT_EQ(image.pixel(39, 90), qRgb(0, 0, 0));
    EXPECT_EQ(image.pixel(40, 90), qRgb(255, 0, 0));
    EXPECT_EQ(image.pixel(279, 90), qRgb(255, 0, 0));
    EXPECT_EQ(image.pixel(280, 90), qRgb(0, 0, 0));
}

TEST(VideoWidget, PutsBlackAboveAWidePictureAndAfterAChangeOfShape)
{
    Screen screen({320, 240});
    screen.show(plainFrame(320, 240, qRgb(0, 0, 255)));
    const QImage image = screen.show(plainFrame(320, 180, qRgb(255, 255, 0)));
    EXPECT_EQ(image.pixel(160, 10), qRgb(0, 0, 0)) << "the last picture shines through";
    EXPECT_EQ(image.pixel(160, 29), qRgb(0, 0, 0));
    EXPECT_EQ(image.pixel(160, 30), qRgb(255, 255, 0));
    EXPECT_EQ(image.pixel(160, 209), qRgb(255, 255, 0));
    EXPECT_EQ(image.pixel(160, 210), qRgb(0, 0, 0));
}

TEST(VideoWidget, StretchesAnamorphicPictures)
{
    Screen screen({320, 180});
    auto frame = plainFrame(180, 144, qRgb(0, 255, 0)); // 5:4 samples shown as 16:9
    frame->displayAspect = 16.0 / 9.0;
    const QImage image = screen.show(frame);
    EXPECT_EQ(image.pixel(2, 90), qRgb(0, 255, 0));
    EXPECT_EQ(image.pixel(317, 90), qRgb(0, 255, 0));
}

TEST(VideoWidget, TurnsTurnedPictures)
{
    Screen screen({180, 320});
    auto frame = rgbFrame(320, 180, [](int x, int) { return x < 160 ? qRgb(255, 0, 0) : qRgb(0, 0, 255); });
    frame->rotation = 90;
    frame->displayAspect = 180.0 / 320;
    const QImage image = screen.show(frame);
    EXPECT_EQ(image.pixel(90, 20), qRgb(255, 0, 0)) << "left goes up";
    EXPECT_EQ(image.pixel(90, 300), qRgb(0, 0, 255));
}

TEST(VideoWidget, TakesFramesFromAnotherThreadAndShowsTheNewest)
{
    Screen screen({160, 90});
    std::thread engine([&] {
        for (int i = 1; i <= 50; ++i) {
            auto frame = plainFrame(160, 90, qRgb(i, 0, 0));
            frame->pts = std::chrono::microseconds(i * 20000);
            screen.widget.present(frame);
        }
    });
    engine.join();
    ASSERT_TRUE(waitUntil([&] { return screen.widget.lastPaintedPts() == 1s; }));
    EXPECT_LT(screen.widget.paintedFrames(), 50) << "late pictures are not painted one by one";
    EXPECT_EQ(screen.widget.grab().toImage().pixel(80, 45), qRgb(50, 0, 0));
}

TEST(VideoWidget, CountsPicturesThatGaveWayBeforeTheyWereSeen)
{
    Screen screen({160, 90});
    screen.show(plainFrame(160, 90, 0));
    const auto numbered = [](int i) {
        auto frame = plainFrame(160, 90, 0);
        frame->pts = std::chrono::milliseconds(i * 20);
        return frame;
    };
    for (int i = 1; i <= 10; ++i)
        screen.widget.present(numbered(i)); // the event loop does not run meanwhile
    ASSERT_TRUE(waitUntil([&] { return screen.widget.lastPaintedPts() == 200ms; }));
    EXPECT_EQ(screen.widget.unseen(), 9);
    screen.show(numbered(10)); // the same once more, under another subtitle
    screen.show(numbered(11));
    EXPECT_EQ(screen.widget.unseen(), 9);
    screen.widget.hide();
    for (int i = 12; i <= 20; ++i)
        screen.widget.present(numbered(i));
    screen.widget.show();
    ASSERT_TRUE(waitUntil([&] { return screen.widget.lastPaintedPts() == 400ms; }));
    EXPECT_EQ(screen.widget.unseen(), 9) << "nobody looks at what is hidden";
}

TEST(VideoWidget, ASoftwareSurfaceKnowsNoRefresh)
{
    Screen screen({160, 90});
    screen.show(plainFrame(160, 90, 0));
    EXPECT_EQ(screen.widget.vsync().period, 0ns);
}

TEST(VideoWidget, CountsAPictureOnceHoweverOftenItIsPainted)
{
    Screen screen({160, 90});
    screen.show(plainFrame(160, 90, qRgb(1, 2, 3)));
    screen.widget.grab();
    screen.widget.grab();
    EXPECT_EQ(screen.widget.paintedFrames(), 1);
}

TEST(VideoWidget, LetsGoOfThePictureWhenCleared)
{
    Screen screen({160, 90});
    auto frame = plainFrame(160, 90, qRgb(255, 255, 255));
    const std::weak_ptr<const playback::VideoFrame> watched = frame;
    screen.show(std::move(frame));
    screen.widget.clear();
    ASSERT_TRUE(waitUntil([&] { return watched.expired(); }));
    EXPECT_EQ(screen.widget.grab().toImage().pixel(80, 45), qRgb(0, 0, 0));
    EXPECT_FALSE(screen.widget.currentFrame());
}

TEST(VideoWidget, WishesForPicturesOfItsOwnSize)
{
    Screen screen({400, 300});
    const playback::SurfaceWish wish = screen.widget.wish();
    EXPECT_TRUE(wish.paintsRgbOnly);
    EXPECT_EQ(wish.width, qRound(400 * screen.widget.devicePixelRatioF()));
    EXPECT_EQ(wish.height, qRound(300 * screen.widget.devicePixelRatioF()));
    screen.widget.resize(500, 200);
    EXPECT_EQ(screen.widget.wish().width, qRound(500 * screen.widget.devicePixelRatioF()));
}

TEST(VideoWidget, GivesThePictureAsSeenForAScreenshot)
{
    Screen screen({160, 90});
    auto frame = plainFrame(144, 90, qRgb(9, 8, 7));
    frame->displayAspect = 16.0 / 9.0;
    screen.show(frame);
    const QImage picture = displayImageOf(screen.widget.currentFrame(), Subtitles::Drawn);
    EXPECT_EQ(picture.size(), QSize(160, 90));
    EXPECT_EQ(picture.pixel(80, 45), qRgb(9, 8, 7));
}

TEST(VideoWidget, SurvivesAnUnusableFrame)
{
    Screen screen({160, 90});
    auto frame = std::make_shared<test::SyntheticFrame>();
    screen.widget.present(frame);
    QCoreApplication::processEvents();
    EXPECT_EQ(screen.widget.grab().toImage().pixel(80, 45), qRgb(0, 0, 0));
    EXPECT_EQ(screen.widget.paintedFrames(), 0);
}

TEST(ChooseSurface, ObeysTheEnvironment)
{
    qputenv("KANAL_VIDEO", "software");
    EXPECT_EQ(VideoWidget::chooseSurface(), VideoWidget::Surface::Software);
    qputenv("KANAL_VIDEO", "gl");
    EXPECT_EQ(VideoWidget::chooseSurface(), VideoWidget::Surface::Gl);
    qunsetenv("KANAL_VIDEO");
}

TEST(ChooseSurface, KnowsSoftwareRasterisers)
{
    for (const char *name : {"llvmpipe (LLVM 15.0.6, 256 bits)", "softpipe", "Google SwiftShader", "GDI Generic", ""})
        EXPECT_TRUE(isSoftwareRenderer(name)) << name;
    for (const char *name :
         {"Mesa Intel(R) UHD Graphics 620 (KBL GT2)", "NVIDIA GeForce RTX 3060/PCIe/SSE2", "AMD Radeon"})
        EXPECT_FALSE(isSoftwareRenderer(name)) << name;
}

TEST(FittedRect, IsCentredOnWholePixels)
{
    const auto frame = plainFrame(160, 90, 0);
    EXPECT_EQ(fittedRect(*frame, {1000, 1000}), QRect(0, 218, 1000, 563));
    EXPECT_EQ(fittedRect(*frame, {0, 0}), QRect());
}

TEST(FittedRect, DoesNotStretchByTheOnePixelOfAnothersRounding)
{
    auto frame = plainFrame(999, 562, 0);
    frame->displayAspect = 16.0 / 9.0;
    EXPECT_EQ(fittedRect(*frame, {1000, 1000}).size(), QSize(999, 562));
}

TEST(FittedRect, FollowsTheChosenShape)
{
    const auto frame = plainFrame(160, 90, 0);
    const QSize square(900, 900);
    EXPECT_EQ(fittedRect(*frame, square, Aspect::Stretch), QRect(0, 0, 900, 900));
    EXPECT_EQ(fittedRect(*frame, square, Aspect::Fill), QRect(-350, 0, 1600, 900));
    EXPECT_EQ(fittedRect(*frame, square, Aspect::Classic), QRect(0, 112, 900, 675));
    EXPECT_EQ(fittedRect(*frame, square, Aspect::Zoom), QRect(-150, 112, 1200, 675));
    const auto narrow = plainFrame(120, 90, 0);
    EXPECT_EQ(fittedRect(*narrow, {1600, 900}, Aspect::Wide), QRect(0, 0, 1600, 900));
    EXPECT_EQ(fittedRect(*narrow, {1600, 900}, Aspect::Fill), QRect(0, -150, 1600, 1200));
}

TEST(FittedRect, OfAnAbsurdShapeIsWithinReason)
{
    auto frame = plainFrame(160, 90, 0);
    frame->displayAspect = 1920;
    const QRect filled = fittedRect(*frame, {1600, 900}, Aspect::Fill);
    EXPECT_LE(filled.width(), 6400);
    EXPECT_EQ(fittedRect(*frame, {1600, 900}, Aspect::Fit), QRect(0, 370, 1600, 160));
}

class Shapes : public testing::TestWithParam<VideoWidget::Surface>
{
};

TEST_P(Shapes, AnotherShapeShowsAtOnceAndIsWishedFor)
{
    if (GetParam() == VideoWidget::Surface::Gl && !QOpenGLContext().create())
        GTEST_SKIP() << "this platform has no OpenGL";
    VideoWidget widget(GetParam());
    widget.resize(320, 240);
    widget.show();
    QCoreApplication::processEvents();
    widget.present(plainFrame(320, 180, qRgb(255, 255, 0)));
    ASSERT_TRUE(waitUntil([&] { return widget.paintedFrames() == 1; }));
    EXPECT_EQ(widget.grab().toImage().pixel(160, 10), qRgb(0, 0, 0));
    for (const Aspect aspect : {Aspect::Fill, Aspect::Stretch, Aspect::Classic, Aspect::Zoom}) {
        widget.setAspect(aspect);
        EXPECT_GT(test::farthest(widget.grab().toImage().pixel(160, 10), qRgb(0, 0, 0)), 200) << int(aspect);
    }
    widget.setAspect(Aspect::Wide);
    EXPECT_EQ(widget.wish().aspect, 16.0 / 9);
    EXPECT_EQ(widget.grab().toImage().pixel(160, 10), qRgb(0, 0, 0));
}

/// Where this colour is, as a rectangle.
QRect areaOf(const QImage &image, QRgb colour)
{
    QRect area;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (test::farthest(image.pixel(x, y), colour) < 20)
                area |= QRect(x, y, 1, 1);
    return area;
}

TEST_P(Shapes, SubtitlesStayWholeAndInProportion)
{
    if (GetParam() == VideoWidget::Surface::Gl && !test::hasAnyGl())
        GTEST_SKIP() << "this platform has no OpenGL";
    Screen screen({320, 240}, GetParam());
    auto frame = plainFrame(320, 180, qRgb(255, 0, 0));
    playback::OverlayRect line{0.25, 0.9, 0.5, 0.1, 1, 1, {0, 255, 0, 255}};
    frame->overlays = std::make_shared<const playback::Overlays>(playback::Overlays{line});
    screen.show(frame);
    for (const Aspect aspect : {Aspect::Fit, Aspect::Fill, Aspect::Wide, Aspect::Zoom}) {
        screen.widget.setAspect(aspect);
        const QRect area = areaOf(screen.seen(), qRgb(0, 255, 0));
        EXPECT_NEAR(area.width(), 160, 2) << int(aspect);
        EXPECT_NEAR(area.height(), 18, 2) << int(aspect);
        EXPECT_NEAR(area.center().x(), 160, 2) << int(aspect);
    }
    screen.widget.setAspect(Aspect::Stretch);
    EXPECT_EQ(areaOf(screen.seen(), qRgb(0, 255, 0)).bottom(), 239);
}

TEST_P(Shapes, SubtitlesAreLiftedAboveWhatCoversThem)
{
    if (GetParam() == VideoWidget::Surface::Gl && !test::hasAnyGl())
        GTEST_SKIP() << "this platform has no OpenGL";
    Screen screen({320, 180}, GetParam());
    auto frame = plainFrame(320, 180, qRgb(255, 0, 0));
    const playback::OverlayRect above{0.25, 0.7, 0.5, 0.1, 1, 1, {0, 0, 255, 255}};
    const playback::OverlayRect line{0.25, 0.85, 0.5, 0.1, 1, 1, {0, 255, 0, 255}};
    const playback::OverlayRect top{0.25, 0.05, 0.5, 0.1, 1, 1, {255, 255, 255, 255}};
    frame->overlays = std::make_shared<const playback::Overlays>(playback::Overlays{above, line, top});
    screen.show(frame);
    const int before = areaOf(screen.seen(), qRgb(0, 255, 0)).bottom();
    const int between = before - areaOf(screen.seen(), qRgb(0, 0, 255)).bottom();
    screen.widget.setCovered(60);
    EXPECT_NEAR(areaOf(screen.seen(), qRgb(0, 255, 0)).bottom(), 119, 1);
    EXPECT_NEAR(areaOf(screen.seen(), qRgb(0, 0, 255)).bottom(), 119 - between, 1);
    EXPECT_NEAR(areaOf(screen.seen(), qRgb(255, 255, 255)).top(), 9, 1) << "nothing is in its way";
    screen.widget.setCovered(0);
    EXPECT_EQ(areaOf(screen.seen(), qRgb(0, 255, 0)).bottom(), before);
}

INSTANTIATE_TEST_SUITE_P(Surfaces, Shapes, testing::Values(VideoWidget::Surface::Software, VideoWidget::Surface::Gl));

} // namespace
} // namespace kanal::ui
