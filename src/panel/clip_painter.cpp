// SPDX-License-Identifier: MIT
#include "clip_painter.h"

#include "stroke_font.h"

#include <kanal/panel/panel.h>

#include <algorithm>
#include <cmath>

namespace kanal::panel
{
namespace
{

constexpr Rgb kWhite{255, 255, 255};
constexpr Rgb kInk{9, 14, 24};
constexpr Yuv kLumaWhite{235, 128, 128};
constexpr Yuv kLumaBlack{16, 128, 128};

std::vector<Mask> digitMasks(double capHeight, double weight)
{
    std::vector<Mask> masks;
    for (const char digit : std::string_view("0123456789:"))
        masks.push_back(Mask::text(std::string_view(&digit, 1), capHeight, weight));
    return masks;
}

/// Digits stand closer than their masks' margins would have them.
int digitStep(const std::vector<Mask> &digits, char digit, double capHeight)
{
    return int(digits[digit == ':' ? 10 : 0].width() - capHeight * (digit == ':' ? 0.18 : 0.27)) & ~1;
}

void drawDigits(Canvas &canvas, const std::vector<Mask> &digits, std::string_view text, int x, int y, double capHeight,
                double opacity, Yuv colour)
{
    for (const char digit : text) {
        canvas.blend(digits[digit == ':' ? 10 : std::size_t(digit - '0')], x, y, colour, opacity);
        x += digitStep(digits, digit, capHeight);
    }
}

std::string padded(int value, std::size_t digits)
{
    std::string text = std::to_string(value);
    return text.size() >= digits ? text : std::string(digits - text.size(), '0') + text;
}

constexpr double kClockCap = 82, kNumberCap = 30;

} // namespace

ClipPainter::ClipPainter(PictureSpec spec)
    : m_spec(std::move(spec))
    , m_scenery(m_spec.theme, m_spec.width, m_spec.height, m_spec.period)
{
    const double unit = m_spec.height / 720.0;
    const double right = m_spec.width / unit - 64;
    m_clockDigits = digitMasks(kClockCap * unit, 0.11);
    m_numberDigits = digitMasks(kNumberCap * unit, 0.12);
    m_flashFrame = Mask::roundedRect(scaled(marks::kFlash.width), scaled(marks::kFlash.height), 10 * unit);

    m_lowerThird.push_back(
        {Mask::roundedRect(scaled(right - 64), scaled(112), 22 * unit), scaled(64), scaled(524), toYuv(kInk), 0.66});
    m_lowerThird.push_back(
        {Mask::roundedRect(scaled(88), scaled(88), 14 * unit), scaled(76), scaled(536), toYuv(m_spec.theme.accent), 1});
    constexpr double kMonogramCap = 38, kMonogramRoom = 80;
    const double natural = textWidth(m_spec.monogram, kMonogramCap * unit, 0.15) / unit;
    addText(m_spec.monogram, 122 - std::min(natural, kMonogramRoom) / 2, 561, kMonogramCap, 0.15, kMonogramRoom, kWhite,
            1);
    addText(m_spec.title, 188, 544, 40, 0.14, right - 190 - 188, kWhite, 1);
    addText(m_spec.tagline, 190, 602, 15, 0.13, right - 190 - 188, mix(m_spec.theme.sun, kWhite, 0.6), 0.9);
}

int ClipPainter::scaled(double units) const
{
    return int(std::lround(units * m_spec.height / 1440.0)) * 2;
}

void ClipPainter::addText(const std::string &line, double x, double y, double capHeight, double weight, double widest,
                          Rgb colour, double opacity)
{
    const double unit = m_spec.height / 720.0;
    const double natural = textWidth(line, capHeight * unit, weight) / unit;
    const double fitted = natural > widest ? capHeight * widest / natural : capHeight;
    const double margin = fitted * (weight / 2 + 0.1); // drawText() leaves this much around the letters
    m_lowerThird.push_back({Mask::text(line, fitted * unit, weight), scaled(x - margin * 0.5),
                            scaled(y + (capHeight - fitted) / 2 - margin + 6), toYuv(colour), opacity});
}

bool ClipPainter::flashes(int frame, int frameRate)
{
    return frame % frameRate < (frameRate + 24) / 25;
}

void ClipPainter::paint(AVFrame &picture, int frame) const
{
    Canvas canvas(picture);
    m_scenery.paint(canvas, double(frame) / m_spec.frameRate);
    for (const Placed &part : m_lowerThird)
        canvas.blend(part.mask, part.x, part.y, part.colour, part.opacity);
    paintClock(canvas, frame);
    paintNumber(canvas, frame);
    paintMarks(canvas, frame);
}

void ClipPainter::paintClock(Canvas &canvas, int frame) const
{
    const int seconds = frame / m_spec.frameRate;
    const std::string text =
        padded(seconds / 3600, 2) + ':' + padded(seconds / 60 % 60, 2) + ':' + padded(seconds % 60, 2);
    const double cap = kClockCap * m_spec.height / 720.0;
    int width = 0;
    for (const char digit : text)
        width += digitStep(m_clockDigits, digit, cap);
    const int x = m_spec.width - scaled(56) - width, y = scaled(44), shadow = std::max(2, scaled(4));
    drawDigits(canvas, m_clockDigits, text, x + shadow, y + shadow, cap, 0.22, kLumaBlack);
    drawDigits(canvas, m_clockDigits, text, x, y, cap, 0.96, kLumaWhite);
}

void ClipPainter::paintNumber(Canvas &canvas, int frame) const
{
    const double cap = kNumberCap * m_spec.height / 720.0;
    const std::string text = padded(frame, 4);
    const int x = m_spec.width - scaled(84) - int(text.size()) * digitStep(m_numberDigits, '0', cap);
    drawDigits(canvas, m_numberDigits, text, x, scaled(562), cap, 0.85, toYuv(mix(m_spec.theme.sun, kWhite, 0.6)));
}

void ClipPainter::paintMarks(Canvas &canvas, int frame) const
{
    // The flash: a faint frame of where it will be, then full white to the edge.
    const int x = scaled(marks::kFlash.x), y = scaled(marks::kFlash.y);
    const int width = scaled(marks::kFlash.width), height = scaled(marks::kFlash.height);
    if (flashes(frame, m_spec.frameRate))
        canvas.fill(x, y, width, height, kLumaWhite);
    else
        canvas.blend(m_flashFrame, x, y, toYuv(kInk), 0.5);

    const int left = scaled(marks::kCells.x), top = scaled(marks::kCells.y),
              bottom = scaled(marks::kCells.y + marks::kCells.height);
    for (int bit = 0; bit < marks::kCellCount; ++bit) {
        const int from = left + scaled(marks::kCells.width * bit / marks::kCellCount);
        const int to = left + scaled(marks::kCells.width * (bit + 1) / marks::kCellCount);
        canvas.fill(from, top, to - from, bottom - top, frame >> bit & 1 ? kLumaWhite : kLumaBlack);
    }
}

FramePtr paintPoster(const Theme &theme, const std::string &title, int width, int height)
{
    FramePtr picture = makePicture(width, height, AV_PIX_FMT_YUV420P);
    if (!picture)
        return nullptr;
    Scenery scenery(theme, width, height, 8);
    Canvas canvas(*picture);
    scenery.paint(canvas, 1.3);
    const int band = int(height * 0.19) & ~1;
    canvas.blend(Mask::roundedRect(width, band, 0.1), 0, (height - band) & ~1, toYuv(kInk), title.empty() ? 0 : 0.6);
    double cap = height * 0.05;
    const double natural = textWidth(title, cap, 0.14);
    cap *= std::min(1.0, width * 0.9 / std::max(1.0, natural));
    const Mask text = Mask::text(title, cap, 0.14);
    canvas.blend(text, (width - text.width()) / 2, height - band / 2 - text.height() / 2, kLumaWhite);
    return picture;
}

FramePtr paintLogo(const Theme &theme, const std::string &monogram, int size)
{
    FramePtr picture = makePicture(size, size, AV_PIX_FMT_YUV420P);
    if (!picture)
        return nullptr;
    Canvas canvas(*picture);
    for (int y = 0; y < size; y += 2)
        canvas.fill(0, y, size, 2,
                    toYuv(mix(mix(theme.accent, kWhite, 0.12), mix(theme.accent, kInk, 0.35), double(y) / size)));
    canvas.blend(Mask::disc(size, 0.5), size / 3, -size / 3, toYuv(mix(theme.sun, kWhite, 0.3)), 0.35);
    const double cap =
        std::min(size * 0.36, size * 0.36 * size * 0.8 / std::max(1, textWidth(monogram, size * 0.36, 0.16)));
    const Mask text = Mask::text(monogram, cap, 0.16);
    canvas.blend(text, (size - text.width()) / 2, (size - text.height()) / 2, kLumaWhite);
    return picture;
}

} // namespace kanal::panel
