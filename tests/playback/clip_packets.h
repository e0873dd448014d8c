// SPDX-License-Identifier: MIT
// The packets of one stream of a clip, for decoders without a demuxer.
#pragma once

#include "av_handles.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace kanal::playback
{

struct ClipReader {
    const std::string &bytes;
    std::size_t at = 0;

    static int read(void *self, std::uint8_t *out, int size)
    {
        auto &reader = *static_cast<ClipReader *>(self);
        const std::size_t count = std::min(std::size_t(size), reader.bytes.size() - reader.at);
        if (count == 0)
            return AVERROR_EOF;
        std::memcpy(out, reader.bytes.data() + reader.at, count);
        reader.at += count;
        return int(count);
    }
};

struct Clip {
    CodecParametersPtr parameters{avcodec_parameters_alloc()};
    std::vector<PacketPtr> packets; ///< times in µs
};

inline Clip clipOf(AVMediaType type, const std::string &bytes)
{
    Clip clip;
    ClipReader reader{bytes};
    const AvioPtr io(avio_alloc_context(static_cast<unsigned char *>(av_malloc(4096)), 4096, 0, &reader,
                                        &ClipReader::read, nullptr, nullptr));
    AVFormatContext *opened = avformat_alloc_context();
    opened->pb = io.get();
    EXPECT_GE(avformat_open_input(&opened, nullptr, nullptr, nullptr), 0);
    const FormatPtr format(opened);
    EXPECT_GE(avformat_find_stream_info(format.get(), nullptr), 0);
    const int stream = av_find_best_stream(format.get(), type, -1, -1, nullptr, 0);
    avcodec_parameters_copy(clip.parameters.get(), format->streams[stream]->codecpar);
    PacketPtr packet = makePacket();
    for (; av_read_frame(format.get(), packet.get()) >= 0; packet = makePacket()) {
        if (packet->stream_index != stream)
            continue;
        av_packet_rescale_ts(packet.get(), format->streams[stream]->time_base, {1, 1'000'000});
        clip.packets.push_back(std::move(packet));
    }
    return clip;
}

} // namespace kanal::playback
