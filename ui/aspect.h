// SPDX-License-Identifier: MIT
// How a picture fills its place. GUI thread.
#pragma once

#include <kanal/playback/video_sink.h>

#include <QString>

namespace kanal::ui
{

enum class Aspect { Fit, Fill, Stretch, Wide, Classic, Zoom };
constexpr int kAspects = 6;

Aspect nextAspect(Aspect aspect);
QString aspectText(Aspect aspect);
/// Fit, proportions and zoom of a wish; its size is still to be filled in.
playback::SurfaceWish shapedWish(Aspect aspect);

} // namespace kanal::ui
