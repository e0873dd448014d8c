// SPDX-License-Identifier: MIT
#include "frame_image.h"

#include "video_surface.h"

#include <kanal/playback/video_rgb_table.h>

#include <QPainter>
#include <QTransform>

#include <cmath>

namespace kanal::ui
{

namespace
{

using playback::FrameRef;
using playback::PixelLayout;
using playback::VideoFrame;

QImage converted(const VideoFrame &frame)
{
    QImage image(frame.width, frame.height, QImage::Format_RGB32);
    playback::VideoRgbTable().convert(frame, image.bits(), image.bytesPerLine());
    return image;
}

QImage proportioned(const QImage &image, double aspect)
{
    const int width = aspect > 0 && std::isfinite(aspect) ? int(std::lround(image.height() * aspect)) : image.width();
    if (std::abs(width - image.width()) <= 2 || width <= 0 || width > 16384)
        return image.copy();
    return image.scaled(width, image.height(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
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

QImage displayImageOf(const FrameRef &frame, Subtitles subtitles)
{
    QImage image = imageOf(frame);
    if (image.isNull())
        return image;
    if (frame->rotation != 0)
        image = image.transformed(QTransform().rotate(frame->rotation));
    image = proportioned(image, frame->displayAspect);
    if (subtitles == Subtitles::Drawn && frame->overlays) {
        QPainter painter(&image);
        paintOverlays(painter, frame->overlays, image.rect(), image.height());
    }
    return image;
}

} // namespace kanal::ui
