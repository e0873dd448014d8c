// SPDX-License-Identifier: MIT
// From a decoder's picture to what the surface draws: colours and geometry read off, and for a software surface
// converted and scaled here, on the decoding thread (1 … 2 ms where a software GL takes 15). One thread.
#pragma once

#include "av_handles.h"
#include "picture_pool.h"
#include "plane_scaler.h"

#include <kanal/core/error.h>
#include <kanal/playback/video_sink.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace kanal::playback
{

/// What the stream says about its pictures beside what each frame carries.
struct PictureContext {
    AVRational streamAspect{0, 1}; ///< sample aspect ratio of the stream; 0: unknown
    int rotation = 0;
    std::uint64_t session = 0;
};

class FrameConverter
{
public:
    explicit FrameConverter(std::shared_ptr<PicturePool> pool);

    /// Takes the frame over. Fails with Unsupported for a layout swscale cannot read.
    Result<std::shared_ptr<VideoFrame>> convert(FramePtr frame, const SurfaceWish &wish, const PictureContext &context);

private:
    Result<std::shared_ptr<VideoFrame>> toRgb(const AVFrame &frame, const SurfaceWish &wish,
                                              std::shared_ptr<VideoFrame> described);
    Result<std::shared_ptr<VideoFrame>> toPlanar(FramePtr frame, const VideoFrame &described);

    /// What swscale reads.
    struct Source {
        int width = 0, height = 0;
        AVPixelFormat format = AV_PIX_FMT_NONE;
        std::array<const std::uint8_t *, 4> planes = {};
        std::array<int, 4> strides = {};
    };
    static Source asItIs(const AVFrame &frame);
    /// The picture in its new size, where the fast way knows it; nullopt: swscale scales, too.
    std::optional<Source> scaled(const AVFrame &frame, int width, int height);

    std::shared_ptr<PicturePool> m_pool;
    SwsPtr m_scaler;
    PlaneScaler m_luma, m_chroma;
    std::vector<std::uint8_t> m_planes; ///< of scaled()
};

/// The size a picture of this aspect gets inside (or around) width × height, snapped to even numbers.
struct FittedSize {
    int width = 0, height = 0;
};
FittedSize fittedSize(double displayAspect, int width, int height, SurfaceWish::Fit fit);
/// As the wish says, its own proportions and zoom included.
FittedSize placedSize(double displayAspect, const SurfaceWish &wish);
/// 0, 90, 180 or 270 degrees, of a display matrix (nine numbers of 32 bit).
int clockwiseTurn(const std::uint8_t *displayMatrix);

} // namespace kanal::playback
