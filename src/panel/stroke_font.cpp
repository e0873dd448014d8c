// SPDX-License-Identifier: MIT
#include "stroke_font.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <sstream>
#include <string>

namespace kanal::panel
{
namespace
{

// Glyphs stand in a box 10 units high, y downwards. M x y: begin a line; L x y: on to; A cx cy rx ry from to: on along
// an arc (degrees, 0 right, 90 down); N: the same, beginning a new line. A dot is a line of no length.
struct Glyph {
    char letter;
    double width;
    const char *path;
};

constexpr Glyph kGlyphs[] = {
    {'A', 6.2, "M 0 10 L 3.1 0 L 6.2 10 M 1.1 6.6 L 5.1 6.6"},
    {'B', 5.6, "M 3 4.8 L 0 4.8 L 0 0 L 3 0 A 3 2.4 2.3 2.4 -90 90 A 3 7.4 2.6 2.6 -90 90 L 0 10 L 0 4.8"},
    {'C', 6.2, "N 3.5 5 3.5 5 -48 -312"},
    {'D', 6.2, "M 2 10 L 0 10 L 0 0 L 2 0 A 2 5 4.2 5 -90 90"},
    {'E', 4.9, "M 4.9 0 L 0 0 L 0 10 L 4.9 10 M 0 4.9 L 4.2 4.9"},
    {'F', 4.8, "M 4.8 0 L 0 0 L 0 10 M 0 5 L 4.2 5"},
    {'G', 6.8, "N 3.5 5 3.5 5 -48 -360 L 4 5"},
    {'H', 6.2, "M 0 0 L 0 10 M 6.2 0 L 6.2 10 M 0 4.9 L 6.2 4.9"},
    {'I', 0.1, "M 0 0 L 0 10"},
    {'J', 4, "M 4 0 L 4 7.2 A 1.9 7.2 2.1 2.8 0 150"},
    {'K', 5.6, "M 0 0 L 0 10 M 5.4 0 L 0 6.2 M 2 4 L 5.6 10"},
    {'L', 4.8, "M 0 0 L 0 10 L 4.8 10"},
    {'M', 7.4, "M 0 10 L 0 0 L 3.7 6.5 L 7.4 0 L 7.4 10"},
    {'N', 6.2, "M 0 10 L 0 0 L 6.2 10 L 6.2 0"},
    {'O', 7, "N 3.5 5 3.5 5 0 360"},
    {'P', 5.2, "M 0 10 L 0 0 L 2.5 0 A 2.5 2.8 2.7 2.8 -90 90 L 0 5.6"},
    {'Q', 7, "N 3.5 5 3.5 5 0 360 M 4.7 7.4 L 7 10.3"},
    {'R', 5.4, "M 0 10 L 0 0 L 2.5 0 A 2.5 2.8 2.7 2.8 -90 90 L 0 5.6 M 2.7 5.6 L 5.4 10"},
    {'S', 5.5, "N 2.8 2.45 2.5 2.45 -25 -270 A 2.8 7.45 2.7 2.55 -90 155"},
    {'T', 6, "M 0 0 L 6 0 M 3 0 L 3 10"},
    {'U', 6, "M 0 0 L 0 6.8 A 3 6.8 3 3.2 180 0 L 6 0"},
    {'V', 6.2, "M 0 0 L 3.1 10 L 6.2 0"},
    {'W', 8.8, "M 0 0 L 2.2 10 L 4.4 1.5 L 6.6 10 L 8.8 0"},
    {'X', 5.6, "M 0 0 L 5.6 10 M 5.6 0 L 0 10"},
    {'Y', 6, "M 0 0 L 3 5 L 6 0 M 3 5 L 3 10"},
    {'Z', 5.4, "M 0 0 L 5.4 0 L 0 10 L 5.4 10"},
    {'0', 5.6, "N 2.8 5 2.8 5 0 360"},
    {'1', 5.6, "M 1 1.9 L 3.2 0 L 3.2 10"},
    {'2', 5.6, "N 2.8 2.7 2.6 2.7 -165 25 L 0.1 10 L 5.6 10"},
    {'3', 5.6, "N 2.7 2.4 2.4 2.4 -155 90 A 2.7 7.4 2.8 2.6 -90 155"},
    {'4', 5.6, "M 4.2 10 L 4.2 0 L 0 7 L 5.6 7"},
    {'5', 5.6, "M 5.1 0 L 0.9 0 L 0.5 4.5 A 2.7 6.8 2.9 3.2 -138 150"},
    {'6', 5.6, "N 2.8 6.9 2.8 3.1 0 360 M 0.35 5.4 L 3.9 0"},
    {'7', 5.6, "M 0 0 L 5.6 0 L 1.9 10"},
    {'8', 5.6, "N 2.8 2.4 2.3 2.4 0 360 N 2.8 7.4 2.8 2.6 0 360"},
    {'9', 5.6, "N 2.8 3.1 2.8 3.1 0 360 M 5.25 4.6 L 1.7 10"},
    {':', 0.1, "M 0 3.4 L 0 3.4 M 0 8.2 L 0 8.2"},
    {'.', 0.1, "M 0 10 L 0 10"},
    {',', 0.3, "M 0.3 9.9 L 0 11.4"},
    {'!', 0.1, "M 0 0 L 0 6.8 M 0 10 L 0 10"},
    {'\'', 0.1, "M 0 0 L 0 2.2"},
    {'-', 3, "M 0 5.4 L 3 5.4"},
    {'+', 5, "M 0 5.4 L 5 5.4 M 2.5 2.9 L 2.5 7.9"},
    {'/', 3.4, "M 3.4 -0.4 L 0 10.4"},
    {'|', 0.1, "M 0 -0.4 L 0 10.4"},
    {'*', 0.1, "M 0 5.4 L 0 5.4"}, // a middle dot between facts
    {'&', 6.2, "M 6.2 10 L 1.2 3 A 2.6 1.9 1.7 1.9 145 395 L 0.9 6.1 A 2.5 7.6 2.5 2.4 -140 -290 L 6 5.8"},
    {'#', 6, "M 1.9 0.6 L 1.1 9.4 M 4.9 0.6 L 4.1 9.4 M 0.3 3.5 L 6 3.5 M 0 6.5 L 5.7 6.5"},
};

constexpr double kSpace = 3.2;
constexpr double kGap = 1.9; // between glyphs, less the stroke's width

struct Segment {
    double x0, y0, x1, y1;
};

const Glyph *glyphOf(char letter)
{
    const char capital = letter >= 'a' && letter <= 'z' ? char(letter - 'a' + 'A') : letter;
    const auto *found = std::find_if(std::begin(kGlyphs), std::end(kGlyphs),
                                     [capital](const Glyph &glyph) { return glyph.letter == capital; });
    return found == std::end(kGlyphs) ? nullptr : found;
}

void appendArc(std::istringstream &path, double &x, double &y, bool connected, std::vector<Segment> &segments)
{
    double cx = 0, cy = 0, rx = 0, ry = 0, from = 0, to = 0;
    path >> cx >> cy >> rx >> ry >> from >> to;
    const int steps = std::max(2, int(std::abs(to - from) / 7.5));
    for (int i = 0; i <= steps; ++i) {
        const double angle = (from + (to - from) * i / steps) * std::numbers::pi / 180;
        const double nextX = cx + rx * std::cos(angle), nextY = cy + ry * std::sin(angle);
        if (i > 0 || connected)
            segments.push_back({x, y, nextX, nextY});
        x = nextX;
        y = nextY;
    }
}

std::vector<Segment> segmentsOf(const Glyph &glyph)
{
    std::vector<Segment> segments;
    std::istringstream path{std::string(glyph.path)};
    path.imbue(std::locale::classic());
    double x = 0, y = 0;
    for (char command = 0; path >> command;) {
        if (command == 'A' || command == 'N') {
            appendArc(path, x, y, command == 'A', segments);
            continue;
        }
        double nextX = 0, nextY = 0;
        path >> nextX >> nextY;
        if (command == 'L')
            segments.push_back({x, y, nextX, nextY});
        x = nextX;
        y = nextY;
    }
    return segments;
}

double distance(const Segment &s, double x, double y)
{
    const double dx = s.x1 - s.x0, dy = s.y1 - s.y0;
    const double length = dx * dx + dy * dy;
    const double along = length > 0 ? std::clamp(((x - s.x0) * dx + (y - s.y0) * dy) / length, 0.0, 1.0) : 0.0;
    return std::hypot(x - s.x0 - along * dx, y - s.y0 - along * dy);
}

struct Metrics {
    double unit;   // pixels per glyph unit
    double half;   // half the stroke, in units
    double margin; // around the line, in units: room for the stroke and for commas
};

Metrics metricsOf(double capHeight, double weight)
{
    return {capHeight / 10, weight * 5, weight * 5 + 1.0};
}

double advanceOf(char letter, const Metrics &metrics)
{
    const Glyph *glyph = glyphOf(letter);
    return glyph ? glyph->width + 2 * metrics.half + kGap - 0.6 * metrics.half : kSpace + metrics.half;
}

void stroke(StrokeText &text, const Segment &s, double penX, const Metrics &m)
{
    const double reach = m.half + 1 / m.unit;
    const auto pixel = [&](double units) { return int(std::floor((units + m.margin) * m.unit)); };
    const int left = std::max(0, pixel(penX + std::min(s.x0, s.x1) - reach));
    const int right = std::min(text.width, pixel(penX + std::max(s.x0, s.x1) + reach) + 1);
    const int top = std::max(0, pixel(std::min(s.y0, s.y1) - reach));
    const int bottom = std::min(text.height, pixel(std::max(s.y0, s.y1) + reach) + 1);
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            const double away = distance(s, (x + 0.5) / m.unit - m.margin - penX, (y + 0.5) / m.unit - m.margin);
            const double cover = std::clamp((m.half - away) * m.unit + 0.5, 0.0, 1.0);
            std::uint8_t &pixelCover = text.coverage[std::size_t(y) * std::size_t(text.width) + std::size_t(x)];
            pixelCover = std::max(pixelCover, std::uint8_t(std::lround(cover * 255)));
        }
    }
}

} // namespace

int textWidth(std::string_view line, double capHeight, double weight)
{
    const Metrics metrics = metricsOf(capHeight, weight);
    double units = 2 * metrics.margin;
    for (const char letter : line)
        units += advanceOf(letter, metrics);
    return int(std::ceil(units * metrics.unit));
}

StrokeText drawText(std::string_view line, double capHeight, double weight)
{
    const Metrics metrics = metricsOf(capHeight, weight);
    StrokeText text;
    text.width = textWidth(line, capHeight, weight);
    text.height = int(std::ceil((10 + 2 * metrics.margin) * metrics.unit));
    text.coverage.assign(std::size_t(text.width) * std::size_t(text.height), 0);
    double penX = metrics.half;
    for (const char letter : line) {
        if (const Glyph *glyph = glyphOf(letter)) {
            for (const Segment &segment : segmentsOf(*glyph))
                stroke(text, segment, penX, metrics);
        }
        penX += advanceOf(letter, metrics);
    }
    return text;
}

} // namespace kanal::panel
