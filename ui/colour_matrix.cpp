// SPDX-License-Identifier: MIT
#include "colour_matrix.h"

#include <cmath>

namespace kanal::ui
{

namespace
{

struct Weights {
    double red, blue;
};

Weights weightsOf(playback::ColourInfo::Matrix matrix)
{
    switch (matrix) {
    case playback::ColourInfo::Matrix::Bt601:
        return {0.299, 0.114};
    case playback::ColourInfo::Matrix::Bt2020:
        return {0.2627, 0.0593};
    case playback::ColourInfo::Matrix::Bt709:
        break;
    }
    return {0.2126, 0.0722};
}

} // namespace

ColourMatrix colourMatrix(const playback::ColourInfo &colour, int bitDepth)
{
    const double texture = bitDepth > 8 ? 65535.0 : 255.0;
    const double step = std::exp2(bitDepth - 8); // one step of 8 bits, in samples of this depth
    const double peak = std::exp2(bitDepth) - 1;
    const double black = colour.fullRange ? 0 : 16 * step;
    const double lumaRange = colour.fullRange ? peak : 219 * step;
    const double chromaRange = colour.fullRange ? peak : 224 * step;
    const double lumaScale = texture / lumaRange;
    const double chromaScale = texture / chromaRange;
    const double lumaOffset = -black / lumaRange;
    const double chromaOffset = -128 * step / chromaRange;

    const auto [red, blue] = weightsOf(colour.matrix);
    const double green = 1 - red - blue;
    const std::array<std::array<double, 2>, 3> chroma = {{
        {0, 2 * (1 - red)},
        {-2 * blue * (1 - blue) / green, -2 * red * (1 - red) / green},
        {2 * (1 - blue), 0},
    }};
    ColourMatrix matrix{};
    for (std::size_t row = 0; row < 3; ++row)
        matrix[row] = {lumaScale, chroma[row][0] * chromaScale, chroma[row][1] * chromaScale,
                       lumaOffset + (chroma[row][0] + chroma[row][1]) * chromaOffset};
    return matrix;
}

} // namespace kanal::ui
