// SPDX-License-Identifier: MIT
#include "sliders.h"

#include "theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionSlider>

#include <utility>

namespace kanal::ui
{

namespace
{

constexpr qreal kStrip = 3; ///< pixels high

} // namespace

JumpSlider::JumpSlider(const QString &name, QWidget *parent)
    : QSlider(Qt::Horizontal, parent)
{
    setObjectName(name);
    setFocusPolicy(Qt::TabFocus);
}

void JumpSlider::mousePressEvent(QMouseEvent *event)
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
    if (event->button() == Qt::LeftButton && !handle.contains(event->position().toPoint())) {
        const int room = qMax(1, width() - handle.width());
        setSliderDown(true);
        setSliderPosition(QStyle::sliderValueFromPosition(
            minimum(), maximum(), qRound(event->position().x()) - handle.width() / 2, room, option.upsideDown));
        setSliderDown(false);
    }
    QSlider::mousePressEvent(event);
}

void SeekSlider::setBuffered(int value)
{
    if (std::exchange(m_buffered, value) != value)
        update();
}

void SeekSlider::paintEvent(QPaintEvent *event)
{
    QSlider::paintEvent(event);
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect groove = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
    const QRect handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
    const int end = QStyle::sliderPositionFromValue(minimum(), maximum(), m_buffered, qMax(1, width() - handle.width()),
                                                    option.upsideDown) +
                    handle.width() / 2;
    // From the handle towards the end, whichever side that is on.
    const QRectF strip = option.upsideDown ? QRectF(end, 0, handle.left() - end, kStrip)
                                           : QRectF(handle.right() + 1, 0, end - handle.right() - 1, kStrip);
    if (strip.width() <= 0)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QColor colour = Tokens::of(palette()).secondary;
    colour.setAlphaF(0.6F);
    painter.setBrush(colour);
    painter.drawRoundedRect(strip.translated(0, groove.center().y() + 0.5 - kStrip / 2), kStrip / 2, kStrip / 2);
}

} // namespace kanal::ui
