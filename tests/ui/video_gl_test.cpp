// SPDX-License-Identifier: MIT
// The surface that draws with OpenGL: what it keeps, and that it goes in peace.
#include "shown_widget.h"
#include "synthetic_frame.h"

#include <ui/gl_surface.h>

namespace kanal::ui
{
namespace
{

using playback::PixelLayout;
using test::yuvFrame;

class GlSurfaceThroughTheShader : public testing::Test
{
protected:
    void SetUp() override
    {
        if (!test::hasAnyGl())
            GTEST_SKIP() << "this platform has no OpenGL";
    }
};

TEST_F(GlSurfaceThroughTheShader, TexturesStayWhileShapeAndDepthAreTheSame)
{
    test::Screen screen({320, 180}, VideoWidget::Surface::Gl);
    const auto *surface = screen.widget.findChild<GlSurface *>();
    ASSERT_NE(surface, nullptr);
    for (int i = 0; i < 7; ++i) // twice around the ring
        screen.show(yuvFrame(PixelLayout::Yuv420, {8}, {63 + i, 102, 240}, 320, 180));
    EXPECT_EQ(surface->texturesMade(), 3);
    screen.show(yuvFrame(PixelLayout::Yuv420, {10}, {252, 408, 960}, 320, 180));
    EXPECT_EQ(surface->texturesMade(), 6);
}

TEST_F(GlSurfaceThroughTheShader, EachPictureIsItsOwnHoweverItsLinesArePadded)
{
    test::Screen screen({320, 180}, VideoWidget::Surface::Gl);
    for (const int grey : {40, 200, 90, 160, 120}) {
        const QImage image =
            screen.show(yuvFrame(PixelLayout::Yuv444, {8}, {16 + 219 * grey / 255, 128, 128}, 321, 179));
        EXPECT_LE(test::farthest(image.pixel(160, 90), qRgb(grey, grey, grey)), 3);
        EXPECT_LE(test::farthest(image.pixel(300, 170), qRgb(grey, grey, grey)), 3);
    }
}

TEST_F(GlSurfaceThroughTheShader, APictureUpsideDownInMemoryIsShownUpright)
{
    auto frame = yuvFrame(PixelLayout::Yuv444, {8}, {16, 128, 128}, 320, 180);
    std::fill_n(frame->memory[0].data(), std::size_t(frame->strides[0]) * 90, std::uint8_t(235)); // its lower half
    frame->planes[0] += std::ptrdiff_t(frame->strides[0]) * 179;
    frame->strides[0] = -frame->strides[0];
    test::Screen screen({320, 180}, VideoWidget::Surface::Gl);
    const QImage image = screen.show(frame);
    EXPECT_LE(test::farthest(image.pixel(160, 20), qRgb(0, 0, 0)), 3);
    EXPECT_LE(test::farthest(image.pixel(160, 160), qRgb(255, 255, 255)), 3);
}

TEST_F(GlSurfaceThroughTheShader, WhereItCannotDrawAfterAllTheProcessorDoes)
{
    test::Screen screen({320, 180}, VideoWidget::Surface::Gl);
    screen.show(yuvFrame(PixelLayout::Yuv420, {8}, {63, 102, 240}, 320, 180));
    ASSERT_FALSE(screen.widget.wish().paintsRgbOnly);
    Q_EMIT screen.widget.findChild<GlSurface *>()->failed();
    ASSERT_TRUE(test::waitUntil([&] { return screen.widget.surface() == VideoWidget::Surface::Software; }));
    EXPECT_TRUE(screen.widget.wish().paintsRgbOnly);
    screen.widget.present(yuvFrame(PixelLayout::Yuv420, {8}, {63, 102, 240}, 320, 180)); // it was on its way
    const QImage image = screen.show(test::plainFrame(320, 180, qRgb(10, 200, 30)));
    EXPECT_EQ(image.pixel(160, 90), qRgb(10, 200, 30));
}

TEST_F(GlSurfaceThroughTheShader, MayBeDestroyedWhileItIsShown)
{
    for (int i = 0; i < 3; ++i) {
        auto screen = std::make_unique<test::Screen>(QSize(320, 180), VideoWidget::Surface::Gl);
        screen->show(yuvFrame(PixelLayout::Yuv420, {8}, {63, 102, 240}, 320, 180));
        screen.reset(); // its context goes after the surface's own parts
    }
}

} // namespace
} // namespace kanal::ui
