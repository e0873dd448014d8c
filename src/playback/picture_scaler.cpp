// SPDX-License-Identifier: MIT
#include "picture_scaler.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>

namespace kanal::playback
{

namespace
{

int swsMatrix(ColourInfo::Matrix matrix)
{
    switch (matrix) {
    case ColourInfo::Matrix::Bt601:
        return SWS_CS_ITU601;
    case ColourInfo::Matrix::Bt2020:
        return SWS_CS_BT2020;
    case ColourInfo::Matrix::Bt709:
        break;
    }
    return SWS_CS_ITU709;
}

/// The range is said apart.
AVPixelFormat plainFormat(AVPixelFormat format)
{
    switch (format) {
    case AV_PIX_FMT_YUVJ420P:
        return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
        return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P:
        return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ440P:
        return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ411P:
        return AV_PIX_FMT_YUV411P;
    default:
        return format;
    }
}

bool isRgb(AVPixelFormat format)
{
    const AVPixFmtDescriptor *about = av_pix_fmt_desc_get(format);
    return about && (about->flags & AV_PIX_FMT_FLAG_RGB) != 0;
}

} // namespace

PictureShape shapeOf(const AVFrame &frame)
{
    return {frame.width, frame.height, AVPixelFormat(frame.format)};
}

PicturePlanes planesOf(const AVFrame &frame)
{
    PicturePlanes planes{shapeOf(frame), {}, {}};
    std::copy_n(frame.data, planes.planes.size(), planes.planes.begin());
    std::copy_n(frame.linesize, planes.strides.size(), planes.strides.begin());
    return planes;
}

bool PictureScaler::prepare(PictureShape from, PictureShape to, const ColourInfo &colour)
{
    if (m_context && from == m_from && to == m_to && colour == m_colour)
        return true;
    m_from = from;
    m_to = to;
    m_colour = colour;
    ++m_made;
    m_context.reset(sws_getContext(from.width, from.height, plainFormat(from.format), to.width, to.height,
                                   plainFormat(to.format), SWS_FAST_BILINEAR, nullptr, nullptr, nullptr));
    if (!m_context)
        return false;
    const int *matrix = sws_getCoefficients(swsMatrix(colour.matrix));
    const bool asTheyAre = !isRgb(to.format);
    sws_setColorspaceDetails(m_context.get(), matrix, asTheyAre || colour.fullRange, matrix, 1, 0, 1 << 16, 1 << 16);
    return true;
}

void PictureScaler::scale(const PicturePlanes &from, std::array<std::uint8_t *, 4> to, std::array<int, 4> strides)
{
    sws_scale(m_context.get(), from.planes.data(), from.strides.data(), 0, from.shape.height, to.data(),
              strides.data());
}

} // namespace kanal::playback
