// SPDX-License-Identifier: MIT
// Frames made by hand, for the tests of what draws them.
#pragma once

#include <kanal/playback/video_frame.h>

#include <QColor>

#include <array>
#include <cstring>
#include <functional>
#include <vector>

namespace kanal::ui::test
{

/// Owns its planes.
class SyntheticFrame final : public playback::VideoFrame
{
public:
    std::array<std::vector<std::uint8_t>, 3> memory;
};

/// One colour, ready to paint.
inline std::shared_ptr<SyntheticFrame> rgbFrame(int width, int height, const std::function<QRgb(int x, int y)> &colour)
{
    auto frame = std::make_shared<SyntheticFrame>();
    frame->layout = playback::PixelLayout::Bgra32;
    frame->width = frame->sourceWidth = width;
    frame->height = frame->sourceHeight = height;
    frame->displayAspect = double(width) / height;
    frame->strides[0] = width * 4 + 64; // lines are padded, as decoders do
    frame->memory[0].resize(std::size_t(frame->strides[0]) * std::size_t(height));
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const QRgb value = colour(x, y);
            std::memcpy(&frame->memory[0][std::size_t(y) * std::size_t(frame->strides[0]) + std::size_t(x) * 4], &value,
                        sizeof value);
        }
    frame->planes[0] = frame->memory[0].data();
    return frame;
}

inline std::shared_ptr<SyntheticFrame> plainFrame(int width, int height, QRgb colour)
{
    return rgbFrame(width, height, [colour](int, int) { return colour; });
}

struct Yuv {
    int y, u, v;
};

/// One colour in planes; samples as given, at the depth given.
inline std::shared_ptr<SyntheticFrame> yuvFrame(playback::PixelLayout layout, playback::SampleDepth depth, Yuv sample,
                                                int width = 64, int height = 48)
{
    using playback::PixelLayout;
    auto frame = std::make_shared<SyntheticFrame>();
    frame->layout = layout;
    frame->depth = depth;
    frame->width = frame->sourceWidth = width;
    frame->height = frame->sourceHeight = height;
    frame->displayAspect = double(width) / height;
    const std::size_t bytes = depth.bits > 8 ? 2 : 1;
    const int shift = depth.high ? 16 - depth.bits : 0;
    const auto fill = [&](std::size_t plane, int columns, int rows, std::vector<int> values) {
        const std::size_t stride = std::size_t(columns) * values.size() * bytes + 32;
        frame->strides[plane] = int(stride);
        frame->memory[plane].resize(stride * std::size_t(rows));
        for (std::size_t row = 0; row < std::size_t(rows); ++row)
            for (std::size_t column = 0; column < std::size_t(columns) * values.size(); ++column) {
                const auto value = std::uint16_t(values[column % values.size()] << shift);
                std::memcpy(&frame->memory[plane][row * stride + column * bytes], &value, bytes);
            }
        frame->planes[plane] = frame->memory[plane].data();
    };
    const int chromaWidth = layout == PixelLayout::Yuv444 ? width : width / 2;
    const int chromaHeight = layout == PixelLayout::Yuv420 || layout == PixelLayout::Nv12 ? height / 2 : height;
    fill(0, width, height, {sample.y});
    if (layout == PixelLayout::Nv12) {
        fill(1, chromaWidth, chromaHeight, {sample.u, sample.v});
    } else {
        fill(1, chromaWidth, chromaHeight, {sample.u});
        fill(2, chromaWidth, chromaHeight, {sample.v});
    }
    return frame;
}

inline int farthest(QRgb a, QRgb b)
{
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)), std::abs(qBlue(a) - qBlue(b))});
}

} // namespace kanal::ui::test
