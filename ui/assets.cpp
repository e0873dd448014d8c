// SPDX-License-Identifier: MIT
#include "assets.h"

#include <QFile>

// A linker takes an object out of a static library only for a symbol somebody names; this names the resources. The
// macro must stand outside of every namespace.
static void nameResources()
{
    Q_INIT_RESOURCE(kanal_assets);
}

namespace kanal::ui
{

QByteArray asset(const QString &path)
{
    static const bool named = (nameResources(), true);
    Q_UNUSED(named);
    QFile file(QStringLiteral(":/") + path);
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no asset %s", qPrintable(path));
        return {};
    }
    return file.readAll();
}

} // namespace kanal::ui
