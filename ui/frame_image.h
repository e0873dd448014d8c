// SPDX-License-Identifier: MIT
// A frame as a QImage: without copying when it is RGB already, else converted on the CPU (screenshots, tests; not a
// video path). Any thread.
#pragma once

#include <kanal/playback/video_frame.h>

#include <QImage>

namespace kanal::ui
{

/// The image shares the frame's memory and keeps it alive where it is Bgra32. Null for an unusable frame.
QImage imageOf(const playback::FrameRef &frame);

enum class Subtitles : std::uint8_t { Drawn, LeftOut };
/// As seen, colours of HDR included: display proportions and rotation applied, in the resolution that the frame has (on
/// a software surface that of the window, and its source has it whole). Takes tens of milliseconds.
QImage displayImageOf(const playback::FrameRef &frame, Subtitles subtitles);

} // namespace kanal::ui
