// SPDX-License-Identifier: MIT
#include "filter_chain.h"

#include <kanal/core/log.h>

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace kanal::playback
{

namespace
{

struct GraphDeleter {
    void operator()(AVFilterGraph *graph) const { avfilter_graph_free(&graph); }
};
using GraphPtr = std::unique_ptr<AVFilterGraph, GraphDeleter>;

class Chain final : public FilterChain
{
public:
    bool build(const FilterWish &wish)
    {
        if (!m_graph)
            return false;
        m_graph->nb_threads = 1;
        const bool video = wish.media == FilterWish::Media::Video;
        AVFilterContext *filter = nullptr;
        return add(m_source, video ? "buffer" : "abuffer", "in", wish.input.c_str()) &&
               add(filter, wish.filter, "filter", wish.arguments.c_str()) &&
               add(m_sink, video ? "buffersink" : "abuffersink", "out", nullptr) &&
               avfilter_link(m_source, 0, filter, 0) >= 0 && avfilter_link(filter, 0, m_sink, 0) >= 0 &&
               avfilter_graph_config(m_graph.get(), nullptr) >= 0;
    }

    bool push(AVFrame *frame) override { return av_buffersrc_add_frame(m_source, frame) >= 0; }

    FramePtr pull() override
    {
        FramePtr frame = makeFrame();
        if (av_buffersink_get_frame(m_sink, frame.get()) < 0)
            frame.reset();
        return frame;
    }

    AVRational outputTimeBase() const override { return av_buffersink_get_time_base(m_sink); }

private:
    bool add(AVFilterContext *&made, const char *kind, const char *name, const char *arguments)
    {
        const AVFilter *known = avfilter_get_by_name(kind);
        return known && avfilter_graph_create_filter(&made, known, name, arguments, nullptr, m_graph.get()) >= 0;
    }

    const GraphPtr m_graph{avfilter_graph_alloc()};
    AVFilterContext *m_source = nullptr; // both owned by the graph
    AVFilterContext *m_sink = nullptr;
};

} // namespace

std::unique_ptr<FilterChain> buildFilterChain(const FilterWish &wish)
{
    auto chain = std::make_unique<Chain>();
    if (chain->build(wish))
        return chain;
    log::warning("kanal.playback", std::string("no filter ") + wish.filter + " for " + wish.input);
    return nullptr;
}

} // namespace kanal::playback
