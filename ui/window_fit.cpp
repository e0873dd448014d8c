// SPDX-License-Identifier: MIT
#include "window_fit.h"

namespace kanal::ui
{

QSize fittingSize(QSize wanted, QSize least, const QRect &available)
{
    // The frame is not known before the window is shown; with it a window as high as the screen ends below it.
    constexpr QSize kFrame(16, 40);
    const QSize room = available.size() - kFrame;
    return least.boundedTo(room) == least ? wanted.boundedTo(room) : wanted;
}

} // namespace kanal::ui
