// SPDX-License-Identifier: MIT
// From samples to what an SDR screen shows: matrix, range, depth, tone mapping, gamut. What the shader does on the
// graphics card (resources/shaders/video.frag), in double precision. Pure; any thread.
#pragma once

#include <kanal/playback/video_frame.h>

#include <array>

namespace kanal::playback
{

/// rgb[r] = m[r][0]·y + m[r][1]·u + m[r][2]·v + m[r][3], all 0…1; y, u, v as a texture gives them (sample / 255 or /
/// 65535).
using ColourMatrix = std::array<std::array<double, 4>, 3>;
ColourMatrix colourMatrix(const ColourInfo &colour, SampleDepth depth);

/// Whether R'G'B' of the picture are something else on an SDR screen: HDR, or a wider gamut.
bool needsMapping(const ColourInfo &colour);

using Rgb = std::array<double, 3>;
/// R'G'B' as the picture codes them to R'G'B' of an SDR screen. Not clamped: outside 0…1 is what the screen cannot
/// show.
Rgb shownOnSdr(const ColourInfo &colour, Rgb coded);

} // namespace kanal::playback
