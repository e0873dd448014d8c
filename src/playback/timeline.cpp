// SPDX-License-Identifier: MIT
#include "timeline.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kWrap = std::int64_t(1) << 33;
constexpr std::int64_t kBackUs = 1'000'000;    ///< further back than this is a jump …
constexpr std::int64_t kForwardUs = 3'000'000; ///< … and further ahead than this
constexpr std::int64_t kFarUs = 10'000'000;    ///< a stream that begins further from the others has another clock
constexpr std::size_t kSegmentsKept = 4;

} // namespace

Timeline::Timeline(Wrap wrap, std::int64_t startUs)
    : m_wrap(wrap)
    , m_startUs(startUs)
{
}

Timeline::Track &Timeline::track(int stream)
{
    for (Track &known : m_tracks)
        if (known.id == stream)
            return known;
    m_tracks.push_back({});
    m_tracks.back().id = stream;
    return m_tracks.back();
}

std::int64_t Timeline::toUs(std::int64_t unwrapped) const
{
    return m_wrap == Wrap::Bits33 ? unwrapped * 100 / 9 : unwrapped;
}

/// The value congruent to `raw` that lies nearest to where the stream was (or to the first time seen).
std::int64_t Timeline::unwrap(Track &track, std::int64_t raw) const
{
    if (m_wrap == Wrap::None)
        return raw;
    const std::int64_t reference = track.lastRaw.value_or(m_firstRaw);
    const std::int64_t turns = (reference - raw + (reference >= raw ? kWrap / 2 : -kWrap / 2)) / kWrap;
    return raw + turns * kWrap;
}

/// That of the segment under which this packet lies nearest to its stream's expectation.
std::optional<std::int64_t> Timeline::nearestOffset(const Track &track, std::int64_t rawUs) const
{
    std::optional<std::int64_t> best;
    std::int64_t bestDistance = std::numeric_limits<std::int64_t>::max();
    const auto consider = [&](std::int64_t offset) {
        const std::int64_t ahead = rawUs + offset - track.expectedUs;
        if (ahead < -kBackUs || ahead > kForwardUs || std::llabs(ahead) >= bestDistance)
            return;
        best = offset;
        bestDistance = std::llabs(ahead);
    };
    std::for_each(m_offsets.rbegin(), m_offsets.rend(), consider);
    consider(track.offsetUs); // of its own clock
    return best;
}

/// A stream's first packet belongs to the newest segment, wherever it starts in it; unless that is so far from the
/// others that its clock must be another one: it begins where they are. Whoever believed it would wait for hours.
std::int64_t Timeline::firstOffset(std::int64_t rawUs, Role role) const
{
    std::optional<std::int64_t> others;
    for (const Track &other : m_tracks)
        if (other.known && other.leads)
            others = std::max(others.value_or(other.expectedUs), other.expectedUs);
    const bool far = others && std::llabs(rawUs + m_offsets.back() - *others) > kFarUs;
    return role == Role::Leads && far ? *others - rawUs : m_offsets.back();
}

/// Another stream went on under this offset and is about where this packet would be: the times did not jump, this
/// stream was silent.
bool Timeline::isBesideOthers(const Track &track, std::int64_t rawUs, std::int64_t offsetUs) const
{
    if (rawUs + offsetUs < track.expectedUs) // back: a stream that begins anew
        return false;
    return std::any_of(m_tracks.begin(), m_tracks.end(), [&](const Track &other) {
        return other.known && other.id != track.id && other.offsetUs == offsetUs &&
               std::llabs(rawUs + offsetUs - other.expectedUs) <= kForwardUs;
    });
}

std::int64_t Timeline::chooseOffset(const Track &track, std::int64_t rawUs, Role role, bool &jumped)
{
    if (const auto near = nearestOffset(track, rawUs))
        return *near;
    for (auto offset = m_offsets.rbegin(); offset != m_offsets.rend(); ++offset)
        if (isBesideOthers(track, rawUs, *offset))
            return *offset;
    if (role == Role::Follows)
        return m_offsets.back();
    jumped = true;
    m_offsets.push_back(track.expectedUs - rawUs);
    if (m_offsets.size() > kSegmentsKept)
        m_offsets.erase(m_offsets.begin());
    return m_offsets.back();
}

Timeline::Stamp Timeline::map(int stream, std::optional<std::int64_t> pts, std::optional<std::int64_t> dts,
                              std::int64_t durationUs, Role role)
{
    Track &track = this->track(stream);
    const std::optional<std::int64_t> raw = dts ? dts : pts;
    if (!raw) {
        const std::int64_t at = track.known ? track.expectedUs : m_startUs;
        track.expectedUs = at + durationUs;
        track.known = true;
        return {at, at, false};
    }
    if (!m_started) {
        m_started = true;
        m_firstRaw = *raw;
        m_offsets.assign(1, m_startUs - toUs(*raw));
    }
    const std::int64_t unwrapped = unwrap(track, *raw);
    const std::int64_t rawUs = toUs(unwrapped);
    Stamp stamp;
    if (!track.known) {
        track.offsetUs = firstOffset(rawUs, role);
    } else {
        track.offsetUs = chooseOffset(track, rawUs, role, stamp.jumped);
    }
    track.known = true;
    track.leads = role == Role::Leads;
    track.lastRaw = unwrapped;
    stamp.dtsUs = rawUs + track.offsetUs;
    stamp.ptsUs = stamp.dtsUs;
    if (pts && dts) {
        std::int64_t ahead = *pts - *dts; // reorder delay: small, but may cross the wrap
        if (m_wrap == Wrap::Bits33)
            ahead = (ahead + kWrap + kWrap / 2) % kWrap - kWrap / 2;
        stamp.ptsUs = stamp.dtsUs + toUs(ahead);
    }
    track.expectedUs = stamp.dtsUs + durationUs;
    return stamp;
}

void Timeline::restart(std::int64_t offsetUs)
{
    m_startUs = offsetUs;
    m_started = false;
    m_offsets.clear();
    m_tracks.clear();
}

} // namespace kanal::playback
