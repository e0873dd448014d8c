// SPDX-License-Identifier: MIT
// From samples to R'G'B': matrix, range and bit depth folded into one 3×4 matrix, computed in double precision.
#pragma once

#include <kanal/playback/video_frame.h>

#include <array>

namespace kanal::ui
{

/// rgb[r] = m[r][0]·y + m[r][1]·u + m[r][2]·v + m[r][3], all 0…1; y, u, v as a texture gives them (sample / 255 or /
/// 65535).
using ColourMatrix = std::array<std::array<double, 4>, 3>;

ColourMatrix colourMatrix(const playback::ColourInfo &colour, int bitDepth);

} // namespace kanal::ui
