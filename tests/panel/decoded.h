// SPDX-License-Identifier: MIT
// A clip decoded: when the picture flashes, when the sound beeps, which numbers the pictures carry.
#pragma once

#include <kanal/panel/panel.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace kanal::panel
{

struct Decoded {
    bool opened = false;
    std::vector<double> flashes, beeps; ///< seconds at which each begins
    std::vector<int> numbers;           ///< of the pictures, from the cells
    int pictures = 0, interlaced = 0, keyPictures = 0;
    std::vector<std::string> tracks; ///< "video h264", "audio aac eng" …
    double seconds = 0;
};

inline double lumaAt(const AVFrame &frame, double x, double y)
{
    const int column = int(x / 1280 * frame.width), row = int(y / 720 * frame.height);
    return frame.data[0][row * frame.linesize[0] + column];
}

inline void lookAt(const AVFrame &frame, double time, Decoded &result, bool &lit)
{
    const marks::Area f = marks::kFlash, c = marks::kCells;
    const bool flash = lumaAt(frame, f.x + f.width / 2, f.y + f.height / 2) > 200;
    if (flash && !lit)
        result.flashes.push_back(time);
    lit = flash;
    int number = 0;
    for (int bit = 0; bit < marks::kCellCount; ++bit)
        number |= (lumaAt(frame, c.x + c.width * (bit + 0.5) / marks::kCellCount, c.y + c.height / 2) > 126) << bit;
    result.numbers.push_back(number);
    ++result.pictures;
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    result.interlaced += (frame.flags & AV_FRAME_FLAG_INTERLACED) != 0;
    result.keyPictures += (frame.flags & AV_FRAME_FLAG_KEY) != 0;
#else
    result.interlaced += frame.interlaced_frame;
    result.keyPictures += frame.key_frame;
#endif
}

/// A beep begins where the sound was quiet and the wave rises steeply.
inline void listenTo(const AVFrame &frame, double time, Decoded &result, double &lastLoud)
{
    for (int i = 0; i < frame.nb_samples; ++i) {
        const double value = frame.format == AV_SAMPLE_FMT_FLTP ? reinterpret_cast<const float *>(frame.data[0])[i]
                             : frame.format == AV_SAMPLE_FMT_S16P
                                 ? reinterpret_cast<const std::int16_t *>(frame.data[0])[i] / 32768.0
                                 : 0;
        const double at = time + double(i) / frame.sample_rate;
        if (std::abs(value) > 0.25) {
            if (at - lastLoud > 0.2)
                result.beeps.push_back(at);
            lastLoud = at;
        }
    }
}

inline Decoded decodeFile(const std::string &path, int audioTrack = 0)
{
    Decoded result;
    AVFormatContext *input = nullptr;
    if (avformat_open_input(&input, path.c_str(), nullptr, nullptr) < 0)
        return result;
    result.opened = avformat_find_stream_info(input, nullptr) >= 0;
    result.seconds = double(input->duration) / AV_TIME_BASE;
    std::map<int, AVCodecContext *> decoders;
    int audioSeen = 0;
    for (unsigned i = 0; i < input->nb_streams; ++i) {
        const AVStream *stream = input->streams[i];
        const AVDictionaryEntry *language = av_dict_get(stream->metadata, "language", nullptr, 0);
        const char *kind = av_get_media_type_string(stream->codecpar->codec_type);
        result.tracks.push_back(std::string(kind ? kind : "?") + " " + avcodec_get_name(stream->codecpar->codec_id) +
                                (language ? std::string(" ") + language->value : std::string()));
        const bool audio = stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
        if ((!audio || audioSeen++ != audioTrack) && stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO)
            continue;
        AVCodecContext *decoder = avcodec_alloc_context3(avcodec_find_decoder(stream->codecpar->codec_id));
        avcodec_parameters_to_context(decoder, stream->codecpar);
        decoder->pkt_timebase = stream->time_base;
        if (avcodec_open2(decoder, nullptr, nullptr) == 0)
            decoders[int(i)] = decoder;
    }
    AVPacket *packet = av_packet_alloc();
    AVFrame *frame = av_frame_alloc();
    bool lit = true;
    double lastLoud = 0;
    const auto drain = [&](int index, AVCodecContext *decoder) {
        while (avcodec_receive_frame(decoder, frame) == 0) {
            const double time = double(frame->best_effort_timestamp) * av_q2d(input->streams[index]->time_base);
            if (decoder->codec_type == AVMEDIA_TYPE_VIDEO)
                lookAt(*frame, time, result, lit);
            else
                listenTo(*frame, time, result, lastLoud);
        }
    };
    while (av_read_frame(input, packet) >= 0) {
        if (const auto found = decoders.find(packet->stream_index); found != decoders.end()) {
            avcodec_send_packet(found->second, packet);
            drain(found->first, found->second);
        }
        av_packet_unref(packet);
    }
    for (auto &[index, decoder] : decoders) {
        avcodec_send_packet(decoder, nullptr);
        drain(index, decoder);
        avcodec_free_context(&decoder);
    }
    av_frame_free(&frame);
    av_packet_free(&packet);
    avformat_close_input(&input);
    return result;
}

} // namespace kanal::panel
