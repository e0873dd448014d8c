// SPDX-License-Identifier: MIT
// The wide picture behind the head of a detail page.
#pragma once

#include "theme.h"

#include <QImage>
#include <QPainter>
#include <QRect>

namespace kanal::ui
{

/// On the right of the box, fading into the window on the left and below: text stands on plain ground.
void paintBackdrop(QPainter &painter, const QRect &box, const QImage &image, const Tokens &tokens);

} // namespace kanal::ui
