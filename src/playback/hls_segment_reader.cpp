// SPDX-License-Identifier: MIT
#include "hls_segment_reader.h"

#include <algorithm>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kEnough = 3 * kTsPacketBytes + 1;

} // namespace

void HlsSegmentReader::begin(Plan plan)
{
    m_plan = std::move(plan);
    m_skip = 0;
    m_left = m_plan.span.length;
    m_form = m_plan.text ? StreamForm::Other : StreamForm::Unknown;
    m_prefix.clear();
    m_framer.reset();
    m_passed = 0;
}

void HlsSegmentReader::feed(Bytes in, const Sink &sink)
{
    const auto skipped = std::clamp<std::int64_t>(m_skip, 0, std::int64_t(in.size()));
    m_skip -= skipped;
    in = in.subspan(std::size_t(skipped));
    if (!m_plan.span.whole()) {
        in = in.first(std::size_t(std::min<std::int64_t>(m_left, std::int64_t(in.size()))));
        m_left -= std::int64_t(in.size());
    }
    if (in.empty())
        return;
    if (!m_plan.cipher)
        return take(in, sink);
    m_plain.clear();
    m_plan.cipher->feed(in, m_plain);
    take(m_plain, sink);
}

void HlsSegmentReader::take(Bytes plain, const Sink &sink)
{
    if (m_form != StreamForm::Unknown)
        return pass(plain, sink);
    m_prefix.insert(m_prefix.end(), plain.begin(), plain.end());
    decide(false);
    if (m_form != StreamForm::Unknown && m_form != StreamForm::Html)
        pass(std::exchange(m_prefix, {}), sink);
}

void HlsSegmentReader::decide(bool last)
{
    const StreamForm form = sniff(m_prefix);
    const bool sure = last || m_prefix.size() >= kEnough;
    // A page, or nothing known: only when enough was seen. Nothing known may be TS behind a false beginning.
    if (form != StreamForm::Unknown && form != StreamForm::Html)
        m_form = form;
    else if (sure)
        m_form = form == StreamForm::Html ? form : StreamForm::Ts;
}

void HlsSegmentReader::pass(Bytes bytes, const Sink &sink)
{
    const auto hand = [&](Bytes piece) {
        const std::int64_t before =
            std::clamp<std::int64_t>(m_plan.delivered - m_passed, 0, std::int64_t(piece.size()));
        m_passed += std::int64_t(piece.size());
        if (before < std::int64_t(piece.size()))
            sink(piece.subspan(std::size_t(before)));
    };
    if (m_form == StreamForm::Ts)
        m_framer.feed(bytes, hand);
    else if (m_form != StreamForm::Html)
        hand(bytes);
}

bool HlsSegmentReader::finish(const Sink &sink)
{
    bool whole = m_plan.span.whole() || m_left == 0;
    if (m_plan.cipher) {
        m_plain.clear();
        whole &= m_plan.cipher->finish(m_plain);
        take(m_plain, sink);
    }
    if (m_form == StreamForm::Unknown && !m_prefix.empty()) {
        decide(true);
        pass(std::exchange(m_prefix, {}), sink);
    }
    return whole && (m_passed > 0 || m_plan.text);
}

} // namespace kanal::playback
