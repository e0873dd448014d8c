// SPDX-License-Identifier: MIT
#include "backdrop.h"

#include "poster_delegate.h"

namespace kanal::ui
{

void paintBackdrop(QPainter &painter, const QRect &box, const QImage &image, const Tokens &tokens)
{
    const QRectF area(box.width() * 0.3, 0, box.width() * 0.7, qMin<double>(box.height(), box.width() * 0.7 * 9 / 16));
    painter.setClipRect(box);
    paintCover(painter, area, image, 0);
    const auto fade = [&](QPointF from, QPointF to, double until, double least) {
        QLinearGradient gradient(from, to);
        QColor solid = tokens.window, half = tokens.window, thin = tokens.window;
        half.setAlphaF(float((1 + least) / 2.2));
        thin.setAlphaF(float(least));
        gradient.setColorAt(0, solid);
        gradient.setColorAt(until / 2, half);
        gradient.setColorAt(until, thin);
        painter.fillRect(area.adjusted(-1, 0, 1, 1), gradient);
    };
    fade(area.topLeft(), area.topRight(), 0.9, tokens.isDark() ? 0.15 : 0.25);
    fade(area.bottomLeft(), area.topLeft(), 0.6, 0);
}

} // namespace kanal::ui
