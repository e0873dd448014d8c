// SPDX-License-Identifier: MIT
#include "scenery.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>
#include <numbers>
#include <random>

namespace kanal::panel
{
namespace
{

constexpr double kTurn = 2 * std::numbers::pi;

/// Heights -1..1 along one period of `columns`.
std::vector<double> profile(Land shape, int columns, std::mt19937 &random)
{
    std::uniform_real_distribution<double> part(0, 1);
    std::vector<double> heights(std::size_t(columns), 0.0);
    if (shape == Land::Skyline) {
        for (int x = 0; x < columns;) {
            const int width = std::min(columns - x, int(columns * (0.03 + 0.05 * part(random))));
            const double height = -1 + 2 * part(random) * part(random) * (part(random) < 0.25 ? 1.4 : 1.0);
            std::fill_n(heights.begin() + x, std::max(1, width), std::min(1.0, height));
            x += std::max(1, width);
        }
        return heights;
    }
    const std::array<int, 4> waves = shape == Land::Waves ? std::array{2, 4, 8, 16} : std::array{1, 2, 3, 5};
    const std::array<double, 4> strengths =
        shape == Land::Waves ? std::array{0.5, 0.25, 0.15, 0.1} : std::array{0.5, 0.3, 0.2, 0.12};
    for (std::size_t i = 0; i < waves.size(); ++i) {
        const double phase = part(random);
        for (int x = 0; x < columns; ++x) {
            const double turn = double(waves[i]) * x / columns + phase;
            const double sharp = 1 - 4 * std::abs(turn - std::floor(turn) - 0.5); // a triangle
            heights[std::size_t(x)] += strengths[i] * (shape == Land::Peaks ? sharp : std::sin(kTurn * turn));
        }
    }
    return heights;
}

/// Ordered dither, -0.5..0.5: without it the sky shows bands.
double dither(int x, int y)
{
    static constexpr int kBayer[4][4] = {{0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5}};
    return (kBayer[y & 3][x & 3] + 0.5) / 16 - 0.5;
}

} // namespace

Scenery::Scenery(const Theme &theme, int width, int height, double period)
    : m_width(width)
    , m_height(height)
    , m_period(period)
    , m_background(makePicture(width, height, AV_PIX_FMT_YUV420P))
{
    if (!m_background)
        throw std::bad_alloc();
    paintBackground(theme, makeLayer(theme, width, 0.66, 0.13, 0.72, theme.seed));
    m_drifting[0] = makeLayer(theme, std::max(2, width / 2), 0.78, 0.08, 0.4, theme.seed + 1);
    m_drifting[1] = makeLayer(theme, width, 0.9, 0.07, 0.0, theme.seed + 2);

    std::mt19937 random(theme.seed + 3);
    std::uniform_real_distribution<double> part(0, 1);
    for (int i = 0; i < 7; ++i) {
        const int diameter = std::max(6, int(height * (0.05 + 0.13 * part(random))));
        const Rgb colour = mix(theme.sun, i % 2 ? theme.accent : Rgb{255, 255, 255}, 0.35);
        m_lights.push_back({Mask::disc(diameter, 0.35), part(random) * width, height * (0.12 + 0.45 * part(random)),
                            width * (0.05 + 0.1 * part(random)), height * 0.06 * part(random), part(random),
                            toYuv(colour), 0.1 + 0.14 * part(random)});
    }
}

Scenery::Layer Scenery::makeLayer(const Theme &theme, int columns, double base, double swing, double distance,
                                  std::uint32_t seed) const
{
    std::mt19937 random(seed * 7919u + 17u);
    Layer layer;
    for (const double height : profile(theme.shape, columns, random))
        layer.top.push_back(float(m_height * (base - swing * height)));
    const Rgb lit = mix(theme.land, theme.horizon, distance);
    const Rgb deep = mix(mix(theme.land, Rgb{0, 0, 0}, 0.25), theme.horizon, distance * 0.8);
    for (int y = 0; y < m_height; ++y)
        layer.colour.push_back(toYuv(mix(lit, deep, double(y) / m_height)));
    return layer;
}

void Scenery::paintBackground(const Theme &theme, const Layer &farRange)
{
    const double sunX = theme.sunX * m_width, sunY = theme.sunY * m_height, sunRadius = 0.095 * m_height;
    AVFrame &frame = *m_background;
    for (int y = 0; y < m_height; ++y) {
        const double down = std::min(1.0, double(y) / (0.72 * m_height));
        const Rgb sky = mix(theme.skyTop, theme.horizon, down * down * (3 - 2 * down));
        for (int x = 0; x < m_width; ++x) {
            const double away = std::hypot(x - sunX, y - sunY);
            const double glow = std::exp(-away / (0.30 * m_height));
            const double disc = std::clamp((sunRadius - away) * 0.8 + 0.5, 0.0, 1.0);
            const Rgb colour = mix(mix(sky, theme.sun, 0.55 * glow), theme.sun, 0.92 * disc);
            const double luma = 16 + (0.2126 * colour.r + 0.7152 * colour.g + 0.0722 * colour.b) * 219 / 255;
            frame.data[0][y * frame.linesize[0] + x] =
                std::uint8_t(std::clamp(std::lround(luma + dither(x, y)), 16l, 235l));
            if (!(x & 1) && !(y & 1)) {
                const Yuv yuv = toYuv(colour);
                frame.data[1][y / 2 * frame.linesize[1] + x / 2] = yuv.u;
                frame.data[2][y / 2 * frame.linesize[2] + x / 2] = yuv.v;
            }
        }
    }
    Canvas canvas(frame);
    paintLayer(canvas, farRange, 0);
}

void Scenery::paintLayer(Canvas &canvas, const Layer &layer, double offset) const
{
    AVFrame &frame = canvas.picture();
    const int period = int(layer.top.size());
    const int shift = int(std::floor(offset));
    const float between = float(offset - shift);
    std::vector<float> top(std::size_t(m_width) + 1);
    for (int x = 0; x < m_width; ++x) {
        const float here = layer.top[std::size_t((x + shift) % period)];
        top[std::size_t(x)] = here + (layer.top[std::size_t((x + shift + 1) % period)] - here) * between;
    }
    const auto [low, high] = std::minmax_element(top.begin(), top.end() - 1);
    const int first = std::max(0, int(*low) & ~1);
    const int solid = std::min(m_height, (int(*high) + 3) & ~1); // from here on there is nothing but land
    for (int y = first; y < solid; ++y) {
        const Yuv colour = layer.colour[std::size_t(y)];
        std::uint8_t *luma = frame.data[0] + y * frame.linesize[0];
        for (int x = 0; x < m_width; ++x) {
            const float cover = std::clamp(float(y + 1) - top[std::size_t(x)], 0.0f, 1.0f);
            luma[x] = std::uint8_t(float(luma[x]) + float(int(colour.y) - int(luma[x])) * cover);
        }
        if (y & 1)
            continue;
        std::uint8_t *u = frame.data[1] + y / 2 * frame.linesize[1], *v = frame.data[2] + y / 2 * frame.linesize[2];
        for (int x = 0; x < m_width / 2; ++x) {
            const float cover = std::clamp(float(y + 2) - top[std::size_t(2 * x)], 0.0f, 2.0f) / 2;
            u[x] = std::uint8_t(float(u[x]) + float(int(colour.u) - int(u[x])) * cover);
            v[x] = std::uint8_t(float(v[x]) + float(int(colour.v) - int(v[x])) * cover);
        }
    }
    for (int y = solid; y < m_height; y += 2)
        canvas.fill(0, y, m_width, 2, layer.colour[std::size_t(y)]);
}

void Scenery::paint(Canvas &canvas, double seconds) const
{
    canvas.copyFrom(*m_background);
    const double turn = seconds / m_period - std::floor(seconds / m_period);
    for (const Light &light : m_lights) {
        const double angle = kTurn * (turn + light.phase);
        canvas.blend(light.mask, int(light.x + light.rangeX * std::sin(angle)),
                     int(light.y + light.rangeY * std::cos(angle)), light.colour, light.opacity);
    }
    for (const Layer &layer : m_drifting)
        paintLayer(canvas, layer, turn * double(layer.top.size()));
}

} // namespace kanal::panel
