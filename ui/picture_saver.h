// SPDX-License-Identifier: MIT
// Keeps what is seen: as a PNG in the user's pictures.
#pragma once

#include <QImage>
#include <QString>

#include <functional>

namespace kanal::ui
{

/// Returns at once; `done` comes on the GUI thread with a sentence to show, whatever became of it.
void savePicture(const QImage &picture, const QString &channel, std::function<void(const QString &note)> done);

} // namespace kanal::ui
