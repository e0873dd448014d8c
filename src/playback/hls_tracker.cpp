// SPDX-License-Identifier: MIT
#include "hls_tracker.h"

#include <algorithm>

namespace kanal::playback
{

using std::chrono::microseconds;

namespace
{

/// Several servers share a playlist and one is a little behind: not a new beginning.
constexpr std::int64_t kStaleSegments = 3;
constexpr int kHoldBackTargets = 3;

} // namespace

HlsTracker::HlsTracker(Begin begin, std::optional<microseconds> furtherBack)
    : m_begin(begin)
    , m_furtherBack(furtherBack)
{
}

/// The number to begin with, in a list that is new to us.
std::int64_t HlsTracker::beginning() const
{
    const auto &segments = m_list.segments;
    const microseconds whole = m_list.duration();
    const bool near = m_begin == Begin::NearTheEnd && !m_list.ended;
    const microseconds more = m_furtherBack ? *m_furtherBack + m_list.target : microseconds(0);
    const microseconds holdBack = m_list.holdBack.value_or(kHoldBackTargets * m_list.target) + more;
    if (m_list.startOffset) {
        const microseconds offset = *m_list.startOffset;
        microseconds at = offset.count() < 0 ? whole + offset : offset;
        if (near)
            at = std::min(at, whole - holdBack);
        for (std::size_t i = segments.size(); i-- > 0;)
            if (segments[i].start <= at)
                return m_list.sequence + std::int64_t(i);
        return m_list.sequence;
    }
    if (!near)
        return m_list.sequence;
    for (std::size_t i = segments.size(); i-- > 0;)
        if (whole - segments[i].start >= holdBack)
            return m_list.sequence + std::int64_t(i);
    return m_list.sequence;
}

void HlsTracker::note(HlsMediaPlaylist list, Nanos now)
{
    const bool changed =
        !m_loaded || list.end() != m_list.end() || list.sequence != m_list.sequence || list.ended != m_list.ended;
    m_list = std::move(list);
    m_same = !changed;
    m_loadedAt = now;
    if (changed)
        m_changedAt = now;
}

HlsTracker::News HlsTracker::update(HlsMediaPlaylist list, Nanos now)
{
    const bool first = !m_loaded;
    const std::int64_t endBefore = m_list.end();
    note(std::move(list), now);
    m_loaded = true;
    if (first) {
        m_next = beginning();
        return News::More;
    }
    const bool behind = m_next < m_list.sequence;
    const bool anew = m_list.end() + kStaleSegments < m_next && !m_list.segments.empty();
    if (behind || anew) {
        m_next = beginning();
        m_changedAt = now;
        return News::Jumped;
    }
    return m_list.end() > endBefore ? News::More : News::Same;
}

HlsTracker::News HlsTracker::change(HlsMediaPlaylist list, Nanos now)
{
    if (!m_loaded)
        return update(std::move(list), now);
    // The end of what was fetched, as date and as time.
    std::optional<std::chrono::milliseconds> date;
    microseconds time{0};
    for (std::size_t i = 0; i < m_list.segments.size() && m_list.sequence + std::int64_t(i) < m_next; ++i) {
        const HlsSegment &segment = m_list.segments[i];
        time = segment.start + segment.duration;
        if (segment.date)
            date = *segment.date;
        if (date)
            *date += std::chrono::duration_cast<std::chrono::milliseconds>(segment.duration);
    }
    m_loaded = false;
    note(std::move(list), now);
    m_loaded = true;
    const auto &segments = m_list.segments;
    const auto middleBehind = [&](std::size_t i) {
        if (m_begin == Begin::AtTheStart)
            return segments[i].start + segments[i].duration / 2 > time;
        return *segments[i].date + std::chrono::duration_cast<std::chrono::milliseconds>(segments[i].duration) / 2 >
               *date;
    };
    const bool dated =
        date && std::all_of(segments.begin(), segments.end(), [](const HlsSegment &s) { return s.date.has_value(); });
    if (m_begin == Begin::AtTheStart || dated) {
        std::size_t i = 0;
        while (i < segments.size() && !middleBehind(i))
            ++i;
        m_next = m_list.sequence + std::int64_t(i);
        return News::More;
    }
    if (m_next >= m_list.sequence && m_next <= m_list.end() + kStaleSegments)
        return News::More;
    m_next = beginning();
    return News::Jumped;
}

const HlsSegment *HlsTracker::next() const
{
    const std::int64_t index = m_next - m_list.sequence;
    return index >= 0 && index < std::int64_t(m_list.segments.size()) ? &m_list.segments[std::size_t(index)] : nullptr;
}

std::optional<Nanos> HlsTracker::reloadAt() const
{
    if (!m_loaded || m_list.ended)
        return std::nullopt;
    return m_loadedAt + (m_same ? m_list.target / 2 : m_list.target);
}

bool HlsTracker::stuck(Nanos now) const
{
    return m_loaded && !m_list.ended && !next() && now - m_changedAt > m_list.target * 7 / 2;
}

void HlsTracker::seek(microseconds position)
{
    const auto &segments = m_list.segments;
    const auto behind = std::upper_bound(segments.begin(), segments.end(), position,
                                         [](microseconds at, const HlsSegment &s) { return at < s.start; });
    m_next = m_list.sequence + std::max<std::int64_t>(0, behind - segments.begin() - 1);
}

} // namespace kanal::playback
