// SPDX-License-Identifier: MIT
// What is painted over a picture: rectangles of premultiplied RGBA, placed in parts of the picture. Shared, immutable:
// the same pointer is the same drawing.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace kanal::playback
{

struct OverlayRect {
    double x = 0, y = 0, width = 0, height = 0; ///< in parts of the upright picture: 0…1
    int columns = 0, rows = 0;                  ///< of `pixels`
    std::vector<std::uint8_t> pixels;           ///< R, G, B, A; premultiplied; rows × columns × 4
};

using Overlays = std::vector<OverlayRect>;
using OverlaysRef = std::shared_ptr<const Overlays>; ///< null: nothing over the picture

} // namespace kanal::playback
