// SPDX-License-Identifier: MIT
// A frame as a QImage: without copying when it is RGB already, else converted on the CPU (screenshots, tests; not a
// video path).
#pragma once

#include <kanal/playback/video_frame.h>

#include <QImage>

namespace kanal::ui
{

/// The image shares the frame's memory and keeps it alive where it is Bgra32. Null for an unusable frame.
QImage imageOf(const playback::FrameRef &frame);
/// As seen: display proportions and rotation applied.
QImage displayImageOf(const playback::FrameRef &frame);

} // namespace kanal::ui
