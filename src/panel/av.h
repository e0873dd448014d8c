// SPDX-License-Identifier: MIT
// FFmpeg's handles as unique_ptrs, and its error codes as ours.
#pragma once

#include <kanal/core/error.h>

#include <memory>
#include <string>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/frame.h>
#include <libswscale/swscale.h>
}

namespace kanal::panel
{

struct AvDeleter {
    void operator()(AVFrame *frame) const { av_frame_free(&frame); }
    void operator()(AVPacket *packet) const { av_packet_free(&packet); }
    void operator()(AVCodecContext *context) const { avcodec_free_context(&context); }
    void operator()(SwsContext *context) const { sws_freeContext(context); }
    void operator()(AVFormatContext *output) const
    {
        if (output->pb && !(output->oformat->flags & AVFMT_NOFILE))
            avio_closep(&output->pb);
        avformat_free_context(output);
    }
};

using FramePtr = std::unique_ptr<AVFrame, AvDeleter>;
using PacketPtr = std::unique_ptr<AVPacket, AvDeleter>;
using CodecPtr = std::unique_ptr<AVCodecContext, AvDeleter>;
using SwsPtr = std::unique_ptr<SwsContext, AvDeleter>;
using OutputPtr = std::unique_ptr<AVFormatContext, AvDeleter>; ///< one that writes

inline tl::unexpected<Error> avFail(ErrorKind kind, const std::string &what, int code)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    return fail(kind, what + ": " + text);
}

/// A picture buffer that owns its planes; null only when memory is out.
inline FramePtr makePicture(int width, int height, AVPixelFormat format)
{
    FramePtr frame(av_frame_alloc());
    if (!frame)
        return nullptr;
    frame->width = width;
    frame->height = height;
    frame->format = format;
    if (av_frame_get_buffer(frame.get(), 64) < 0)
        return nullptr;
    return frame;
}

} // namespace kanal::panel
