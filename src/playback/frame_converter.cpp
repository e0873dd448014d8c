// SPDX-License-Identifier: MIT
#include "frame_converter.h"

#include "av_compat.h"
#include "trace.h"

extern "C" {
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr int kStrideAlignment = 64;

struct RgbFrame final : VideoFrame {
    std::shared_ptr<std::uint8_t> pixels;
};

struct PlanarFrame final : VideoFrame {
    FramePtr picture;
};

ColourInfo::Matrix matrixOf(const AVFrame &frame)
{
    switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
        return ColourInfo::Matrix::Bt709;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return ColourInfo::Matrix::Bt2020;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
    case AVCOL_SPC_FCC:
        return ColourInfo::Matrix::Bt601;
    default: // unspecified: HD is 709, SD is 601
        return frame.width >= 1280 || frame.height > 576 ? ColourInfo::Matrix::Bt709 : ColourInfo::Matrix::Bt601;
    }
}

bool isFullRange(const AVFrame &frame)
{
    if (frame.color_range != AVCOL_RANGE_UNSPECIFIED)
        return frame.color_range == AVCOL_RANGE_JPEG;
    switch (frame.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
        return true;
    default:
        return false;
    }
}

ColourInfo colourOf(const AVFrame &frame)
{
    ColourInfo colour;
    colour.matrix = matrixOf(frame);
    colour.fullRange = isFullRange(frame);
    if (frame.color_trc == AVCOL_TRC_SMPTE2084)
        colour.transfer = ColourInfo::Transfer::Pq;
    else if (frame.color_trc == AVCOL_TRC_ARIB_STD_B67)
        colour.transfer = ColourInfo::Transfer::Hlg;
    return colour;
}

int swsMatrix(ColourInfo::Matrix matrix)
{
    switch (matrix) {
    case ColourInfo::Matrix::Bt601:
        return SWS_CS_ITU601;
    case ColourInfo::Matrix::Bt2020:
        return SWS_CS_BT2020;
    default:
        return SWS_CS_ITU709;
    }
}

/// As the picture itself says; the container's word stands in the context.
std::optional<int> rotationOf(const AVFrame &frame)
{
    const AVFrameSideData *matrix = av_frame_get_side_data(&frame, AV_FRAME_DATA_DISPLAYMATRIX);
    if (!matrix || matrix->size < 9 * sizeof(std::int32_t))
        return std::nullopt;
    return clockwiseTurn(matrix->data);
}

/// Shape, colours and times of a frame, without its pixels.
void describe(VideoFrame &out, const AVFrame &frame, const PictureContext &context)
{
    out.sourceWidth = frame.width;
    out.sourceHeight = frame.height;
    const AVRational sar = frame.sample_aspect_ratio.num > 0 ? frame.sample_aspect_ratio : context.streamAspect;
    const double pixel = sar.num > 0 && sar.den > 0 ? av_q2d(sar) : 1.0;
    out.displayAspect = double(frame.width) / frame.height * pixel;
    out.rotation = rotationOf(frame).value_or(context.rotation);
    if (out.rotation % 180 != 0)
        out.displayAspect = 1 / out.displayAspect;
    out.colour = colourOf(frame);
    out.session = context.session;
    out.pts =
        std::chrono::microseconds(frame.best_effort_timestamp == AV_NOPTS_VALUE ? 0 : frame.best_effort_timestamp);
}

struct PlanarLayout {
    AVPixelFormat format;
    PixelLayout layout;
    int bitDepth;
};
constexpr PlanarLayout kPlanarLayouts[] = {
    {AV_PIX_FMT_YUV420P, PixelLayout::Yuv420, 8},      {AV_PIX_FMT_YUVJ420P, PixelLayout::Yuv420, 8},
    {AV_PIX_FMT_YUV422P, PixelLayout::Yuv422, 8},      {AV_PIX_FMT_YUVJ422P, PixelLayout::Yuv422, 8},
    {AV_PIX_FMT_YUV444P, PixelLayout::Yuv444, 8},      {AV_PIX_FMT_YUVJ444P, PixelLayout::Yuv444, 8},
    {AV_PIX_FMT_YUV420P10LE, PixelLayout::Yuv420, 10}, {AV_PIX_FMT_YUV422P10LE, PixelLayout::Yuv422, 10},
    {AV_PIX_FMT_YUV444P10LE, PixelLayout::Yuv444, 10}, {AV_PIX_FMT_NV12, PixelLayout::Nv12, 8},
};

