// SPDX-License-Identifier: MIT
#include "video_surface.h"

#include <QImage>
#include <QPainter>
#include <QWidget>

#include <cmath>

namespace kanal::ui
{

namespace
{

double aspectOf(const playback::VideoFrame &frame)
{
    if (std::isfinite(frame.displayAspect) && frame.displayAspect > 0)
        return frame.displayAspect;
    if (frame.width <= 0 || frame.height <= 0)
        return 16.0 / 9.0;
    const double stored = double(frame.width) / frame.height;
    return frame.rotation % 180 == 0 ? stored : 1 / stored;
}

} // namespace

QRect fittedRect(const playback::VideoFrame &frame, QSize surface, Aspect mode)
{
    using Fit = playback::SurfaceWish::Fit;
    const playback::SurfaceWish shape = shapedWish(mode);
    const double aspect = shape.aspect > 0 ? shape.aspect : aspectOf(frame);
    if (surface.width() <= 0 || surface.height() <= 0)
        return {};
    int width = int(std::lround(surface.width() * shape.zoom));
    int height = int(std::lround(surface.height() * shape.zoom));
    if (shape.fit != Fit::Stretch) {
        const bool byHeight = (width > height * aspect) == (shape.fit == Fit::Contain);
        if (byHeight)
            width = std::max(1, int(std::lround(height * aspect)));
        else
            height = std::max(1, int(std::lround(width / aspect)));
    }
    // The engine scales to fit by its own rounding: a pixel more or less is drawn as it came, not stretched.
    const bool inside = frame.width <= surface.width() && frame.height <= surface.height();
    if (frame.rotation == 0 && std::abs(frame.width - width) <= 2 && std::abs(frame.height - height) <= 2 &&
        (inside || shape.fit == Fit::Cover || shape.zoom > 1)) {
        width = frame.width;
        height = frame.height;
    }
    return {(surface.width() - width) / 2, (surface.height() - height) / 2, width, height};
}

void paintOverlays(QPainter &painter, const playback::OverlaysRef &overlays, const QRect &target)
{
    if (!overlays)
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (const playback::OverlayRect &rect : *overlays) {
        const QImage image(rect.pixels.data(), rect.columns, rect.rows, rect.columns * 4,
                           QImage::Format_RGBA8888_Premultiplied);
        painter.drawImage(QRectF(target.x() + rect.x * target.width(), target.y() + rect.y * target.height(),
                                 rect.width * target.width(), rect.height * target.height()),
                          image);
    }
}

QSize deviceSize(const QWidget &widget)
{
    const double ratio = widget.devicePixelRatioF();
    return {int(std::lround(widget.width() * ratio)), int(std::lround(widget.height() * ratio))};
}

} // namespace kanal::ui
