// SPDX-License-Identifier: MIT
#include "frame_converter.h"

#include "trace.h"

#include <kanal/playback/video_colour.h>
#include <kanal/playback/video_place.h>

extern "C" {
#include <libavutil/display.h>
#include <libavutil/mastering_display_metadata.h>
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
constexpr double kUnknownPeak = 1000, kLowestPeak = 400, kHighestPeak = 4000; ///< nits

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

/// The brightest that the master holds, in nits.
int peakOf(const AVFrame &frame)
{
    double peak = 0;
    if (const AVFrameSideData *data = av_frame_get_side_data(&frame, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL))
        peak = reinterpret_cast<const AVContentLightMetadata *>(data->data)->MaxCLL;
    const AVFrameSideData *data = av_frame_get_side_data(&frame, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA);
    if (data && peak <= 0) {
        const auto *master = reinterpret_cast<const AVMasteringDisplayMetadata *>(data->data);
        peak = master->has_luminance && master->max_luminance.den > 0 ? av_q2d(master->max_luminance) : 0;
    }
    return int(std::clamp(peak > 0 ? peak : kUnknownPeak, kLowestPeak, kHighestPeak));
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
    const bool follows = frame.color_primaries == AVCOL_PRI_UNSPECIFIED &&
                         (colour.matrix == ColourInfo::Matrix::Bt2020 || colour.transfer != ColourInfo::Transfer::Sdr);
    if (follows || frame.color_primaries == AVCOL_PRI_BT2020)
        colour.primaries = ColourInfo::Primaries::Bt2020;
    if (colour.transfer == ColourInfo::Transfer::Pq)
        colour.peakNits = peakOf(frame);
    return colour;
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
    out.displayAspect = saneAspect(out.displayAspect);
    out.colour = colourOf(frame);
    out.session = context.session;
    out.pts =
        std::chrono::microseconds(frame.best_effort_timestamp == AV_NOPTS_VALUE ? 0 : frame.best_effort_timestamp);
}

struct PlanarLayout {
    AVPixelFormat format;
    PixelLayout layout;
    SampleDepth depth;
};
constexpr PlanarLayout kPlanarLayouts[] = {
    {AV_PIX_FMT_YUV420P, PixelLayout::Yuv420, {8}},      {AV_PIX_FMT_YUVJ420P, PixelLayout::Yuv420, {8}},
    {AV_PIX_FMT_YUV422P, PixelLayout::Yuv422, {8}},      {AV_PIX_FMT_YUVJ422P, PixelLayout::Yuv422, {8}},
    {AV_PIX_FMT_YUV444P, PixelLayout::Yuv444, {8}},      {AV_PIX_FMT_YUVJ444P, PixelLayout::Yuv444, {8}},
    {AV_PIX_FMT_YUV420P10LE, PixelLayout::Yuv420, {10}}, {AV_PIX_FMT_YUV422P10LE, PixelLayout::Yuv422, {10}},
    {AV_PIX_FMT_YUV444P10LE, PixelLayout::Yuv444, {10}}, {AV_PIX_FMT_YUV420P12LE, PixelLayout::Yuv420, {12}},
    {AV_PIX_FMT_YUV422P12LE, PixelLayout::Yuv422, {12}}, {AV_PIX_FMT_YUV444P12LE, PixelLayout::Yuv444, {12}},
    {AV_PIX_FMT_NV12, PixelLayout::Nv12, {8}},           {AV_PIX_FMT_P010LE, PixelLayout::Nv12, {10, true}},
    {AV_PIX_FMT_P016LE, PixelLayout::Nv12, {16, true}},
};

const PlanarLayout *planarLayout(int format)
{
    const auto found = std::find_if(std::begin(kPlanarLayouts), std::end(kPlanarLayouts),
                                    [format](const PlanarLayout &known) { return known.format == format; });
    return found == std::end(kPlanarLayouts) ? nullptr : found;
}

bool hasFlag(int format, std::uint64_t flag)
{
    const AVPixFmtDescriptor *about = av_pix_fmt_desc_get(AVPixelFormat(format));
    return about && (about->flags & flag) != 0;
}

/// What a layout that is not drawn as it is becomes: no shallower than it was.
AVPixelFormat drawable(int format)
{
    const AVPixFmtDescriptor *about = av_pix_fmt_desc_get(AVPixelFormat(format));
    return about && about->comp[0].depth > 8 ? AV_PIX_FMT_YUV420P10LE : AV_PIX_FMT_YUV420P;
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

void describePlanes(VideoFrame &out, const AVFrame &frame, const PlanarLayout &layout)
{
    out.layout = layout.layout;
    out.depth = layout.depth;
    out.width = frame.width;
    out.height = frame.height;
    for (std::size_t i = 0; i < out.planes.size(); ++i) {
        out.planes[i] = frame.data[i];
        out.strides[i] = frame.linesize[i];
    }
}

} // namespace

ScaledSize scaledSize(double displayAspect, const SurfaceWish &wish)
{
    const PlaceSize placed = placedSize(displayAspect, wish);
    return {evened(placed.width), evened(placed.height)};
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
    VideoFrame described;
    describe(described, *frame, context);
    const bool rgb = hasFlag(frame->format, AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL);
    if (!wish.paintsRgbOnly && !rgb)
        return toPlanar(std::move(frame), described);
    ScaledSize size{frame->width, frame->height};
    if (wish.paintsRgbOnly && wish.width > 0 && wish.height > 0) {
        size = scaledSize(described.displayAspect, wish);
        if (described.rotation % 180 != 0)
            std::swap(size.width, size.height);
    }
    return rgb || !needsMapping(described.colour) ? toRgb(*frame, size, described)
                                                  : toScreenColours(*frame, size, described);
}

namespace
{

/// An empty picture of this size, ready to paint.
std::shared_ptr<RgbFrame> rgbFrame(PicturePool &pool, ScaledSize size, const VideoFrame &described)
{
    auto picture = std::make_shared<RgbFrame>();
    static_cast<VideoFrame &>(*picture) = described;
    const int stride = aligned(size.width * 4);
    picture->pixels = pool.take(std::size_t(stride) * std::size_t(size.height) + kStrideAlignment);
    picture->layout = PixelLayout::Bgra32;
    picture->colour = {}; // the screen's
    picture->width = size.width;
    picture->height = size.height;
    picture->planes[0] = picture->pixels.get();
    picture->strides[0] = stride;
    return picture;
}

} // namespace

FrameConverter::Made FrameConverter::toRgb(const AVFrame &frame, ScaledSize size, const VideoFrame &described)
{
    const PicturePlanes source = scaled(frame, size).value_or(planesOf(frame));
    if (!m_scaler.prepare(source.shape, {size.width, size.height, AV_PIX_FMT_BGRA}, described.colour))
        return fail(ErrorKind::Unsupported, "no conversion from pixel format " + std::to_string(frame.format));
    auto picture = rgbFrame(*m_pool, size, described);
    m_scaler.scale(source, {picture->pixels.get()}, {picture->strides[0]});
    return picture;
}

/// HDR and wide gamuts, in the size they are seen in: what comes out is made for the screen.
FrameConverter::Made FrameConverter::toScreenColours(const AVFrame &frame, ScaledSize size, const VideoFrame &described)
{
    const PlanarLayout *layout = planarLayout(frame.format);
    const bool asItIs = layout && size.width == frame.width && size.height == frame.height;
    if (!asItIs) {
        m_rescaled = rescaled(frame, size, drawable(frame.format), std::move(m_rescaled));
        if (!m_rescaled)
            return fail(ErrorKind::Unsupported, "no conversion from pixel format " + std::to_string(frame.format));
        layout = planarLayout(m_rescaled->format);
    }
    VideoFrame planes;
    planes.colour = described.colour;
    describePlanes(planes, asItIs ? frame : *m_rescaled, *layout);
    auto picture = rgbFrame(*m_pool, size, described);
    m_colours.convert(planes, picture->pixels.get(), picture->strides[0]);
    return picture;
}

FramePtr FrameConverter::rescaled(const AVFrame &frame, ScaledSize size, AVPixelFormat format, FramePtr into)
{
    const PictureShape shape{size.width, size.height, format};
    if (!m_scaler.prepare(shapeOf(frame), shape, {}))
        return nullptr;
    if (!into || shapeOf(*into) != shape) {
        into = makeFrame();
        into->format = format;
        into->width = size.width;
        into->height = size.height;
        if (av_frame_get_buffer(into.get(), 0) < 0)
            return nullptr;
    }
    m_scaler.scale(planesOf(frame), {into->data[0], into->data[1], into->data[2]},
                   {into->linesize[0], into->linesize[1], into->linesize[2]});
    return into;
}

std::optional<PicturePlanes> FrameConverter::scaled(const AVFrame &frame, ScaledSize size)
{
    const PlaneSize luma{frame.width, frame.height}, chroma{(frame.width + 1) / 2, (frame.height + 1) / 2};
    const PlaneSize toLuma{size.width, size.height}, toChroma{size.width / 2, size.height / 2};
    const bool planar = frame.format == AV_PIX_FMT_YUV420P || frame.format == AV_PIX_FMT_YUVJ420P;
    if (!planar || luma == toLuma || !PlaneScaler::suits(luma, toLuma) || !PlaneScaler::suits(chroma, toChroma))
        return std::nullopt;
    m_luma.prepare(luma, toLuma);
    m_chroma.prepare(chroma, toChroma);
    PicturePlanes source{{size.width, size.height, AV_PIX_FMT_YUV420P},
                         {},
                         {aligned(size.width), aligned(toChroma.width), aligned(toChroma.width)}};
    const std::size_t lumaBytes = std::size_t(source.strides[0]) * std::size_t(size.height);
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

FrameConverter::Made FrameConverter::toPlanar(FramePtr frame, const VideoFrame &described)
{
    const PlanarLayout *layout = planarLayout(frame->format);
    if (!layout) {
        const int format = frame->format;
        frame = rescaled(*frame, {frame->width, frame->height}, drawable(format));
        if (!frame)
            return fail(ErrorKind::Unsupported, "no conversion from pixel format " + std::to_string(format));
        layout = planarLayout(frame->format);
    }
    auto picture = std::make_shared<PlanarFrame>();
    static_cast<VideoFrame &>(*picture) = described;
    describePlanes(*picture, *frame, *layout);
    picture->picture = std::move(frame);
    return picture;
}

} // namespace kanal::playback
