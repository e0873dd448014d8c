// SPDX-License-Identifier: MIT
#include "tempo_filter.h"

#include <kanal/core/log.h>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
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
    m_graph.reset();
    m_source = m_sink = nullptr;
    m_speed = 1.0;
}

bool TempoFilter::build(double speed, const AudioFormat &format, MediaTime start)
{
    FilterGraphPtr graph(avfilter_graph_alloc());
    graph->nb_threads = 1;
    const std::string rate = std::to_string(format.sampleRate);
    const std::string arguments = "sample_fmt=flt:sample_rate=" + rate + ":time_base=1/" + rate +
                                  ":channel_layout=" + layoutName(format.channels);
    const std::string tempo = "tempo=" + std::to_string(speed);
    AVFilterContext *source = nullptr, *filter = nullptr, *sink = nullptr;
    const bool made = avfilter_graph_create_filter(&source, avfilter_get_by_name("abuffer"), "in", arguments.c_str(),
                                                   nullptr, graph.get()) >= 0 &&
                      avfilter_graph_create_filter(&filter, avfilter_get_by_name("atempo"), "tempo", tempo.c_str(),
                                                   nullptr, graph.get()) >= 0 &&
                      avfilter_graph_create_filter(&sink, avfilter_get_by_name("abuffersink"), "out", nullptr, nullptr,
                                                   graph.get()) >= 0 &&
                      avfilter_link(source, 0, filter, 0) >= 0 && avfilter_link(filter, 0, sink, 0) >= 0 &&
                      avfilter_graph_config(graph.get(), nullptr) >= 0;
    if (!made) {
        log::warning("kanal.playback.audio", "no other speed " + tempo);
        return false;
    }
    m_graph = std::move(graph);
    m_source = source;
    m_sink = sink;
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
    return av_buffersrc_add_frame(m_source, frame.get()) >= 0;
}

void TempoFilter::pull(std::vector<PcmChunk> &out)
{
    const auto channels = std::size_t(m_format.channels);
    for (FramePtr frame = makeFrame(); av_buffersink_get_frame(m_sink, frame.get()) >= 0; frame = makeFrame()) {
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
    if (m_graph && av_buffersrc_add_frame(m_source, nullptr) >= 0)
        pull(out);
    reset();
    return out;
}

std::vector<PcmChunk> TempoFilter::process(PcmChunk chunk, double speed, const AudioFormat &format)
{
    std::vector<PcmChunk> out;
    if (m_graph && (speed != m_speed || format.channels != m_format.channels || !continues(chunk.pts)))
        out = drain();
    if (speed == 1.0 || (!m_graph && !build(speed, format, chunk.pts))) {
        out.push_back(std::move(chunk));
        return out;
    }
    if (feed(chunk))
        pull(out);
    return out;
}

} // namespace kanal::playback
