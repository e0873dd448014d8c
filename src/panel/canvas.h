// SPDX-License-Identifier: MIT
// Painting straight into a YUV 4:2:0 picture with soft-edged masks: all the drawing our pictures need, quick enough for
// 1080p50.
#pragma once

#include "av.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kanal::panel
{

struct Rgb {
    std::uint8_t r = 0, g = 0, b = 0;
};
Rgb mix(Rgb a, Rgb b, double share); ///< share 0: a, 1: b

struct Yuv {
    std::uint8_t y = 16, u = 128, v = 128;
};
Yuv toYuv(Rgb colour); ///< BT.709, limited range

/// Coverage 0..255 of a shape, at full size and at the half size of the chroma planes. Placed at even positions.
class Mask
{
public:
    Mask() = default;
    Mask(int width, int height, std::vector<std::uint8_t> coverage);

    static Mask roundedRect(int width, int height, double radius);
    /// `softness` 0: a crisp disc; 1: it fades from the centre on.
    static Mask disc(int diameter, double softness);
    /// A line of text (see stroke_font.h): capital letters `capHeight` pixels high with strokes `weight` of that
    /// height.
    static Mask text(std::string_view line, double capHeight, double weight);

    int width() const { return m_width; }
    int height() const { return m_height; }
    const std::uint8_t *row(int y) const { return m_full.data() + std::size_t(y) * std::size_t(m_width); }
    const std::uint8_t *halfRow(int y) const { return m_half.data() + std::size_t(y) * std::size_t(m_width / 2); }

private:
    int m_width = 0, m_height = 0; // both even
    std::vector<std::uint8_t> m_full, m_half;
};

/// A view of a picture to paint on; the picture must outlive it.
class Canvas
{
public:
    explicit Canvas(AVFrame &picture)
        : m_picture(picture)
    {
    }

    int width() const { return m_picture.width; }
    int height() const { return m_picture.height; }

    void fill(int x, int y, int width, int height, Yuv colour); ///< even coordinates
    void blend(const Mask &mask, int x, int y, Yuv colour, double opacity = 1.0);
    void copyFrom(const AVFrame &other); ///< of the same size

    AVFrame &picture() { return m_picture; }

private:
    AVFrame &m_picture;
};

} // namespace kanal::panel
