// SPDX-License-Identifier: MIT
#include "start_ahead.h"

#include <ui/icons.h>

#include <QtGlobal>

#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
#include <dlfcn.h>
#endif

namespace kanal::app
{

namespace
{

/// Reads the names in all of the system's font files; whoever measures the first text waits for it. Qt brings
/// fontconfig along where it uses it.
void readFontNames()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    if (const auto init = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "FcInit")))
        init();
#endif
}

} // namespace

StartAhead::StartAhead()
    : m_fonts(readFontNames)
    , m_icons(ui::drawIconsAhead)
{
}

} // namespace kanal::app
