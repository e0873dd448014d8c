// SPDX-License-Identifier: MIT
// swscale for pictures of one kind after the other: made anew only when the kind changes. (sws_getCachedContext
// compares with what it has made of a format, and so makes one a picture for the full-range formats, yuvj420p and its
// kin.) One thread.
#pragma once

#include "av_handles.h"

#include <kanal/playback/video_frame.h>

#include <array>
#include <cstdint>

namespace kanal::playback
{

struct PictureShape {
    int width = 0, height = 0;
    AVPixelFormat format = AV_PIX_FMT_NONE;
    friend bool operator==(const PictureShape &, const PictureShape &) = default;
};

/// What swscale reads.
struct PicturePlanes {
    PictureShape shape;
    std::array<const std::uint8_t *, 4> planes = {};
    std::array<int, 4> strides = {};
};
PictureShape shapeOf(const AVFrame &frame);
PicturePlanes planesOf(const AVFrame &frame);

class PictureScaler
{
public:
    /// False: swscale cannot. To RGB by the colours' matrix and range; from YUV to YUV the samples stay what they are.
    bool prepare(PictureShape from, PictureShape to, const ColourInfo &colour);
    void scale(const PicturePlanes &from, std::array<std::uint8_t *, 4> to, std::array<int, 4> strides);

    int made() const { return m_made; } ///< contexts so far

private:
    SwsPtr m_context;
    PictureShape m_from, m_to;
    ColourInfo m_colour;
    int m_made = 0;
};

} // namespace kanal::playback
