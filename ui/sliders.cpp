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
    if (event->button() != Qt::LeftButton)
        return QSlider::mousePressEvent(event);
    const QRect knob = handle();
    m_grabbedAt = knob.contains(event->position().toPoint()) ? event->position().x() - knob.left() : knob.width() / 2.0;
    setSliderDown(true);
    follow(*event);
}

void JumpSlider::mouseMoveEvent(QMouseEvent *event)
{
    isSliderDown() ? follow(*event) : QSlider::mouseMoveEvent(event);
}

void JumpSlider::mouseReleaseEvent(QMouseEvent *event)
{
    isSliderDown() ? setSliderDown(false) : QSlider::mouseReleaseEvent(event);
}

QRect JumpSlider::handle() const
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    return style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
}

void JumpSlider::follow(const QMouseEvent &event)
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const int room = qMax(1, width() - handle().width());
    setSliderPosition(QStyle::sliderValueFromPosition(minimum(), maximum(), qRound(event.position().x() - m_grabbedAt),
                                                      room, option.upsideDown));
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
    const QRect knob = handle();
    const int end = QStyle::sliderPositionFromValue(minimum(), maximum(), m_buffered, qMax(1, width() - knob.width()),
                                                    option.upsideDown) +
                    knob.width() / 2;
    // From the handle towards the end, whichever side that is on.
    const QRectF strip = option.upsideDown ? QRectF(end, 0, knob.left() - end, kStrip)
                                           : QRectF(knob.right() + 1, 0, end - knob.right() - 1, kStrip);
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