const PlanarLayout *planarLayout(int format)
{
    const auto found = std::find_if(std::begin(kPlanarLayouts), std::end(kPlanarLayouts),
                                    [format](const PlanarLayout &known) { return known.format == format; });
    return found == std::end(kPlanarLayouts) ? nullptr : found;
}

/// swscale's fast ways write, and read, a little beyond a row.
int aligned(int bytes)
{
    return (bytes + kStrideAlignment - 1) / kStrideAlignment * kStrideAlignment;
}

int evened(double length)
{
    return std::max(2, int(std::lround(length / 2.0)) * 2);
}

} // namespace

FittedSize fittedSize(double displayAspect, int width, int height, SurfaceWish::Fit fit)
{
    if (fit == SurfaceWish::Fit::Stretch || displayAspect <= 0)
        return {evened(width), evened(height)};
    const bool byWidth = (double(width) / height < displayAspect) == (fit == SurfaceWish::Fit::Contain);
    if (byWidth)
        return {evened(width), evened(width / displayAspect)};
    return {evened(height * displayAspect), evened(height)};
}

FittedSize placedSize(double displayAspect, const SurfaceWish &wish)
{
    const double zoom = std::clamp(wish.zoom, 1.0, 4.0);
    return fittedSize(wish.aspect > 0 ? wish.aspect : displayAspect, int(std::lround(wish.width * zoom)),
                      int(std::lround(wish.height * zoom)), wish.fit);
}

int clockwiseTurn(const std::uint8_t *displayMatrix)
{
    const double angle = -av_display_rotation_get(reinterpret_cast<const std::int32_t *>(displayMatrix));
    return std::isnan(angle) ? 0 : (int(std::lround(angle / 90)) * 90 % 360 + 360) % 360;
}

FrameConverter::FrameConverter(std::shared_ptr<PicturePool> pool)
    : m_pool(std::move(pool))
{
}

Result<std::shared_ptr<VideoFrame>> FrameConverter::convert(FramePtr frame, const SurfaceWish &wish,
                                                            const PictureContext &context)
{
    const trace::Span span("convert and scale");
    if (frame->width <= 0 || frame->height <= 0)
        return fail(ErrorKind::BadAnswer, "picture without a size");
    if (wish.paintsRgbOnly) {
        auto picture = std::make_shared<RgbFrame>();
        describe(*picture, *frame, context);
        return toRgb(*frame, wish, std::move(picture));
    }
    auto picture = std::make_shared<PlanarFrame>();
    describe(*picture, *frame, context);
    return toPlanar(std::move(frame), *picture);
}

