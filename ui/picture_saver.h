// SPDX-License-Identifier: MIT
// Keeps what is seen: as a PNG in the user's pictures.
#pragma once

#include "frame_image.h"

#include <QString>

#include <functional>

namespace kanal::ui
{

/// Returns at once, colours and file are made in the pool; `done` comes on the GUI thread with a sentence to show,
/// whatever became of it.
void savePicture(playback::FrameRef picture, Subtitles subtitles, const QString &channel,
                 std::function<void(const QString &note)> done);

} // namespace kanal::ui
