// SPDX-License-Identifier: MIT
#include "audio_loop.h"

#include "trace.h"

#include <kanal/core/log.h>

extern "C" {
#include <libavutil/opt.h>
}

#include <cmath>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr MediaTime kJitter =
    std::chrono::milliseconds(5); ///< timestamps rounded to less than this continue seamlessly

/// A transport stream says only "MPEG audio"; each frame says which.
bool isLayerTwo(const AVPacket &packet)
{
    return packet.size >= 2 && packet.data[0] == 0xFF && (packet.data[1] & 0xE6) == 0xE4;
}

} // namespace

AudioLoop::AudioLoop(SessionShared &shared)
    : m_shared(shared)
{
}

AudioLoop::~AudioLoop()
{
    closeDecoder();
}

void AudioLoop::closeDecoder()
{
    if (m_decoder.context)
        m_shared.parts.decoders.giveBack(std::exchange(m_decoder, {}));
    m_continues = false;
}

void AudioLoop::run(std::stop_token stop)
{
    trace::nameThread("audio");
    while (auto packet = m_shared.audio.pop(stop))
        handle(std::move(*packet), stop);
}

void AudioLoop::handle(MediaPacket packet, std::stop_token stop)
{
    m_epoch = m_shared.parts.audio.epoch(); // a flush from here on makes what comes of this packet stale
    if (packet.serial != m_shared.audio.serial())
        return;
    if (packet.serial != m_serial) {
        m_serial = packet.serial;
        closeDecoder();
        m_tempo.reset();
        m_failed = false;
    }
    if (!packet.packet) {
        if (m_decoder.context)
            decode(nullptr, stop);
        hand(m_tempo.drain(), stop);
        m_shared.post(SessionDrained{TrackKind::Audio});
        return;
    }
    if (packet.parameters && m_parameters && !sameDecoder(*packet.parameters, *m_parameters)) {
        closeDecoder();
        if (std::exchange(m_failed, false))
            m_shared.hasAudio = true; // this one may be decoded
    }
    m_parameters = packet.parameters;
    if (!m_decoder.context && m_parameters)
        m_layerTwo = m_parameters->codec_id == AV_CODEC_ID_MP3 && isLayerTwo(*packet.packet);
    if (m_failed || (!m_decoder.context && !openDecoder(stop)))
        return;
    decode(packet.packet.get(), stop);
}

bool AudioLoop::openDecoder(std::stop_token stop)
{
    if (!m_parameters)
        return false;
    auto lease = m_shared.parts.decoders.take(*m_parameters, 1);
    if (!lease) {
        m_failed = true;
        m_shared.hasAudio = false;
        m_shared.refineTrack(TrackKind::Audio, [](Track &track) { track.undecodable = true; });
        log::warning("kanal.playback.audio", "no sound: " + lease.error().detail + " " + lease.error().subject);
        if (!m_shared.hasVideo)
            m_shared.post(SessionFailed{lease.error()});
        return false;
    }
    m_decoder = std::move(*lease);
    if (!m_shared.parts.audio.ensureOpen(stop))
        m_shared.post(SessionWithoutDevice{}); // decoded all the same: it may come back
    return true;
}

void AudioLoop::decode(AVPacket *packet, std::stop_token stop)
{
    const trace::Span span("decode and queue sound");
    AVCodecContext *context = m_decoder.context.get();
    if (avcodec_send_packet(context, packet) < 0 && packet)
        return; // a damaged packet costs that packet
    const FramePtr frame = makeFrame();
    while (!stop.stop_requested() && avcodec_receive_frame(context, frame.get()) == 0) {
        deliver(*frame, stop);
        av_frame_unref(frame.get());
    }
}

bool AudioLoop::prepareResampler(const AVFrame &frame, const AudioFormat &format)
{
    if (m_resampler && frame.sample_rate == m_inRate && frame.format == m_inFormat &&
        frame.ch_layout.nb_channels == m_inChannels && format.channels == m_outChannels)
        return true;
    AVChannelLayout out;
    av_channel_layout_default(&out, format.channels);
    AVChannelLayout in = frame.ch_layout;
    if (in.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&in, frame.ch_layout.nb_channels);
    SwrContext *resampler = nullptr;
    if (swr_alloc_set_opts2(&resampler, &out, AV_SAMPLE_FMT_FLT, format.sampleRate, &in, AVSampleFormat(frame.format),
                            frame.sample_rate, 0, nullptr) < 0)
        return false;
    m_resampler.reset(resampler);
    av_opt_set_double(resampler, "rematrix_maxval", 1.0, 0);  // a sum of channels may not clip
    av_opt_set_int(resampler, "flags", SWR_FLAG_RESAMPLE, 0); // engaging it later, for the rate, would click
    if (swr_init(resampler) < 0) {
        m_resampler.reset();
        return false;
    }
    m_inRate = frame.sample_rate;
    m_inFormat = frame.format;
    m_inChannels = frame.ch_layout.nb_channels;
    m_outChannels = format.channels;
    m_shared.refineTrack(TrackKind::Audio, [&](Track &track) {
        track.channels = m_inChannels;
        track.sampleRate = m_inRate;
        if (m_layerTwo)
            track.codec = avcodec_get_name(AV_CODEC_ID_MP2);
    });
    return true;
}

void AudioLoop::deliver(const AVFrame &frame, std::stop_token stop)
{
    if (m_serial != m_shared.audio.serial() || frame.sample_rate <= 0 || frame.nb_samples <= 0)
        return;
    const AudioFormat format = m_shared.parts.audio.format();
    if (!prepareResampler(frame, format))
        return;
    MediaTime pts = frame.best_effort_timestamp == AV_NOPTS_VALUE ? m_next : MediaTime(frame.best_effort_timestamp);
    if (m_continues && std::chrono::abs(pts - m_next) < kJitter)
        pts = m_next;
    const MediaTime length(std::int64_t(frame.nb_samples) * 1'000'000 / frame.sample_rate);
    m_next = pts + length;
    m_continues = true;
    const std::int64_t skipUntil = m_shared.skipUntilUs;
    if (skipUntil != SessionShared::kUnknown && m_next.count() <= skipUntil)
        return;

    if (const double rate = m_rate; rate != 1.0) {
        const int out = int(av_rescale(frame.nb_samples, format.sampleRate, frame.sample_rate));
        swr_set_compensation(m_resampler.get(), int(std::lround(out * (1.0 / rate - 1.0))), out);
    }
    const int room = swr_get_out_samples(m_resampler.get(), frame.nb_samples);
    PcmChunk chunk;
    chunk.pts = pts + MediaTime(m_shared.parts.options.soundDelayUs.load());
    chunk.channels = format.channels;
    chunk.samples.resize(std::size_t(std::max(0, room)) * std::size_t(format.channels));
    auto *out = reinterpret_cast<std::uint8_t *>(chunk.samples.data());
    const int made = swr_convert(m_resampler.get(), &out, room, const_cast<const std::uint8_t **>(frame.extended_data),
                                 frame.nb_samples);
    if (made <= 0)
        return;
    chunk.samples.resize(std::size_t(made) * std::size_t(format.channels));
    hand(m_tempo.process(std::move(chunk), m_shared.parts.options.speed, format), stop);
}

void AudioLoop::hand(std::vector<PcmChunk> chunks, std::stop_token stop)
{
    for (PcmChunk &chunk : chunks) {
        chunk.epoch = m_epoch;
        if (m_shared.parts.audio.push(m_shared.id, std::move(chunk), stop) && m_shared.waiting)
            m_shared.post(SessionAudioReady{});
    }
}

} // namespace kanal::playback
