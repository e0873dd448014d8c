// SPDX-License-Identifier: MIT
#include "frame_image.h"

#include "colour_matrix.h"

#include <QTransform>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace kanal::ui
{

namespace
{

using playback::FrameRef;
using playback::PixelLayout;
using playback::VideoFrame;

/// Reads single samples of a planar frame as a texture would give them, 0…1.
class Sampler
{
public:
    explicit Sampler(const VideoFrame &frame)
        : m_frame(frame)
        , m_bytes(frame.bitDepth > 8 ? 2 : 1)
        , m_shiftX(frame.layout == PixelLayout::Yuv444 ? 0 : 1)
        , m_shiftY(frame.layout == PixelLayout::Yuv420 || frame.layout == PixelLayout::Nv12 ? 1 : 0)
    {
    }

    double luma(int x, int y) const { return sample(0, x, y); }
    double chroma(int which, int x, int y) const
    {
        x >>= m_shiftX;
        y >>= m_shiftY;
        return m_frame.layout == PixelLayout::Nv12 ? sample(1, 2 * x + which, y) : sample(std::size_t(1 + which), x, y);
    }

private:
    double sample(std::size_t plane, int x, int y) const
    {
        const std::uint8_t *at =
            m_frame.planes[plane] + std::ptrdiff_t(y) * m_frame.strides[plane] + std::ptrdiff_t(x) * m_bytes;
        if (m_bytes == 1)
            return *at / 255.0;
        std::uint16_t value = 0;
        std::memcpy(&value, at, sizeof value);
        return value / 65535.0;
    }

    const VideoFrame &m_frame;
    const int m_bytes, m_shiftX, m_shiftY;
};

QImage converted(const VideoFrame &frame)
{
    const ColourMatrix matrix = colourMatrix(frame.colour, frame.bitDepth);
    const Sampler sampler(frame);
    QImage image(frame.width, frame.height, QImage::Format_RGB32);
    for (int y = 0; y < frame.height; ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < frame.width; ++x) {
            const double luma = sampler.luma(x, y);
            const double u = sampler.chroma(0, x, y);
            const double v = sampler.chroma(1, x, y);
            const auto value = [&](std::size_t row) {
                const auto &m = matrix[row];
                return int(std::lround(std::clamp(m[0] * luma + m[1] * u + m[2] * v + m[3], 0.0, 1.0) * 255));
            };
            line[x] = qRgb(value(0), value(1), value(2));
        }
    }
    return image;
}

bool usable(const VideoFrame &frame)
{
    if (frame.width <= 0 || frame.height <= 0 || !frame.planes[0])
        return false;
    switch (frame.layout) {
    case PixelLayout::Bgra32:
        return true;
    case PixelLayout::Nv12:
        return frame.planes[1] != nullptr;
    case PixelLayout::Yuv420:
    case PixelLayout::Yuv422:
    case PixelLayout::Yuv444:
        break;
    }
    return frame.planes[1] && frame.planes[2];
}

} // namespace

QImage imageOf(const FrameRef &frame)
{
    if (!frame || !usable(*frame))
        return {};
    if (frame->layout != PixelLayout::Bgra32)
        return converted(*frame);
    // The image holds a reference of its own: the pixels live as long as anyone looks at them.
    auto *keep = new FrameRef(frame);
    return QImage(
        frame->planes[0], frame->width, frame->height, frame->strides[0], QImage::Format_RGB32,
        [](void *held) { delete static_cast<FrameRef *>(held); }, keep);
}

QImage displayImageOf(const FrameRef &frame)
{
    QImage image = imageOf(frame);
    if (image.isNull())
        return image;
    if (frame->rotation != 0)
        image = image.transformed(QTransform().rotate(frame->rotation));
    const double aspect = frame->displayAspect;
    const int width = aspect > 0 && std::isfinite(aspect) ? int(std::lround(image.height() * aspect)) : image.width();
    if (std::abs(width - image.width()) <= 2 || width <= 0 || width > 16384)
        return image.copy();
    return image.scaled(width, image.height(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

} // namespace kanal::ui