Result<std::shared_ptr<VideoFrame>> FrameConverter::toRgb(const AVFrame &frame, const SurfaceWish &wish,
                                                          std::shared_ptr<VideoFrame> described)
{
    auto picture = std::static_pointer_cast<RgbFrame>(std::move(described));
    FittedSize size{frame.width, frame.height};
    if (wish.width > 0 && wish.height > 0)
        size = placedSize(picture->displayAspect, wish);
    if (wish.width > 0 && wish.height > 0 && picture->rotation % 180 != 0)
        std::swap(size.width, size.height);
    const Source source = scaled(frame, size.width, size.height).value_or(asItIs(frame));
    m_scaler.reset(sws_getCachedContext(m_scaler.release(), source.width, source.height, source.format, size.width,
                                        size.height, AV_PIX_FMT_BGRA, SWS_FAST_BILINEAR, nullptr, nullptr, nullptr));
    if (!m_scaler)
        return fail(ErrorKind::Unsupported, "no conversion from pixel format " + std::to_string(frame.format));
    sws_setColorspaceDetails(m_scaler.get(), sws_getCoefficients(swsMatrix(picture->colour.matrix)),
                             picture->colour.fullRange, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
    const int stride = aligned(size.width * 4);
    picture->pixels = m_pool->take(std::size_t(stride) * std::size_t(size.height) + kStrideAlignment);
    std::uint8_t *planes[4] = {picture->pixels.get()};
    const int strides[4] = {stride};
    sws_scale(m_scaler.get(), source.planes.data(), source.strides.data(), 0, source.height, planes, strides);
    picture->layout = PixelLayout::Bgra32;
    picture->width = size.width;
    picture->height = size.height;
    picture->planes[0] = planes[0];
    picture->strides[0] = stride;
    return picture;
}

FrameConverter::Source FrameConverter::asItIs(const AVFrame &frame)
{
    Source source{frame.width, frame.height, AVPixelFormat(frame.format), {}, {}};
    std::copy_n(frame.data, source.planes.size(), source.planes.begin());
    std::copy_n(frame.linesize, source.strides.size(), source.strides.begin());
    return source;
}

std::optional<FrameConverter::Source> FrameConverter::scaled(const AVFrame &frame, int width, int height)
{
    const PlaneSize luma{frame.width, frame.height}, chroma{(frame.width + 1) / 2, (frame.height + 1) / 2};
    const PlaneSize toLuma{width, height}, toChroma{width / 2, height / 2};
    const bool planar = frame.format == AV_PIX_FMT_YUV420P || frame.format == AV_PIX_FMT_YUVJ420P;
    if (!planar || luma == toLuma || !PlaneScaler::suits(luma, toLuma) || !PlaneScaler::suits(chroma, toChroma))
        return std::nullopt;
    m_luma.prepare(luma, toLuma);
    m_chroma.prepare(chroma, toChroma);
    Source source{
        width, height, AVPixelFormat(frame.format), {}, {aligned(width), aligned(width / 2), aligned(width / 2)}};
    const std::size_t lumaBytes = std::size_t(source.strides[0]) * std::size_t(height);
    const std::size_t chromaBytes = std::size_t(source.strides[1]) * std::size_t(toChroma.height);
    m_planes.resize(lumaBytes + 2 * chromaBytes + kStrideAlignment);
    std::uint8_t *const planes[] = {m_planes.data(), m_planes.data() + lumaBytes,
                                    m_planes.data() + lumaBytes + chromaBytes};
    for (std::size_t i = 0; i < std::size(planes); ++i) {
        (i == 0 ? m_luma : m_chroma).scale(frame.data[i], frame.linesize[i], planes[i], source.strides[i]);
        source.planes[i] = planes[i];
    }
    return source;
}

Result<std::shared_ptr<VideoFrame>> FrameConverter::toPlanar(FramePtr frame, const VideoFrame &described)
{
    auto picture = std::make_shared<PlanarFrame>();
    static_cast<VideoFrame &>(*picture) = described;
    const PlanarLayout *layout = planarLayout(frame->format);
    if (!layout) {
        FramePtr converted = makeFrame();
        converted->format = AV_PIX_FMT_YUV420P;
        converted->width = frame->width;
        converted->height = frame->height;
        m_scaler.reset(sws_getCachedContext(m_scaler.release(), frame->width, frame->height,
                                            AVPixelFormat(frame->format), frame->width, frame->height,
                                            AV_PIX_FMT_YUV420P, SWS_FAST_BILINEAR, nullptr, nullptr, nullptr));
        if (!m_scaler || av_frame_get_buffer(converted.get(), 0) < 0)
            return fail(ErrorKind::Unsupported, "no conversion from pixel format " + std::to_string(frame->format));
        sws_scale(m_scaler.get(), frame->data, frame->linesize, 0, frame->height, converted->data, converted->linesize);
        frame = std::move(converted);
        layout = planarLayout(AV_PIX_FMT_YUV420P);
    }
    picture->layout = layout->layout;
    picture->bitDepth = layout->bitDepth;
    picture->width = frame->width;
    picture->height = frame->height;
    for (std::size_t i = 0; i < 3; ++i) {
        picture->planes[i] = frame->data[i];
        picture->strides[i] = frame->linesize[i];
    }
    picture->picture = std::move(frame);
    return picture;
}

} // namespace kanal::playback
