// SPDX-License-Identifier: MIT
#include "video_surface.h"

#include <kanal/playback/video_place.h>

#include <QImage>
#include <QPainter>
#include <QWidget>

#include <algorithm>
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
    if (surface.width() <= 0 || surface.height() <= 0)
        return {};
    playback::SurfaceWish shape = shapedWish(mode);
    shape.width = surface.width();
    shape.height = surface.height();
    const playback::PlaceSize placed = playback::placedSize(aspectOf(frame), shape);
    int width = std::max(1, int(std::lround(placed.width))), height = std::max(1, int(std::lround(placed.height)));
    // The engine scales to fit by its own rounding: a pixel more or less is drawn as it came, not stretched.
    const bool inside = frame.width <= surface.width() && frame.height <= surface.height();
    if (frame.rotation == 0 && std::abs(frame.width - width) <= 2 && std::abs(frame.height - height) <= 2 &&
        (inside || shape.fit == playback::SurfaceWish::Fit::Cover || shape.zoom > 1)) {
        width = frame.width;
        height = frame.height;
    }
    return {(surface.width() - width) / 2, (surface.height() - height) / 2, width, height};
}

QRect subtitleRect(const QRect &target, QSize surface)
{
    const playback::PlaceSize size =
        playback::subtitleSize({double(target.width()), double(target.height())}, surface.width(), surface.height());
    QRect rect(0, 0, int(std::lround(size.width)), int(std::lround(size.height)));
    rect.moveTopLeft({(surface.width() - rect.width()) / 2, (surface.height() - rect.height()) / 2});
    return rect;
}

void paintOverlays(QPainter &painter, const playback::OverlaysRef &overlays, const QRect &target, double bottom)
{
    if (!overlays)
        return;
    const auto isLow = [](const playback::OverlayRect &rect) { return rect.y + rect.height / 2 > 0.5; };
    double lift = 0; // of all together: their lines keep their distances
    for (const playback::OverlayRect &rect : *overlays)
        if (isLow(rect))
            lift = std::max(lift, target.y() + (rect.y + rect.height) * target.height() - bottom);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (const playback::OverlayRect &rect : *overlays) {
        const QImage image(rect.pixels.data(), rect.columns, rect.rows, rect.columns * 4,
                           QImage::Format_RGBA8888_Premultiplied);
        painter.drawImage(QRectF(target.x() + rect.x * target.width(),
                                 target.y() + rect.y * target.height() - (isLow(rect) ? lift : 0),
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
