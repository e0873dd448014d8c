// SPDX-License-Identifier: MIT
#include "software_surface.h"

#include "frame_image.h"

#include <QPaintEvent>
#include <QPainter>

#include <cmath>

namespace kanal::ui
{

SoftwareSurface::SoftwareSurface(Painted painted, QWidget *parent)
    : QWidget(parent)
    , m_painted(std::move(painted))
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_NoSystemBackground);
    setMouseTracking(true);
}

void SoftwareSurface::show(playback::FrameRef frame)
{
    m_frame = std::move(frame);
    const QRect now = m_frame ? pictureOnWidget() : QRect();
    // The bars are black already when the picture lies where the last one lay.
    if (now.isValid() && now == m_shown)
        update(now);
    else
        update();
}

void SoftwareSurface::setCovered(int height)
{
    m_covered = height;
    if (m_frame && m_frame->overlays)
        update();
}

void SoftwareSurface::setAspect(Aspect aspect)
{
    m_aspect = aspect;
    update();
}

void SoftwareSurface::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const QImage image = imageOf(m_frame);
    if (image.isNull()) {
        painter.fillRect(event->rect(), Qt::black);
        m_shown = {};
        return;
    }
    const double ratio = devicePixelRatioF();
    const QRect target = fittedRect(*m_frame, deviceSize(*this), m_aspect);
    const QRect covered = pictureOnWidget();
    if (!covered.contains(event->rect()))
        painter.fillRect(event->rect(), Qt::black);
    painter.scale(1 / ratio, 1 / ratio); // device pixels from here on: a picture of the right size is a plain copy
    if (m_frame->rotation == 0) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, image.size() != target.size());
        painter.drawImage(target, image);
    } else {
        const bool upright = m_frame->rotation % 180 == 0;
        const QSize box = upright ? target.size() : target.size().transposed();
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.translate(QRectF(target).center());
        painter.rotate(m_frame->rotation);
        painter.drawImage(QRectF(-box.width() / 2.0, -box.height() / 2.0, box.width(), box.height()), image);
    }
    painter.resetTransform();
    painter.scale(1 / ratio, 1 / ratio);
    paintOverlays(painter, m_frame->overlays, subtitleRect(target, deviceSize(*this)),
                  deviceSize(*this).height() - m_covered * ratio);
    m_shown = covered;
    m_painted(*m_frame);
}

QRect SoftwareSurface::pictureOnWidget() const
{
    const double ratio = devicePixelRatioF();
    const QRectF target = fittedRect(*m_frame, deviceSize(*this), m_aspect);
    return QRectF(target.topLeft() / ratio, target.size() / ratio).toAlignedRect();
}

} // namespace kanal::ui
