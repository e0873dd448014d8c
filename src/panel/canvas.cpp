// SPDX-License-Identifier: MIT
#include "canvas.h"

#include "stroke_font.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace kanal::panel
{
namespace
{

int even(int value)
{
    return (value + 1) & ~1;
}

std::uint8_t toByte(double value)
{
    return std::uint8_t(std::clamp(std::lround(value), 0l, 255l));
}

void blendRow(std::uint8_t *to, const std::uint8_t *coverage, int count, int colour, int opacity)
{
    for (int i = 0; i < count; ++i) {
        const int alpha = coverage[i] * opacity; // 0..255*256
        to[i] = std::uint8_t(to[i] + (((colour - to[i]) * alpha + 32768) >> 16));
    }
}

} // namespace

Rgb mix(Rgb a, Rgb b, double share)
{
    return {toByte(a.r + (b.r - a.r) * share), toByte(a.g + (b.g - a.g) * share), toByte(a.b + (b.b - a.b) * share)};
}

Yuv toYuv(Rgb c)
{
    const double luma = 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;
    return {toByte(16 + luma * 219 / 255), toByte(128 + (c.b - luma) / 1.8556 * 224 / 255),
            toByte(128 + (c.r - luma) / 1.5748 * 224 / 255)};
}

Mask::Mask(int width, int height, std::vector<std::uint8_t> coverage)
    : m_width(even(width))
    , m_height(even(height))
{
    m_full.assign(std::size_t(m_width) * std::size_t(m_height), 0);
    for (int y = 0; y < height; ++y)
        std::copy_n(coverage.data() + std::size_t(y) * std::size_t(width), width,
                    m_full.data() + std::size_t(y) * std::size_t(m_width));
    m_half.resize(m_full.size() / 4);
    auto half = m_half.begin();
    for (int y = 0; y < m_height; y += 2) {
        const std::uint8_t *upper = row(y), *lower = row(y + 1);
        for (int x = 0; x < m_width; x += 2)
            *half++ = std::uint8_t((upper[x] + upper[x + 1] + lower[x] + lower[x + 1] + 2) / 4);
    }
}

Mask Mask::roundedRect(int width, int height, double radius)
{
    std::vector<std::uint8_t> coverage(std::size_t(width) * std::size_t(height));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double dx = std::max({radius - (x + 0.5), (x + 0.5) - (width - radius), 0.0});
            const double dy = std::max({radius - (y + 0.5), (y + 0.5) - (height - radius), 0.0});
            coverage[std::size_t(y) * std::size_t(width) + std::size_t(x)] =
                toByte(255 * std::clamp(radius - std::hypot(dx, dy) + 0.5, 0.0, 1.0));
        }
    }
    return Mask(width, height, std::move(coverage));
}

Mask Mask::disc(int diameter, double softness)
{
    std::vector<std::uint8_t> coverage(std::size_t(diameter) * std::size_t(diameter));
    const double radius = diameter / 2.0;
    const double ramp = std::max(1.0, radius * softness);
    for (int y = 0; y < diameter; ++y) {
        for (int x = 0; x < diameter; ++x) {
            const double inside =
                std::clamp((radius - std::hypot(x + 0.5 - radius, y + 0.5 - radius)) / ramp, 0.0, 1.0);
            coverage[std::size_t(y) * std::size_t(diameter) + std::size_t(x)] =
                toByte(255 * (softness > 0 ? inside * inside * (3 - 2 * inside) : inside));
        }
    }
    return Mask(diameter, diameter, std::move(coverage));
}

Mask Mask::text(std::string_view line, double capHeight, double weight)
{
    StrokeText drawn = drawText(line, capHeight, weight);
    return Mask(drawn.width, drawn.height, std::move(drawn.coverage));
}

void Canvas::fill(int x, int y, int width, int height, Yuv colour)
{
    const int left = std::clamp(x, 0, this->width()), right = std::clamp(x + width, 0, this->width());
    const int top = std::clamp(y, 0, this->height()), bottom = std::clamp(y + height, 0, this->height());
    if (left >= right)
        return;
    for (int line = top; line < bottom; ++line)
        std::memset(m_picture.data[0] + line * m_picture.linesize[0] + left, colour.y, std::size_t(right - left));
    for (int line = top / 2; line < (bottom + 1) / 2; ++line) {
        std::memset(m_picture.data[1] + line * m_picture.linesize[1] + left / 2, colour.u,
                    std::size_t(right - left) / 2);
        std::memset(m_picture.data[2] + line * m_picture.linesize[2] + left / 2, colour.v,
                    std::size_t(right - left) / 2);
    }
}

void Canvas::blend(const Mask &mask, int x, int y, Yuv colour, double opacity)
{
    x &= ~1;
    y &= ~1;
    const int left = std::max(0, -x), right = std::min(mask.width(), (width() & ~1) - x);
    const int top = std::max(0, -y), bottom = std::min(mask.height(), (height() & ~1) - y);
    if (left >= right || top >= bottom)
        return;
    const int strength =
        int(std::lround(std::clamp(opacity, 0.0, 1.0) * 257)); // 255 * 257 = 65535: full cover is exact
    for (int line = top; line < bottom; ++line)
        blendRow(m_picture.data[0] + (y + line) * m_picture.linesize[0] + x + left, mask.row(line) + left, right - left,
                 colour.y, strength);
    for (int line = top / 2; line < bottom / 2; ++line) {
        const std::uint8_t *coverage = mask.halfRow(line) + left / 2;
        const int at = (x + left) / 2, count = (right - left) / 2;
        blendRow(m_picture.data[1] + (y / 2 + line) * m_picture.linesize[1] + at, coverage, count, colour.u, strength);
        blendRow(m_picture.data[2] + (y / 2 + line) * m_picture.linesize[2] + at, coverage, count, colour.v, strength);
    }
}

void Canvas::copyFrom(const AVFrame &other)
{
    for (int plane = 0; plane < 3; ++plane) {
        const int rows = plane ? (height() + 1) / 2 : height();
        const int bytes = plane ? (width() + 1) / 2 : width();
        for (int y = 0; y < rows; ++y)
            std::memcpy(m_picture.data[plane] + y * m_picture.linesize[plane],
                        other.data[plane] + y * other.linesize[plane], std::size_t(bytes));
    }
}

} // namespace kanal::panel
