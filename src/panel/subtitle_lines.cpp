// SPDX-License-Identifier: MIT
#include "subtitle_lines.h"

#include <cstring>

namespace kanal::panel
{

std::string subtitleLine(const std::string &language, int number)
{
    const std::string count = std::to_string(number);
    if (language == "deu")
        return "Untertitel " + count;
    return language == "fra" ? "Sous-titre " + count : "Subtitle " + count;
}

AVStream *addSubtitleStream(AVFormatContext &output, AVCodecID codec, const std::string &language)
{
    AVStream *stream = avformat_new_stream(&output, nullptr);
    if (!stream)
        return nullptr;
    stream->codecpar->codec_type = AVMEDIA_TYPE_SUBTITLE;
    stream->codecpar->codec_id = codec;
    stream->time_base = {1, 1000};
    av_dict_set(&stream->metadata, "language", language.c_str(), 0);
    return stream;
}

Result<> writeSubtitle(AVFormatContext &output, const AVStream &stream, const std::uint8_t *bytes, int size, double at,
                       double duration)
{
    PacketPtr packet(av_packet_alloc());
    if (!packet || av_new_packet(packet.get(), size) < 0)
        return fail(ErrorKind::Storage, "no memory for a subtitle");
    std::memcpy(packet->data, bytes, std::size_t(size));
    packet->stream_index = stream.index;
    packet->flags |= AV_PKT_FLAG_KEY;
    packet->pts = packet->dts = std::int64_t(at / av_q2d(stream.time_base));
    packet->duration = std::int64_t(duration / av_q2d(stream.time_base));
    const int code = av_interleaved_write_frame(&output, packet.get());
    if (code < 0)
        return avFail(ErrorKind::Storage, "writing a subtitle", code);
    return {};
}

} // namespace kanal::panel
