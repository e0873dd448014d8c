// SPDX-License-Identifier: MIT
#include "support/flash_clip.h"

#include "av_handles.h"

extern "C" {
#include <libavutil/channel_layout.h>
}

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <unistd.h>

namespace kanal
{

namespace
{

using namespace playback;

constexpr int kSampleRate = 48000;
constexpr double kBeepSeconds = 0.04;

void require(bool good, const char *what)
{
    if (!good) {
        std::fprintf(stderr, "flash clip: %s failed\n", what);
        std::abort();
    }
}

struct Output {
    AVFormatContext *format = nullptr;

    void write(AVCodecContext &encoder, AVFrame *frame, AVStream &stream)
    {
        require(avcodec_send_frame(&encoder, frame) >= 0, "send frame");
        PacketPtr packet = makePacket();
        while (avcodec_receive_packet(&encoder, packet.get()) == 0) {
            av_packet_rescale_ts(packet.get(), encoder.time_base, stream.time_base);
            packet->stream_index = stream.index;
            require(av_interleaved_write_frame(format, packet.get()) >= 0, "write");
        }
    }
};

CodecPtr openVideo(const FlashClipOptions &options, const AVFormatContext &format)
{
    const AVCodec *codec = avcodec_find_encoder_by_name(options.videoCodec);
    require(codec != nullptr, options.videoCodec);
    CodecPtr context(avcodec_alloc_context3(codec));
    context->width = options.width;
    context->height = options.height;
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    context->time_base = {1, options.rate};
    context->framerate = {options.rate, 1};
    context->gop_size = options.gop;
    context->max_b_frames = 2;
    context->bit_rate = 1'500'000;
    context->thread_count = 1;
    context->flags |= AV_CODEC_FLAG_BITEXACT | (options.openGop ? 0 : AV_CODEC_FLAG_CLOSED_GOP);
    if (format.oformat->flags & AVFMT_GLOBALHEADER)
        context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    AvOptions encoderOptions;
    encoderOptions.set("sc_threshold", "1000000000"); // closed GOPs need it
    require(avcodec_open2(context.get(), codec, encoderOptions.get()) >= 0, "open video encoder");
    return context;
}

CodecPtr openAudio(const FlashClipOptions &options, const AVFormatContext &format)
{
    const AVCodec *codec = avcodec_find_encoder_by_name(options.audioCodec);
    require(codec != nullptr, options.audioCodec);
    CodecPtr context(avcodec_alloc_context3(codec));
    context->sample_rate = kSampleRate;
    context->sample_fmt = codec->sample_fmts[0];
    context->bit_rate = 192'000;
    context->time_base = {1, kSampleRate};
    av_channel_layout_default(&context->ch_layout, 2);
    context->flags |= AV_CODEC_FLAG_BITEXACT;
    if (format.oformat->flags & AVFMT_GLOBALHEADER)
        context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    require(avcodec_open2(context.get(), codec, nullptr) >= 0, "open audio encoder");
    return context;
}

AVStream *addStream(AVFormatContext &format, const AVCodecContext &encoder, const char *language = "")
{
    AVStream *stream = avformat_new_stream(&format, nullptr);
    stream->time_base = encoder.time_base;
    avcodec_parameters_from_context(stream->codecpar, &encoder);
    if (*language != '\0')
        av_dict_set(&stream->metadata, "language", language, 0);
    return stream;
}

FramePtr picture(const FlashClipOptions &options, int number)
{
    FramePtr frame = makeFrame();
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = options.width;
    frame->height = options.height;
    frame->pts = number;
    require(av_frame_get_buffer(frame.get(), 0) >= 0, "picture buffer");
    const bool flash = number % options.rate == 0 && number > 0;
    std::minstd_rand snow{unsigned(number) + 1};
    for (int y = 0; y < options.height; ++y)
        for (int x = 0; x < options.width; ++x)
            frame->data[0][y * frame->linesize[0] + x] = flash           ? 235
                                                         : options.noise ? std::uint8_t(40 + snow() % 40)
                                                                         : std::uint8_t(40 + (x + y + number) % 40);
    for (int plane = 1; plane < 3; ++plane)
        for (int y = 0; y < options.height / 2; ++y)
            std::fill_n(frame->data[plane] + y * frame->linesize[plane], options.width / 2, std::uint8_t(128));
    return frame;
}

enum class Sound { Beeps, Tone };

FramePtr sound(const AVCodecContext &encoder, std::int64_t first, int loudChannels, Sound what = Sound::Beeps)
{
    FramePtr frame = makeFrame();
    frame->format = encoder.sample_fmt;
    frame->sample_rate = kSampleRate;
    frame->nb_samples = encoder.frame_size;
    frame->pts = first;
    av_channel_layout_copy(&frame->ch_layout, &encoder.ch_layout);
    require(av_frame_get_buffer(frame.get(), 0) >= 0, "sound buffer");
    const bool planar = av_sample_fmt_is_planar(encoder.sample_fmt) != 0;
    const bool floats = av_get_packed_sample_fmt(encoder.sample_fmt) == AV_SAMPLE_FMT_FLT;
    for (int i = 0; i < encoder.frame_size; ++i) {
        const std::int64_t at = first + i;
        const bool beep = at >= kSampleRate && at % kSampleRate < std::int64_t(kBeepSeconds * kSampleRate);
        const double wave = std::sin(2 * M_PI * 1000 * double(at) / kSampleRate);
        const double level = what == Sound::Tone ? 0.25 * wave : beep ? 0.5 * wave : 0.0;
        for (int c = 0; c < 2; ++c) {
            void *data = planar ? frame->data[c] : frame->data[0];
            const int index = planar ? i : i * 2 + c;
            const double here = c < loudChannels ? level : 0;
            if (floats)
                static_cast<float *>(data)[index] = float(here);
            else
                static_cast<std::int16_t *>(data)[index] = std::int16_t(here * 32000);
        }
    }
    return frame;
}

} // namespace

std::string makeFlashClip(const FlashClipOptions &options)
{
    // A file, not a memory stream: mp4 seeks back to write its sizes.
    const auto path = std::filesystem::temp_directory_path() /
                      ("kanal-flash-" + std::to_string(::getpid()) + "." + options.container);
    Output output;
    require(avformat_alloc_output_context2(&output.format, nullptr, options.container, path.c_str()) >= 0, "container");
    output.format->flags |= AVFMT_FLAG_BITEXACT;
    const bool hasSound = *options.audioCodec != '\0';
    const CodecPtr video = openVideo(options, *output.format);
    const CodecPtr audio = hasSound ? openAudio(options, *output.format) : nullptr;
    AVStream *videoStream = addStream(*output.format, *video);
    AVStream *audioStream = hasSound ? addStream(*output.format, *audio, options.language) : nullptr;
    const CodecPtr second = options.secondSound ? openAudio(options, *output.format) : nullptr;
    AVStream *secondStream = second ? addStream(*output.format, *second, options.secondLanguage) : nullptr;
    require(avio_open(&output.format->pb, path.c_str(), AVIO_FLAG_WRITE) >= 0, "open file");
    AvOptions muxerOptions;
    av_dict_parse_string(muxerOptions.get(), options.muxerOptions, "=", ":", 0);
    require(avformat_write_header(output.format, muxerOptions.get()) >= 0, "header");
    std::int64_t sample = 0;
    for (int number = 0; number < options.rate * options.seconds; ++number) {
        output.write(*video, picture(options, number).get(), *videoStream);
        while (hasSound && sample < std::int64_t(number + 1) * kSampleRate / options.rate) {
            output.write(*audio, sound(*audio, sample, options.leftOnly ? 1 : 2).get(), *audioStream);
            if (second)
                output.write(*second, sound(*second, sample, 2, Sound::Tone).get(), *secondStream);
            sample += audio->frame_size;
        }
    }
    output.write(*video, nullptr, *videoStream);
    if (hasSound)
        output.write(*audio, nullptr, *audioStream);
    if (second)
        output.write(*second, nullptr, *secondStream);
    require(av_write_trailer(output.format) >= 0, "trailer");
    avio_closep(&output.format->pb);
    avformat_free_context(output.format);
    std::ifstream file(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), {});
    std::filesystem::remove(path);
    return bytes;
}

} // namespace kanal
