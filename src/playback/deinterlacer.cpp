// SPDX-License-Identifier: MIT
#include "deinterlacer.h"

#include "av_compat.h"

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
    m_chain.reset();
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
    return m_chain && m_builtFor == m_mode && frame.width == m_width && frame.height == m_height &&
           frame.format == m_format && av_cmp_q(frame.sample_aspect_ratio, m_aspect) == 0;
}

bool Deinterlacer::build(const AVFrame &frame)
{
    const AVRational aspect = frame.sample_aspect_ratio;
    m_chain = makeFilterChain(
        {.media = FilterWish::Media::Video,
         .input = "video_size=" + std::to_string(frame.width) + "x" + std::to_string(frame.height) + ":pix_fmt=" +
                  std::to_string(frame.format) + ":time_base=1/1000000:pixel_aspect=" + std::to_string(aspect.num) +
                  "/" + std::to_string(aspect.den > 0 ? aspect.den : 1),
         .filter = "bwdif",
         .arguments = m_mode == Mode::On ? "mode=send_field:deint=all" : "mode=send_field:deint=interlaced"});
    if (!m_chain)
        return false;
    m_builtFor = m_mode;
    m_width = frame.width;
    m_height = frame.height;
    m_format = frame.format;
    m_aspect = aspect;
    return true;
}

void Deinterlacer::pull(std::vector<FramePtr> &out)
{
    const AVRational timeBase = m_chain->outputTimeBase();
    while (FramePtr frame = m_chain->pull()) {
        frame->pts = frame->best_effort_timestamp = av_rescale_q(frame->pts, timeBase, kMicroseconds);
        out.push_back(std::move(frame));
    }
}

std::vector<FramePtr> Deinterlacer::filter(FramePtr frame)
{
    std::vector<FramePtr> out;
    if (!frame) {
        if (m_chain && m_chain->push(nullptr))
            pull(out);
        reset();
        return out;
    }
    const bool on = wanted(*frame);
    if (m_chain && (!on || !fits(*frame))) { // what it still holds goes first
        if (m_chain->push(nullptr))
            pull(out);
        m_chain.reset();
    }
    if (!on || (!m_chain && !build(*frame))) {
        out.push_back(std::move(frame));
        return out;
    }
    frame->pts = frame->best_effort_timestamp;
    if (m_chain->push(frame.get()))
        pull(out);
    return out;
}

} // namespace kanal::playback
