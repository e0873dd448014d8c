// SPDX-License-Identifier: MIT
// The landscape every clip of ours shows: a sky with a sun, a far range that stands still, nearer land drifting past
// and soft lights floating above it. Everything moves in whole periods, so a loop has no seam.
#pragma once

#include "canvas.h"

#include <array>
#include <cstdint>
#include <vector>

namespace kanal::panel
{

enum class Land { Hills, Peaks, Skyline, Waves };

/// The colours and shapes a channel is known by.
struct Theme {
    Rgb skyTop, horizon; ///< the gradient of the sky
    Rgb sun;
    Rgb land;   ///< the nearest land; farther land fades towards the horizon
    Rgb accent; ///< the channel's own colour
    Land shape = Land::Hills;
    double sunX = 0.7; ///< parts of the width and of the height
    double sunY = 0.42;
    std::uint32_t seed = 1;
};

class Scenery
{
public:
    /// `period`: seconds after which the picture is the same again.
    Scenery(const Theme &theme, int width, int height, double period);

    void paint(Canvas &canvas, double seconds) const;

private:
    struct Layer {
        std::vector<float> top;  // where the land begins, a row for each column of one period
        std::vector<Yuv> colour; // of each row of the picture
    };
    struct Light {
        Mask mask;
        double x, y, rangeX, rangeY, phase;
        Yuv colour;
        double opacity;
    };

    Layer makeLayer(const Theme &theme, int columns, double base, double swing, double distance,
                    std::uint32_t seed) const;
    void paintBackground(const Theme &theme, const Layer &farRange);
    void paintLayer(Canvas &canvas, const Layer &layer, double offset) const;

    int m_width, m_height;
    double m_period;
    FramePtr m_background;
    std::array<Layer, 2> m_drifting; // middle and near
    std::vector<Light> m_lights;
};

} // namespace kanal::panel
