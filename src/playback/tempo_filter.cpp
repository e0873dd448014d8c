// SPDX-License-Identifier: MIT
#include "tempo_filter.h"

extern "C" {
#include <libavutil/channel_layout.h>
}

#include <cstring>
#include <string>

namespace kanal::playback
{

namespace
{

constexpr MediaTime kSeam = std::chrono::milliseconds(40); ///< a larger step in the times begins anew

std::string layoutName(int channels)
{
    AVChannelLayout layout;
    av_channel_layout_default(&layout, channels);
    char name[64] = {};
    av_channel_layout_describe(&layout, name, sizeof name);
    return name;
}

} // namespace

void TempoFilter::reset()
{
    m_chain.reset();
    m_speed = 1.0;
}

bool TempoFilter::build(double speed, const AudioFormat &format, MediaTime start)
{
    const std::string rate = std::to_string(format.sampleRate);
    m_chain = makeFilterChain({.media = FilterWish::Media::Audio,
                               .input = "sample_fmt=flt:sample_rate=" + rate + ":time_base=1/" + rate +
                                        ":channel_layout=" + layoutName(format.channels),
                               .filter = "atempo",
                               .arguments = "tempo=" + std::to_string(speed)});
    if (!m_chain)
        return false;
    m_format = format;
    m_speed = speed;
    m_start = start;
    m_framesIn = m_framesOut = 0;
    return true;
}

bool TempoFilter::continues(MediaTime pts) const
{
    return std::chrono::abs(m_start + MediaTime(m_framesIn * 1'000'000 / m_format.sampleRate) - pts) < kSeam;
}

bool TempoFilter::feed(const PcmChunk &chunk)
{
    const FramePtr frame = makeFrame();
    frame->format = AV_SAMPLE_FMT_FLT;
    frame->sample_rate = m_format.sampleRate;
    frame->nb_samples = int(chunk.samples.size() / std::size_t(m_format.channels));
    av_channel_layout_default(&frame->ch_layout, m_format.channels);
    frame->pts = m_framesIn;
    if (frame->nb_samples <= 0 || av_frame_get_buffer(frame.get(), 0) < 0)
        return false;
    std::memcpy(frame->data[0], chunk.samples.data(), chunk.samples.size() * sizeof(float));
    m_framesIn += frame->nb_samples;
    return m_chain->push(frame.get());
}

void TempoFilter::pull(std::vector<PcmChunk> &out)
{
    const auto channels = std::size_t(m_format.channels);
    while (const FramePtr frame = m_chain->pull()) {
        PcmChunk chunk;
        chunk.pts = m_start + MediaTime(std::int64_t(double(m_framesOut) * m_speed * 1e6 / m_format.sampleRate));
        chunk.speed = m_speed;
        chunk.channels = m_format.channels;
        const auto *samples = reinterpret_cast<const float *>(frame->data[0]);
        chunk.samples.assign(samples, samples + std::size_t(frame->nb_samples) * channels);
        m_framesOut += frame->nb_samples;
        out.push_back(std::move(chunk));
    }
}

std::vector<PcmChunk> TempoFilter::drain()
{
    std::vector<PcmChunk> out;
    if (m_chain && m_chain->push(nullptr))
        pull(out);
    reset();
    return out;
}

std::vector<PcmChunk> TempoFilter::process(PcmChunk chunk, double speed, const AudioFormat &format)
{
    std::vector<PcmChunk> out;
    if (m_chain && (speed != m_speed || format.channels != m_format.channels || !continues(chunk.pts)))
        out = drain();
    if (speed == 1.0 || (!m_chain && !build(speed, format, chunk.pts))) {
        out.push_back(std::move(chunk));
        return out;
    }
    if (feed(chunk))
        pull(out);
    return out;
}

} // namespace kanal::playback
