// SPDX-License-Identifier: MIT
// What is painted of a widget.
#pragma once

#include <QEvent>
#include <QObject>
#include <QPaintEvent>
#include <QRegion>
#include <QWidget>

namespace kanal::ui::test
{

/// All that was painted since it was made.
struct Painted : QObject {
    explicit Painted(QWidget &widget) { widget.installEventFilter(this); }
    bool eventFilter(QObject * /*watched*/, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            region += static_cast<QPaintEvent *>(event)->region();
        return false;
    }
    QRegion region;
};

} // namespace kanal::ui::test
