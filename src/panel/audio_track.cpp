// SPDX-License-Identifier: MIT
#include "clip_tracks.h"

#include <algorithm>
#include <cmath>
#include <functional>

extern "C" {
#include <libavutil/opt.h>
}

namespace kanal::panel
{
namespace
{

struct Codec {
    AVCodecID id;
    AVSampleFormat format; // of FFmpeg's own encoder, which every build has
    std::int64_t bitRate;
};

Codec codecOf(AudioCodec codec)
{
    switch (codec) {
    case AudioCodec::Mp2:
        return {AV_CODEC_ID_MP2, AV_SAMPLE_FMT_S16, 192'000};
    case AudioCodec::Ac3:
        return {AV_CODEC_ID_AC3, AV_SAMPLE_FMT_FLTP, 192'000};
    case AudioCodec::Aac:
        break;
    }
    return {AV_CODEC_ID_AAC, AV_SAMPLE_FMT_FLTP, 128'000};
}

/// Loops are encoded from a little before their start to a little after their end and cut to whole frames: as the sound
/// is periodic, the last frame runs into the first as if there were no cut, and no encoder delay is left in.
constexpr int kLeadFrames = 16;

class AudioTrack final : public ClipTrack
{
public:
    AudioTrack(const ClipSpec &clip, const AudioSpec &audio, CodecPtr encoder, AVStream &stream)
        : m_sound({audio.root, clip.music, 1'000, clip.seconds})
        , m_encoder(std::move(encoder))
        , m_stream(stream)
        , m_loop(clip.isLoop())
        , m_samples(std::int64_t(clip.seconds) * kSampleRate)
    {
        m_next = m_loop ? -std::int64_t(kLeadFrames) * m_encoder->frame_size : 0;
        m_end = m_samples + (m_loop ? std::int64_t(kLeadFrames) * m_encoder->frame_size : 0);
    }

    double position() const override { return m_done ? kTrackDone : double(m_next) / kSampleRate; }

    Result<> step(AVFormatContext &output) override
    {
        FramePtr frame;
        if (m_next < m_end) {
            frame = nextFrame();
            if (!frame)
                return fail(ErrorKind::Storage, "no memory for sound");
        } else {
            m_done = true;
        }
        const int code = avcodec_send_frame(m_encoder.get(), frame.get());
        if (code < 0)
            return avFail(ErrorKind::Unsupported, "audio encoder", code);
        return drainEncoder(*m_encoder, m_stream, output, [this](AVPacket &packet) {
            return !m_loop || (packet.pts >= 0 && packet.pts < m_samples);
        });
    }

private:
    FramePtr nextFrame()
    {
        FramePtr frame(av_frame_alloc());
        if (!frame)
            return nullptr;
        frame->nb_samples = m_encoder->frame_size;
        frame->format = m_encoder->sample_fmt;
        frame->sample_rate = kSampleRate;
        av_channel_layout_copy(&frame->ch_layout, &m_encoder->ch_layout);
        if (av_frame_get_buffer(frame.get(), 0) < 0)
            return nullptr;
        for (int i = 0; i < frame->nb_samples; ++i) {
            const bool past = !m_loop && m_next + i >= m_samples; // the last frame is filled up with silence
            const float value = past ? 0 : m_sound.at(m_next + i);
            if (m_encoder->sample_fmt == AV_SAMPLE_FMT_S16) {
                auto *to = reinterpret_cast<std::int16_t *>(frame->data[0]) + 2 * i;
                to[0] = to[1] = std::int16_t(std::lround(value * 32767));
            } else {
                reinterpret_cast<float *>(frame->data[0])[i] = value;
                reinterpret_cast<float *>(frame->data[1])[i] = value;
            }
        }
        frame->pts = m_next;
        m_next += frame->nb_samples;
        return frame;
    }

    Sound m_sound;
    CodecPtr m_encoder;
    AVStream &m_stream;
    bool m_loop, m_done = false;
    std::int64_t m_samples, m_next = 0, m_end = 0;
};

} // namespace

Result<std::unique_ptr<ClipTrack>> makeAudioTrack(const ClipSpec &spec, const AudioSpec &audio, AVFormatContext &output)
{
    const Codec wanted = codecOf(audio.codec);
    const AVCodec *codec = avcodec_find_encoder(wanted.id);
    CodecPtr encoder(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!encoder)
        return fail(ErrorKind::Unsupported, "this FFmpeg lacks an audio encoder");
    encoder->sample_fmt = wanted.format;
    encoder->sample_rate = kSampleRate;
    encoder->bit_rate = wanted.bitRate;
    encoder->time_base = {1, kSampleRate};
    encoder->log_level_offset = kQuieter;
    av_channel_layout_default(&encoder->ch_layout, 2);
    if (output.oformat->flags & AVFMT_GLOBALHEADER)
        encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (wanted.id == AV_CODEC_ID_AAC) // four times quicker than the careful coder, and beeps do not suffer
        av_opt_set(encoder->priv_data, "aac_coder", "fast", 0);
    if (const int code = avcodec_open2(encoder.get(), codec, nullptr); code < 0)
        return avFail(ErrorKind::Unsupported, "audio encoder", code);
    AVStream *stream = avformat_new_stream(&output, nullptr);
    if (!stream || avcodec_parameters_from_context(stream->codecpar, encoder.get()) < 0)
        return fail(ErrorKind::Storage, "no memory for a stream");
    stream->time_base = encoder->time_base;
    av_dict_set(&stream->metadata, "language", audio.language.c_str(), 0);
    return std::make_unique<AudioTrack>(spec, audio, std::move(encoder), *stream);
}

} // namespace kanal::panel
