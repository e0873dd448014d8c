// SPDX-License-Identifier: MIT
// A decoded picture as it leaves the engine: planes, geometry, colour. No libav types. Shared, immutable, cheap to
// hold.
#pragma once

#include <kanal/playback/subtitle_overlay.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>

namespace kanal::playback
{

enum class PixelLayout : std::uint8_t {
    Bgra32, ///< one plane, ready to paint (QImage::Format_RGB32)
    Yuv420, ///< three planes
    Yuv422,
    Yuv444,
    Nv12, ///< luma, interleaved chroma
};

struct ColourInfo {
    enum class Matrix : std::uint8_t { Bt601, Bt709, Bt2020 } matrix = Matrix::Bt709;
    enum class Transfer : std::uint8_t { Sdr, Pq, Hlg } transfer = Transfer::Sdr;
    bool fullRange = false;
    enum class Primaries : std::uint8_t { Bt709, Bt2020 } primaries = Primaries::Bt709;
    int peakNits = 1000; ///< of the brightest part of a PQ picture: 400 … 4000

    friend bool operator==(const ColourInfo &, const ColourInfo &) = default;
};

/// Of one sample. More than 8 bits lie in 16.
struct SampleDepth {
    int bits = 8;
    bool high = false; ///< in the high ones of the 16, as in P010; else in the low ones
};

class VideoFrame;
using FrameRef = std::shared_ptr<const VideoFrame>;

/// Where a picture that was made for its surface is to be had as it was decoded.
class PictureSource
{
public:
    virtual ~PictureSource() = default;
    /// The same picture in its own size, its subtitles over it; null: it is not to be had any more. Decodes it again,
    /// which takes up to seconds. Any thread, whether or not the player is still there.
    virtual FrameRef decodedAgain(const VideoFrame &shown) const = 0;
};

class VideoFrame
{
public:
    virtual ~VideoFrame() = default;

    PixelLayout layout = PixelLayout::Bgra32;
    SampleDepth depth;
    int width = 0, height = 0;             ///< of the planes
    int sourceWidth = 0, sourceHeight = 0; ///< as decoded, before any scaling
    double displayAspect = 0;              ///< width / height on screen, pixel aspect included
    int rotation = 0;                      ///< 0, 90, 180, 270 clockwise
    ColourInfo colour;
    std::chrono::microseconds pts{0}; ///< media time
    bool preview = false;             ///< the first picture, shown before the clock runs
    std::uint64_t session = 0;        ///< which open() it belongs to
    std::array<const std::uint8_t *, 3> planes{};
    std::array<int, 3> strides{};
    OverlaysRef overlays;                        ///< subtitles of this instant
    std::shared_ptr<const PictureSource> source; ///< null: these planes are as good as it gets
};

} // namespace kanal::playback
