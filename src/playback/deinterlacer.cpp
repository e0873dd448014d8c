// SPDX-License-Identifier: MIT
#include "deinterlacer.h"

#include "av_compat.h"

#include <kanal/core/log.h>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

#include <bitset>
#include <string>

namespace kanal::playback
{

namespace
{

constexpr int kOnOfFive = 3;        ///< interlaced pictures of the last five switch it on …
constexpr int kProgressiveOff = 50; ///< … so many progressive ones in a row off: a film inside a broadcast
const AVRational kMicroseconds{1, 1'000'000};

} // namespace

void Deinterlacer::reset()
{
    m_graph.reset();
    m_source = m_sink = nullptr;
    m_recent = 0;
    m_progressive = 0;
    m_on = false;
}

bool Deinterlacer::wanted(const AVFrame &frame)
{
    const bool interlaced = compat::isInterlaced(frame);
    m_recent = (m_recent << 1 | unsigned(interlaced)) & 0x1f;
    m_progressive = interlaced ? 0 : m_progressive + 1;
    if (std::bitset<5>(m_recent).count() >= kOnOfFive)
        m_on = true;
    else if (m_progressive >= kProgressiveOff)
        m_on = false;
    return m_mode == Mode::Auto ? m_on : m_mode == Mode::On;
}

bool Deinterlacer::fits(const AVFrame &frame) const
{
    return m_graph && m_builtFor == m_mode && frame.width == m_width && frame.height == m_height &&
           frame.format == m_format && av_cmp_q(frame.sample_aspect_ratio, m_aspect) == 0;
}

bool Deinterlacer::build(const AVFrame &frame)
{
    FilterGraphPtr graph(avfilter_graph_alloc());
    graph->nb_threads = 1;
    const AVRational aspect = frame.sample_aspect_ratio;
    const std::string arguments = "video_size=" + std::to_string(frame.width) + "x" + std::to_string(frame.height) +
                                  ":pix_fmt=" + std::to_string(frame.format) +
                                  ":time_base=1/1000000:pixel_aspect=" + std::to_string(aspect.num) + "/" +
                                  std::to_string(aspect.den > 0 ? aspect.den : 1);
    AVFilterContext *source = nullptr, *filter = nullptr, *sink = nullptr;
    const char *mode = m_mode == Mode::On ? "mode=send_field:deint=all" : "mode=send_field:deint=interlaced";
    const bool made = avfilter_graph_create_filter(&source, avfilter_get_by_name("buffer"), "in", arguments.c_str(),
                                                   nullptr, graph.get()) >= 0 &&
                      avfilter_graph_create_filter(&filter, avfilter_get_by_name("bwdif"), "fields", mode, nullptr,
                                                   graph.get()) >= 0 &&
                      avfilter_graph_create_filter(&sink, avfilter_get_by_name("buffersink"), "out", nullptr, nullptr,
                                                   graph.get()) >= 0 &&
                      avfilter_link(source, 0, filter, 0) >= 0 && avfilter_link(filter, 0, sink, 0) >= 0 &&
                      avfilter_graph_config(graph.get(), nullptr) >= 0;
    if (!made) {
        log::warning("kanal.playback.video", "no deinterlacing for " + arguments);
        return false;
    }
    m_graph = std::move(graph);
    m_builtFor = m_mode;
    m_source = source;
    m_sink = sink;
    m_width = frame.width;
    m_height = frame.height;
    m_format = frame.format;
    m_aspect = aspect;
    return true;
}

void Deinterlacer::pull(std::vector<FramePtr> &out)
{
    const AVRational timeBase = av_buffersink_get_time_base(m_sink);
    for (FramePtr frame = makeFrame(); av_buffersink_get_frame(m_sink, frame.get()) >= 0; frame = makeFrame()) {
        frame->pts = frame->best_effort_timestamp = av_rescale_q(frame->pts, timeBase, kMicroseconds);
        out.push_back(std::move(frame));
    }
}

std::vector<FramePtr> Deinterlacer::filter(FramePtr frame)
{
    std::vector<FramePtr> out;
    if (!frame) {
        if (m_graph && av_buffersrc_add_frame(m_source, nullptr) >= 0)
            pull(out);
        reset();
        return out;
    }
    const bool on = wanted(*frame);
    if (m_graph && (!on || !fits(*frame))) { // what it still holds goes first
        if (av_buffersrc_add_frame(m_source, nullptr) >= 0)
            pull(out);
        m_graph.reset();
    }
    if (!on || (!m_graph && !build(*frame))) {
        out.push_back(std::move(frame));
        return out;
    }
    frame->pts = frame->best_effort_timestamp;
    if (av_buffersrc_add_frame(m_source, frame.get()) >= 0)
        pull(out);
    return out;
}

} // namespace kanal::playback
