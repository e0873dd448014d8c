// SPDX-License-Identifier: MIT
// Planes of a picture to what an SDR screen shows, 8 bits each: matrix, range, tone mapping and gamut in one look-up
// between the nodes of a table (docs/adr/0021). 5 ns a pixel. One thread at a time.
#pragma once

#include <kanal/playback/video_frame.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kanal::playback
{

class VideoRgbTable
{
public:
    /// `frame`: with planes, not Bgra32. Writes its rows as B, G, R, 255; chroma as the nearest sample has it.
    void convert(const VideoFrame &frame, std::uint8_t *to, std::ptrdiff_t stride);

private:
    using Node = std::array<std::int16_t, 4>; ///< B, G, R, 255; in 64ths
    void prepare(const VideoFrame &frame);

    std::vector<Node> m_nodes;
    ColourInfo m_colour;
    int m_bits = 0; ///< 0: for nothing yet
};

} // namespace kanal::playback
