// SPDX-License-Identifier: MIT
// From a decoder's picture to what the surface draws: colours and geometry read off, and for a software surface
// converted and scaled here, on the decoding thread (1 … 2 ms where a software GL takes 15). One thread.
#pragma once

#include "av_handles.h"
#include "picture_pool.h"
#include "picture_scaler.h"
#include "plane_scaler.h"

#include <kanal/core/error.h>
#include <kanal/playback/video_rgb_table.h>
#include <kanal/playback/video_sink.h>

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

/// Even, as chroma wants it.
struct ScaledSize {
    int width = 0, height = 0;
};
/// Of a picture on the surface, as the wish says.
ScaledSize scaledSize(double displayAspect, const SurfaceWish &wish);

class FrameConverter
{
public:
    explicit FrameConverter(std::shared_ptr<PicturePool> pool);

    /// Takes the frame over. Fails with Unsupported for a layout swscale cannot read.
    Result<std::shared_ptr<VideoFrame>> convert(FramePtr frame, const SurfaceWish &wish, const PictureContext &context);

private:
    using Made = Result<std::shared_ptr<VideoFrame>>;
    Made toRgb(const AVFrame &frame, ScaledSize size, const VideoFrame &described);
    Made toScreenColours(const AVFrame &frame, ScaledSize size, const VideoFrame &described);
    Made toPlanar(FramePtr frame, const VideoFrame &described);
    /// Of another size or layout, the samples the same; null where swscale cannot. `into`: an old one, where there is
    /// one.
    FramePtr rescaled(const AVFrame &frame, ScaledSize size, AVPixelFormat format, FramePtr into = nullptr);

    /// The picture in its new size, where the fast way knows it; nullopt: swscale scales, too.
    std::optional<PicturePlanes> scaled(const AVFrame &frame, ScaledSize size);

    std::shared_ptr<PicturePool> m_pool;
    PictureScaler m_scaler;
    VideoRgbTable m_colours; ///< of HDR and wide gamuts
    FramePtr m_rescaled;     ///< for them
    PlaneScaler m_luma, m_chroma;
    std::vector<std::uint8_t> m_planes; ///< of scaled()
};

/// 0, 90, 180 or 270 degrees, of a display matrix (nine numbers of 32 bit).
int clockwiseTurn(const std::uint8_t *displayMatrix);

} // namespace kanal::playback
