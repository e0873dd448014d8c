// SPDX-License-Identifier: MIT
#include "start_ahead.h"

#include <ui/icons.h>

#include <QFont>
#include <QFontMetrics>
#include <QImage>
#include <QLinearGradient>
#include <QPainter>
#include <QPauseAnimation>
#include <QtGlobal>

#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
#include <dlfcn.h>
#endif

namespace kanal::app
{

std::jthread readFontNames()
{
    return std::jthread([] {
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
        // Where Qt uses fontconfig it has brought it along.
        if (const auto init = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "FcInit")))
            init();
#endif
    });
}

namespace
{

/// Qt fills large areas with several threads, and begins them at the first one.
void beginPainters()
{
    QImage large(256, 256, QImage::Format_ARGB32_Premultiplied);
    QLinearGradient gradient(0, 0, 256, 256);
    gradient.setColorAt(0, Qt::transparent);
    gradient.setColorAt(1, Qt::black);
    QPainter(&large).fillRect(large.rect(), gradient);
}

} // namespace

void beginAnimations()
{
    QPauseAnimation(1).start();
}

std::jthread drawAhead()
{
    return std::jthread([] {
        beginPainters();
        QFontMetrics(QFont()).horizontalAdvance(QLatin1Char('K'));
        ui::drawIconsAhead();
    });
}

} // namespace kanal::app
