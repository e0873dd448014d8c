// SPDX-License-Identifier: MIT
#include "session_bus.h"

#include <QFileInfo>

namespace kanal::app
{

bool sessionBusThere()
{
#ifdef KANAL_HAVE_DBUS
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !runtime.isEmpty() && QFileInfo::exists(runtime + QStringLiteral("/bus"));
#else
    return false;
#endif
}

} // namespace kanal::app
