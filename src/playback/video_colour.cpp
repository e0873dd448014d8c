// SPDX-License-Identifier: MIT
#include <kanal/playback/video_colour.h>

#include <algorithm>
#include <cmath>

namespace kanal::playback
{

namespace
{

constexpr double kReferenceWhite = 203; ///< nits an SDR screen shows as white (BT.2408)
constexpr double kHlgPeak = 1000;       ///< nits HLG is defined for
constexpr double kKnee = 0.7;           ///< of white; straight up to there
constexpr double kScreenGamma = 2.2;

struct Weights {
    double red, blue;
};

Weights weightsOf(ColourInfo::Matrix matrix)
{
    switch (matrix) {
    case ColourInfo::Matrix::Bt601:
        return {0.299, 0.114};
    case ColourInfo::Matrix::Bt2020:
        return {0.2627, 0.0593};
    case ColourInfo::Matrix::Bt709:
        break;
    }
    return {0.2126, 0.0722};
}

/// Also of what lies below black.
double power(double value, double exponent)
{
    return std::copysign(std::pow(std::abs(value), exponent), value);
}

Rgb each(Rgb value, double (*function)(double))
{
    std::transform(value.begin(), value.end(), value.begin(), function);
    return value;
}

double pqToNits(double value)
{
    const double p = std::pow(std::max(value, 0.0), 1 / 78.84375);
    return 10000 *
           std::pow(std::max(p - 0.8359375, 0.0) / (18.8515625 - 18.6875 * std::min(p, 1.0)), 1 / 0.1593017578125);
}

Rgb hlgToNits(Rgb value)
{
    const Rgb scene = each(value, [](double coded) {
        const double v = std::clamp(coded, 0.0, 1.0);
        return v <= 0.5 ? v * v / 3 : (std::exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12;
    });
    const double luminance = 0.2627 * scene[0] + 0.6780 * scene[1] + 0.0593 * scene[2];
    const double gain = kHlgPeak * std::pow(std::max(luminance, 1e-6), 0.2); // system gamma 1.2 at 1000 nits
    return {scene[0] * gain, scene[1] * gain, scene[2] * gain};
}

/// A shoulder that meets the peak at white; on the largest part, so that hues stay.
Rgb toneMapped(Rgb nits, double peakNits)
{
    const double peak = peakNits / kReferenceWhite;
    const double top = std::max({nits[0], nits[1], nits[2], 1e-6 * kReferenceWhite}) / kReferenceWhite;
    double mapped = top;
    if (top > kKnee) {
        const double over = (top - kKnee) / (peak - kKnee), slope = (peak - kKnee) / (1 - kKnee);
        mapped = kKnee + (1 - kKnee) * over * slope / (1 + over * (slope - 1));
    }
    const double scale = std::min(mapped, 1.0) / top / kReferenceWhite;
    return {nits[0] * scale, nits[1] * scale, nits[2] * scale};
}

Rgb bt2020ToBt709(const Rgb &light)
{
    return {1.6605 * light[0] - 0.5876 * light[1] - 0.0728 * light[2],
            -0.1246 * light[0] + 1.1329 * light[1] - 0.0083 * light[2],
            -0.0182 * light[0] - 0.1006 * light[1] + 1.1187 * light[2]};
}

} // namespace

ColourMatrix colourMatrix(const ColourInfo &colour, SampleDepth depth)
{
    const double texture = depth.high ? 65535.0 / std::exp2(16 - depth.bits) : depth.bits > 8 ? 65535.0 : 255.0;
    const double step = std::exp2(depth.bits - 8); // one step of 8 bits, in samples of this depth
    const double peak = std::exp2(depth.bits) - 1;
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

bool needsMapping(const ColourInfo &colour)
{
    return colour.transfer != ColourInfo::Transfer::Sdr || colour.primaries == ColourInfo::Primaries::Bt2020;
}

Rgb shownOnSdr(const ColourInfo &colour, Rgb coded)
{
    if (!needsMapping(colour))
        return coded;
    Rgb light{};
    switch (colour.transfer) {
    case ColourInfo::Transfer::Pq:
        light = toneMapped(each(coded, pqToNits), colour.peakNits);
        break;
    case ColourInfo::Transfer::Hlg:
        light = toneMapped(hlgToNits(coded), kHlgPeak);
        break;
    case ColourInfo::Transfer::Sdr:
        light = each(coded, [](double value) { return power(value, kScreenGamma); });
        break;
    }
    if (colour.primaries == ColourInfo::Primaries::Bt2020)
        light = bt2020ToBt709(light);
    return each(light, [](double value) { return power(value, 1 / kScreenGamma); });
}

} // namespace kanal::playback
