// SPDX-License-Identifier: MIT
// From what a decoder gives to what a surface draws: shape, depth, colours.
#include "frame_converter.h"

extern "C" {
#include <libavutil/display.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

FramePtr picture(int width, int height)
{
    FramePtr frame = makeFrame();
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = width;
    frame->height = height;
    frame->sample_aspect_ratio = {1, 1};
    EXPECT_GE(av_frame_get_buffer(frame.get(), 0), 0);
    for (std::size_t plane = 0; plane < 3; ++plane)
        std::memset(frame->data[plane], 128, std::size_t(frame->linesize[plane] * (plane ? height / 2 : height)));
    return frame;
}

TEST(FrameConverter, ATurnedPictureIsScaledForItsPlaceAfterTheTurn)
{
    FrameConverter converter(std::make_shared<PicturePool>());
    const auto turned = converter.convert(picture(320, 180), {true, 400, 320}, {{1, 1}, 90, 1});
    ASSERT_TRUE(turned);
    EXPECT_NEAR((*turned)->displayAspect, 9.0 / 16, 0.001);
    EXPECT_EQ((*turned)->width, 320); // lies down: 180 × 320 on screen
    EXPECT_EQ((*turned)->height, 180);
}

TEST(FrameConverter, ThePicturesOwnTurnWins)
{
    FramePtr frame = picture(320, 180);
    AVFrameSideData *data = av_frame_new_side_data(frame.get(), AV_FRAME_DATA_DISPLAYMATRIX, 9 * sizeof(std::int32_t));
    ASSERT_NE(data, nullptr);
    av_display_rotation_set(reinterpret_cast<std::int32_t *>(data->data), -180);
    FrameConverter converter(std::make_shared<PicturePool>());
    const auto turned = converter.convert(std::move(frame), {false, 400, 320}, {{1, 1}, 90, 1});
    ASSERT_TRUE(turned);
    EXPECT_EQ((*turned)->rotation, 180);
    EXPECT_NEAR((*turned)->displayAspect, 16.0 / 9, 0.001);
}

TEST(FrameConverter, AnAbsurdPixelShapeCostsNoMoreThanTheScreenDoes)
{
    FramePtr frame = picture(320, 180);
    frame->sample_aspect_ratio = {1080, 1};
    FrameConverter converter(std::make_shared<PicturePool>());
    const auto filled =
        converter.convert(std::move(frame), {true, 1920, 1080, SurfaceWish::Fit::Cover}, {{1, 1}, 0, 1});
    ASSERT_TRUE(filled);
    EXPECT_EQ((*filled)->displayAspect, 10);
    EXPECT_LE((*filled)->width, 4 * 1920);
    EXPECT_LE((*filled)->height, 1080);
}

TEST(FrameConverter, FollowsProportionsAndZoomOfTheWish)
{
    using Fit = SurfaceWish::Fit;
    const auto size = [](SurfaceWish wish) {
        const ScaledSize scaled = scaledSize(16.0 / 9, wish);
        return std::pair(scaled.width, scaled.height);
    };
    EXPECT_EQ(size({true, 900, 900}), std::pair(900, 506));
    EXPECT_EQ(size({true, 900, 900, Fit::Cover}), std::pair(1600, 900));
    EXPECT_EQ(size({true, 900, 900, Fit::Stretch}), std::pair(900, 900));
    EXPECT_EQ(size({true, 900, 900, Fit::Contain, 4.0 / 3}), std::pair(900, 676));
    EXPECT_EQ(size({true, 960, 540, Fit::Contain, 0, 4.0 / 3}), std::pair(1280, 720));
}

constexpr SurfaceWish kGl{false, 400, 320};

/// One colour; samples of more than 8 bits as they lie in memory.
FramePtr plain(AVPixelFormat format, std::array<int, 3> samples, int width = 64, int height = 48)
{
    FramePtr frame = makeFrame();
    frame->format = format;
    frame->width = width;
    frame->height = height;
    frame->sample_aspect_ratio = {1, 1};
    EXPECT_GE(av_frame_get_buffer(frame.get(), 0), 0);
    const AVPixFmtDescriptor &about = *av_pix_fmt_desc_get(format);
    for (int part = 0; part < 3; ++part) {
        const AVComponentDescriptor &component = about.comp[part];
        const bool chroma = part > 0 && !(about.flags & AV_PIX_FMT_FLAG_RGB);
        const int columns = chroma ? AV_CEIL_RSHIFT(width, about.log2_chroma_w) : width;
        const int rows = chroma ? AV_CEIL_RSHIFT(height, about.log2_chroma_h) : height;
        for (int y = 0; y < rows; ++y)
            for (int x = 0; x < columns; ++x) {
                std::uint8_t *at = frame->data[component.plane] + std::ptrdiff_t(y) * frame->linesize[component.plane] +
                                   x * component.step + component.offset;
                const auto value = std::uint16_t(samples[std::size_t(part)]);
                std::memcpy(at, &value, component.depth > 8 ? 2 : 1);
            }
    }
    return frame;
}

std::shared_ptr<VideoFrame> converted(FramePtr frame, const SurfaceWish &wish)
{
    FrameConverter converter(std::make_shared<PicturePool>());
    const auto made = converter.convert(std::move(frame), wish, {{1, 1}, 0, 1});
    EXPECT_TRUE(made);
    return made ? *made : std::make_shared<VideoFrame>();
}

/// B, G, R in the middle of a Bgra32 picture.
std::array<int, 3> middle(const VideoFrame &frame)
{
    EXPECT_EQ(frame.layout, PixelLayout::Bgra32);
    const std::uint8_t *pixel =
        frame.planes[0] + std::ptrdiff_t(frame.height / 2) * frame.strides[0] + std::ptrdiff_t(frame.width / 2) * 4;
    return {pixel[0], pixel[1], pixel[2]};
}

void expectNear(std::array<int, 3> got, std::array<int, 3> wanted, int by)
{
    for (std::size_t i = 0; i < got.size(); ++i)
        EXPECT_NEAR(got[i], wanted[i], by) << i;
}

TEST(FrameConverter, GivesP010AsItIs)
{
    const auto frame = converted(plain(AV_PIX_FMT_P010LE, {940 << 6, 512 << 6, 512 << 6}), kGl);
    EXPECT_EQ(frame->layout, PixelLayout::Nv12);
    EXPECT_EQ(frame->depth.bits, 10);
    EXPECT_TRUE(frame->depth.high);
}

TEST(FrameConverter, KeepsTheDepthOfLayoutsThatNobodyDraws)
{
    const auto deep = converted(plain(AV_PIX_FMT_YUV440P12LE, {2008, 1024, 3072}), kGl);
    EXPECT_EQ(deep->layout, PixelLayout::Yuv420);
    EXPECT_EQ(deep->depth.bits, 10);
    std::uint16_t luma = 0, blue = 0;
    std::memcpy(&luma, deep->planes[0], sizeof luma);
    std::memcpy(&blue, deep->planes[1], sizeof blue);
    EXPECT_NEAR(luma, 502, 1);
    EXPECT_NEAR(blue, 256, 1);
    EXPECT_EQ(converted(plain(AV_PIX_FMT_YUV411P, {100, 90, 80}), kGl)->depth.bits, 8);
}

TEST(FrameConverter, SamplesAreNotStretchedOnTheWay)
{
    const auto frame = converted(plain(AV_PIX_FMT_YUV411P, {16, 90, 240}), kGl);
    EXPECT_EQ(frame->planes[0][0], 16);
    EXPECT_EQ(frame->planes[1][0], 90);
    EXPECT_EQ(frame->planes[2][0], 240);
}

TEST(FrameConverter, RgbStaysRgbWhereShadersDraw)
{
    FramePtr frame = plain(AV_PIX_FMT_GBRP, {200, 40, 120}); // R, G, B
    frame->colorspace = AVCOL_SPC_RGB;
    const auto picture = converted(std::move(frame), kGl);
    EXPECT_EQ(picture->width, 64);
    expectNear(middle(*picture), {120, 40, 200}, 1);
}

class HdrPatch : public testing::TestWithParam<AVPixelFormat>
{
protected:
    static FramePtr grey(int code, AVColorTransferCharacteristic transfer)
    {
        const int shift = GetParam() == AV_PIX_FMT_P010LE ? 6 : 0;
        FramePtr frame = plain(GetParam(), {code << shift, 512 << shift, 512 << shift}, 320, 180);
        frame->colorspace = AVCOL_SPC_BT2020_NCL;
        frame->color_primaries = AVCOL_PRI_BT2020;
        frame->color_trc = transfer;
        return frame;
    }
    static int shown(FramePtr frame, int width)
    {
        const auto picture = converted(std::move(frame), {true, width, width * 9 / 16});
        EXPECT_EQ(picture->width, width);
        EXPECT_EQ(picture->colour, ColourInfo{}) << "it is the screen's now";
        const auto pixel = middle(*picture);
        EXPECT_NEAR(pixel[0], pixel[2], 1) << "grey";
        return pixel[1];
    }
};

TEST_P(HdrPatch, IsToneMappedWithoutACardScaledOrNot)
{
    for (const int width : {320, 160, 640}) {
        EXPECT_NEAR(shown(grey(509, AVCOL_TRC_SMPTE2084), width), 185, 2) << "100 nits";
        EXPECT_NEAR(shown(grey(573, AVCOL_TRC_SMPTE2084), width), 238, 2) << "white";
        EXPECT_NEAR(shown(grey(573, AVCOL_TRC_ARIB_STD_B67), width), 164, 2);
        EXPECT_NEAR(shown(grey(723, AVCOL_TRC_ARIB_STD_B67), width), 238, 2) << "white";
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, HdrPatch, testing::Values(AV_PIX_FMT_YUV420P10LE, AV_PIX_FMT_P010LE));

int peakWith(unsigned brightest, AVRational display)
{
    FramePtr frame = plain(AV_PIX_FMT_YUV420P10LE, {573, 512, 512});
    frame->colorspace = AVCOL_SPC_BT2020_NCL;
    frame->color_trc = AVCOL_TRC_SMPTE2084;
    if (brightest > 0)
        av_content_light_metadata_create_side_data(frame.get())->MaxCLL = brightest;
    if (display.num > 0) {
        AVMasteringDisplayMetadata *master = av_mastering_display_metadata_create_side_data(frame.get());
        master->has_luminance = 1;
        master->max_luminance = display;
    }
    return converted(std::move(frame), kGl)->colour.peakNits;
}

TEST(FrameConverter, TakesThePeakOfTheMasterWithinReason)
{
    EXPECT_EQ(peakWith(0, {0, 1}), 1000);
    EXPECT_EQ(peakWith(0, {40'000'000, 10'000}), 4000);
    EXPECT_EQ(peakWith(650, {40'000'000, 10'000}), 650);
    EXPECT_EQ(peakWith(30, {0, 1}), 400);
    EXPECT_EQ(peakWith(60'000, {0, 1}), 4000);
    EXPECT_EQ(peakWith(0, {1000, 0}), 1000) << "nonsense";
}

TEST(FrameConverter, WideGamutsAreToldByTheirPrimariesOrTheirMatrix)
{
    const auto primaries = [](AVColorPrimaries said, AVColorSpace matrix) {
        FramePtr frame = plain(AV_PIX_FMT_YUV420P, {120, 100, 160});
        frame->color_primaries = said;
        frame->colorspace = matrix;
        return converted(std::move(frame), kGl)->colour.primaries;
    };
    using Primaries = ColourInfo::Primaries;
    EXPECT_EQ(primaries(AVCOL_PRI_BT2020, AVCOL_SPC_BT709), Primaries::Bt2020);
    EXPECT_EQ(primaries(AVCOL_PRI_UNSPECIFIED, AVCOL_SPC_BT2020_NCL), Primaries::Bt2020);
    EXPECT_EQ(primaries(AVCOL_PRI_BT709, AVCOL_SPC_BT2020_NCL), Primaries::Bt709);
    EXPECT_EQ(primaries(AVCOL_PRI_UNSPECIFIED, AVCOL_SPC_BT709), Primaries::Bt709);
}

TEST(PictureScaler, IsMadeOnceForPicturesOfAKind)
{
    for (const AVPixelFormat format :
         {AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUV420P, AV_PIX_FMT_GRAY8}) {
        PictureScaler scaler;
        for (int i = 0; i < 5; ++i)
            ASSERT_TRUE(scaler.prepare({320, 180, format}, {160, 90, AV_PIX_FMT_BGRA}, {}));
        EXPECT_EQ(scaler.made(), 1) << format;
    }
}

TEST(FrameConverter, FullRangePicturesAreShownInFull)
{
    expectNear(middle(*converted(plain(AV_PIX_FMT_YUVJ420P, {255, 128, 128}), {true, 64, 48})), {255, 255, 255}, 1);
    expectNear(middle(*converted(plain(AV_PIX_FMT_YUVJ420P, {16, 128, 128}), {true, 64, 48})), {16, 16, 16}, 1);
}

} // namespace
} // namespace kanal::playback
