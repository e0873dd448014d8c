// SPDX-License-Identifier: MIT
#include "file_timeline.h"

#include <algorithm>
#include <cstdlib>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kWrap = std::int64_t(1) << 33;
constexpr std::int64_t kBackUs = 1'000'000;      ///< further back than this is a jump …
constexpr std::int64_t kForwardUs = 3'000'000;   ///< … and further ahead than this
constexpr std::int64_t kSameJointUs = 1'000'000; ///< sound and picture meet it at different places

std::int64_t toUs(std::int64_t ticks)
{
    return ticks * 100 / 9;
}

bool isNear(std::int64_t mediaUs, std::int64_t expectedUs)
{
    return mediaUs - expectedUs >= -kBackUs && mediaUs - expectedUs <= kForwardUs;
}

} // namespace

/// Of the part under which that place lies nearest to a media time; the clock may have run over on the way.
std::int64_t FileTimeline::offsetNear(std::int64_t placeUs, std::int64_t mediaUs) const
{
    std::int64_t best = 0;
    const auto consider = [&](std::int64_t offsetUs) {
        for (const std::int64_t turn : {std::int64_t(0), kWrap, -kWrap})
            if (std::llabs(placeUs + offsetUs + toUs(turn) - mediaUs) < std::llabs(placeUs + best - mediaUs))
                best = offsetUs + toUs(turn);
    };
    consider(0);
    for (const Joint &joint : m_joints)
        consider(joint.offsetUs);
    return best;
}

/// A stream that begins does so near the others.
FileTimeline::Track &FileTimeline::track(int stream, std::int64_t placeUs)
{
    for (Track &known : m_tracks)
        if (known.id == stream)
            return known;
    const std::int64_t near = m_tracks.empty() ? m_beginUs : m_tracks.back().expectedUs;
    const std::int64_t offsetUs = offsetNear(placeUs, near);
    m_tracks.push_back({stream, placeUs + offsetUs, offsetUs});
    return m_tracks.back();
}

/// Another stream is about there under the same offset: the times did not jump, this stream was silent.
bool FileTimeline::isBesideOthers(const Track &track, std::int64_t mediaUs) const
{
    return std::any_of(m_tracks.begin(), m_tracks.end(), [&](const Track &other) {
        return other.id != track.id && other.offsetUs == track.offsetUs &&
               std::llabs(mediaUs - other.expectedUs) <= kForwardUs;
    });
}

void FileTimeline::follow(Track &track, std::int64_t placeUs, Timeline::Role role, bool &jumped)
{
    if (isNear(placeUs + track.offsetUs, track.expectedUs))
        return;
    const std::int64_t offsetUs = offsetNear(placeUs, track.expectedUs);
    if (isNear(placeUs + offsetUs, track.expectedUs)) {
        track.offsetUs = offsetUs;
    } else if (role == Timeline::Role::Follows || isBesideOthers(track, placeUs + track.offsetUs)) {
        return;
    } else {
        jumped = true;
        track.offsetUs = track.expectedUs - placeUs;
        noteJoint({track.expectedUs, track.offsetUs});
    }
}

void FileTimeline::noteJoint(Joint joint)
{
    std::erase_if(m_joints, [&](const Joint &known) { return std::llabs(known.fromUs - joint.fromUs) < kSameJointUs; });
    const auto after =
        std::find_if(m_joints.begin(), m_joints.end(), [&](const Joint &known) { return known.fromUs > joint.fromUs; });
    m_joints.insert(after, joint);
}

Timeline::Stamp FileTimeline::map(int stream, std::optional<std::int64_t> pts, std::optional<std::int64_t> dts,
                                  std::int64_t durationUs, Timeline::Role role)
{
    const std::optional<std::int64_t> ticks = dts ? dts : pts;
    if (!ticks) {
        const auto known =
            std::find_if(m_tracks.begin(), m_tracks.end(), [&](const Track &t) { return t.id == stream; });
        const std::int64_t at = known == m_tracks.end() ? m_beginUs : known->expectedUs;
        if (known != m_tracks.end())
            known->expectedUs += durationUs;
        return {at, at, false};
    }
    if (!m_startUs)
        m_startUs = toUs(*ticks);
    const std::int64_t placeUs = toUs(*ticks) - *m_startUs;
    Track &track = this->track(stream, placeUs);
    Timeline::Stamp stamp;
    follow(track, placeUs, role, stamp.jumped);
    stamp.dtsUs = stamp.ptsUs = placeUs + track.offsetUs;
    if (pts && dts) // reorder delay: small, but may cross the wrap
        stamp.ptsUs += toUs((*pts - *dts + kWrap + kWrap / 2) % kWrap - kWrap / 2);
    track.expectedUs = stamp.dtsUs + durationUs;
    return stamp;
}

std::int64_t FileTimeline::lengthOf(std::int64_t stampedUs) const
{
    if (m_joints.empty())
        return stampedUs;
    const std::int64_t turnUs = toUs(kWrap); // whoever takes a jump back for a clock that ran over is a turn too far
    return ((stampedUs + m_joints.back().offsetUs) % turnUs + turnUs) % turnUs;
}

std::int64_t FileTimeline::placeOf(std::int64_t mediaUs) const
{
    std::int64_t offset = 0;
    for (const Joint &joint : m_joints)
        if (joint.fromUs <= mediaUs)
            offset = joint.offsetUs;
    return mediaUs - offset;
}

void FileTimeline::sought(std::int64_t mediaUs)
{
    m_beginUs = mediaUs;
    m_tracks.clear();
}

} // namespace kanal::playback
