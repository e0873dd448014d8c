// SPDX-License-Identifier: MIT
// The icons and shaders compiled in.
#pragma once

#include <QByteArray>
#include <QString>

namespace kanal::ui
{

/// The bytes of ":/" + path; empty when there is no such asset, which is a mistake of ours and logged.
QByteArray asset(const QString &path);

} // namespace kanal::ui
