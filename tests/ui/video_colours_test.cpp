// SPDX-License-Identifier: MIT
// Colours are what the recommendations say, on the processor and through the shader.
#include "shown_widget.h"
#include "synthetic_frame.h"

#include <ui/frame_image.h>

#include <QColor>

namespace kanal::ui
{
namespace
{

using playback::ColourInfo;
using playback::PixelLayout;
using playback::SampleDepth;
using test::yuvFrame;

struct ColourCase {
    const char *name;
    PixelLayout layout;
    SampleDepth depth;
    ColourInfo colour;
    test::Yuv sample;
    QRgb expected;
};

constexpr ColourInfo k601{ColourInfo::Matrix::Bt601};
constexpr ColourInfo k709{ColourInfo::Matrix::Bt709};
constexpr ColourInfo k601Full{ColourInfo::Matrix::Bt601, ColourInfo::Transfer::Sdr, true};
constexpr ColourInfo kWide{ColourInfo::Matrix::Bt2020, ColourInfo::Transfer::Sdr, false, ColourInfo::Primaries::Bt2020};
constexpr ColourInfo kPq{ColourInfo::Matrix::Bt2020, ColourInfo::Transfer::Pq, false, ColourInfo::Primaries::Bt2020};
constexpr ColourInfo kBrightPq{ColourInfo::Matrix::Bt2020, ColourInfo::Transfer::Pq, false,
                               ColourInfo::Primaries::Bt2020, 4000};
constexpr ColourInfo kHlg{ColourInfo::Matrix::Bt2020, ColourInfo::Transfer::Hlg, false, ColourInfo::Primaries::Bt2020};

// Reference values computed from the matrices and curves of the recommendations.
const ColourCase kColours[] = {
    {"white709", PixelLayout::Yuv420, {8}, k709, {235, 128, 128}, qRgb(255, 255, 255)},
    {"black709", PixelLayout::Yuv420, {8}, k709, {16, 128, 128}, qRgb(0, 0, 0)},
    {"red709", PixelLayout::Yuv420, {8}, k709, {63, 102, 240}, qRgb(255, 1, 0)},
    {"red601", PixelLayout::Yuv420, {8}, k601, {81, 90, 240}, qRgb(254, 0, 0)},
    {"green601", PixelLayout::Yuv422, {8}, k601, {145, 54, 34}, qRgb(0, 255, 1)},
    {"blue601full", PixelLayout::Yuv444, {8}, k601Full, {29, 255, 107}, qRgb(0, 0, 254)},
    {"grey10", PixelLayout::Yuv420, {10}, k709, {502, 512, 512}, qRgb(127, 127, 127)},
    {"grey12", PixelLayout::Yuv420, {12}, k709, {2008, 2048, 2048}, qRgb(127, 127, 127)},
    {"red2020at10", PixelLayout::Yuv420, {10}, {ColourInfo::Matrix::Bt2020}, {294, 387, 960}, qRgb(255, 0, 0)},
    {"red709nv12", PixelLayout::Nv12, {8}, k709, {63, 102, 240}, qRgb(255, 1, 0)},
    {"white709p010", PixelLayout::Nv12, {10, true}, k709, {940, 512, 512}, qRgb(255, 255, 255)},
    {"grey709p010", PixelLayout::Nv12, {10, true}, k709, {502, 512, 512}, qRgb(127, 127, 127)},
    {"red709p010", PixelLayout::Nv12, {10, true}, k709, {252, 408, 960}, qRgb(255, 1, 0)},
    {"wideGamut", PixelLayout::Yuv420, {10}, kWide, {400, 480, 600}, qRgb(158, 76, 79)},
    {"pqBlack", PixelLayout::Yuv420, {10}, kPq, {64, 512, 512}, qRgb(0, 0, 0)},
    {"pqDark", PixelLayout::Yuv420, {10}, kPq, {300, 512, 512}, qRgb(54, 54, 54)},
    {"pq100nits", PixelLayout::Yuv420, {10}, kPq, {509, 512, 512}, qRgb(185, 185, 185)},
    {"pqWhite", PixelLayout::Nv12, {10, true}, kPq, {573, 512, 512}, qRgb(238, 238, 238)},
    {"pqPeak", PixelLayout::Yuv420, {10}, kPq, {723, 512, 512}, qRgb(255, 255, 255)},
    {"pqPeakOfABrighterMaster", PixelLayout::Yuv420, {10}, kBrightPq, {723, 512, 512}, qRgb(253, 253, 253)},
    {"pqColour", PixelLayout::Yuv420, {10}, kPq, {450, 520, 560}, qRgb(229, 100, 148)},
    {"hlgDark", PixelLayout::Yuv420, {10}, kHlg, {300, 512, 512}, qRgb(69, 69, 69)},
    {"hlgGrey", PixelLayout::Yuv420, {10}, kHlg, {573, 512, 512}, qRgb(164, 164, 164)},
    {"hlgWhite", PixelLayout::Nv12, {10, true}, kHlg, {723, 512, 512}, qRgb(238, 238, 238)},
};

class Colours : public testing::TestWithParam<ColourCase>
{
protected:
    playback::FrameRef frame(int width, int height) const
    {
        const ColourCase &c = GetParam();
        auto made = yuvFrame(c.layout, c.depth, c.sample, width, height);
        made->colour = c.colour;
        return made;
    }
};

TEST_P(Colours, AreRightOnTheCpu)
{
    const QImage image = imageOf(frame(64, 48));
    ASSERT_FALSE(image.isNull());
    for (const QPoint at : {QPoint(30, 20), QPoint(63, 47)})
        EXPECT_LE(test::farthest(image.pixel(at), GetParam().expected), 2)
            << QColor(image.pixel(at)).name().toStdString();
}

TEST_P(Colours, AreRightThroughTheShader)
{
    if (!test::hasAnyGl())
        GTEST_SKIP() << "this platform has no OpenGL";
    test::Screen screen({320, 240}, VideoWidget::Surface::Gl);
    const QImage image = screen.show(frame(320, 180));
    EXPECT_LE(test::farthest(image.pixel(160, 120), GetParam().expected), 3)
        << QColor(image.pixel(160, 120)).name().toStdString();
    EXPECT_EQ(image.pixel(160, 5), qRgb(0, 0, 0)) << "letterbox";
    EXPECT_LE(test::farthest(image.pixel(2, 32), GetParam().expected), 3) << "top left of the picture";
}

INSTANTIATE_TEST_SUITE_P(Reference, Colours, testing::ValuesIn(kColours),
                         [](const auto &info) { return std::string(info.param.name); });

/// A ramp so slow that in 8 bits each step of it would be a band: the mean of a column says more than 8 bits can.
playback::FrameRef slowRamp()
{
    auto frame = yuvFrame(PixelLayout::Yuv420, {10}, {502, 512, 512}, 320, 180);
    frame->colour = k709;
    for (int y = 0; y < 180; ++y)
        for (int x = 0; x < 320; ++x) {
            const std::uint16_t value = x < 160 ? 501 : 502; // less than one step of 8 bits apart
            std::memcpy(&frame->memory[0][std::size_t(y) * std::size_t(frame->strides[0]) + std::size_t(x) * 2], &value,
                        sizeof value);
        }
    return frame;
}

double meanGreen(const QImage &image, const QRect &area)
{
    double sum = 0;
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x)
            sum += qGreen(image.pixel(x, y));
    return sum / (area.width() * area.height());
}

TEST(Dithering, KeepsWhatLiesBetweenTwoStepsOnTheCpu)
{
    const QImage image = imageOf(slowRamp());
    const double step = meanGreen(image, {200, 10, 64, 128}) - meanGreen(image, {40, 10, 64, 128});
    EXPECT_NEAR(step, 255.0 / 876, 0.06);
}

TEST(Dithering, KeepsWhatLiesBetweenTwoStepsThroughTheShader)
{
    if (!test::hasAnyGl())
        GTEST_SKIP() << "this platform has no OpenGL";
    test::Screen screen({320, 180}, VideoWidget::Surface::Gl);
    const QImage image = screen.show(slowRamp());
    const double step = meanGreen(image, {200, 10, 64, 128}) - meanGreen(image, {40, 10, 64, 128});
    EXPECT_NEAR(step, 255.0 / 876, 0.06);
}

} // namespace
} // namespace kanal::ui
