// SPDX-License-Identifier: MIT
// A small rounded typeface of our own, made of strokes: capitals, digits and a few signs at any size, so that no font
// file and no font library is needed to make pictures.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace kanal::panel
{

struct StrokeText {
    int width = 0, height = 0;
    std::vector<std::uint8_t> coverage; ///< width × height, 0..255
};

/// Small letters are drawn as capitals; unknown characters as blanks. Digits are all equally wide, so clocks do not
/// wobble. `weight` is the stroke's width as a part of `capHeight`.
StrokeText drawText(std::string_view line, double capHeight, double weight);

/// How wide drawText() will be, in pixels.
int textWidth(std::string_view line, double capHeight, double weight);

} // namespace kanal::panel
