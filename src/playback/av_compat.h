// SPDX-License-Identifier: MIT
// What FFmpeg 5.1 and 7.1 spell differently. The only place that asks for libav versions (docs/playback.md).
#pragma once

#include "av_handles.h"

namespace kanal::playback::compat
{

constexpr int kUnknownProfile = -99; ///< FF_PROFILE_UNKNOWN, later AV_PROFILE_UNKNOWN

inline bool isInterlaced(const AVFrame &frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return (frame.flags & AV_FRAME_FLAG_INTERLACED) != 0;
#else
    return frame.interlaced_frame != 0;
#endif
}

/// In the frame's time base; 0: unknown.
inline std::int64_t duration(const AVFrame &frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    return frame.duration;
#else
    return frame.pkt_duration;
#endif
}

/// The display matrix of a stream, or null.
inline const std::uint8_t *displayMatrix(const AVStream &stream)
{
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
    const AVPacketSideData *data = av_packet_side_data_get(
        stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    return data ? data->data : nullptr;
#else
    return av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
#endif
}

} // namespace kanal::playback::compat
