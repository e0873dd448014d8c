// SPDX-License-Identifier: MIT
#include "start_ahead.h"

#include <ui/icons.h>

#include <QFont>
#include <QFontMetrics>
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

std::jthread drawAhead()
{
    return std::jthread([] {
        QFontMetrics(QFont()).horizontalAdvance(QLatin1Char('K'));
        ui::drawIconsAhead();
    });
}

} // namespace kanal::app
