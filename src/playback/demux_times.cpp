// SPDX-License-Identifier: MIT
// The demux thread's times: what the container says becomes media time.
#include "demux_loop.h"

#include <kanal/core/log.h>

#include <algorithm>

namespace kanal::playback
{

namespace
{

const AVRational kMicroseconds{1, 1'000'000};
constexpr std::int64_t kPictureMissedUs = 3'000'000;

} // namespace

Timeline::Wrap DemuxLoop::wrap() const
{
    return m_stream.demuxer().form() == StreamForm::Ts ? Timeline::Wrap::Bits33 : Timeline::Wrap::None;
}

/// One file from beginning to end, with times of its own.
bool DemuxLoop::isFile() const
{
    return m_shared.request.kind == MediaKind::Vod && !m_stream.parted();
}

/// Live goes on where it was; a file has the times of its container, from zero; `at` is where a playlist says we are.
void DemuxLoop::startTimeline(std::optional<std::chrono::microseconds> at)
{
    if (at)
        m_lastEndUs = at->count();
    else if (m_timeline && m_wrap == wrap())
        return;
    m_wrap = wrap();
    m_timeline.emplace(*m_wrap, m_lastEndUs);
}

/// What lies between the first and the last time in a file says nothing where its times jump in between.
std::chrono::milliseconds DemuxLoop::duration() const
{
    std::chrono::microseconds length = m_stream.demuxer().duration();
    if (m_film)
        length = std::chrono::microseconds(m_film->lengthOf(length.count()));
    return std::chrono::duration_cast<std::chrono::milliseconds>(length);
}

/// The times of the container become media times, in µs.
void DemuxLoop::putOnTimeline(AVPacket &packet)
{
    const AVStream &stream = *m_stream.demuxer().context().streams[packet.stream_index];
    const bool ticks = m_stream.demuxer().form() == StreamForm::Ts;
    const std::int64_t durationUs = av_rescale_q(packet.duration, stream.time_base, kMicroseconds);
    const auto inUnits = [&](std::int64_t time) -> std::optional<std::int64_t> {
        if (time == AV_NOPTS_VALUE)
            return std::nullopt;
        return ticks ? time : av_rescale_q(time, stream.time_base, kMicroseconds);
    };
    if (!ticks && isFile()) {
        const std::int64_t dts = inUnits(packet.dts).value_or(inUnits(packet.pts).value_or(m_lastEndUs));
        if (!m_fileStartUs)
            m_fileStartUs = dts;
        packet.pts = inUnits(packet.pts).value_or(dts) - *m_fileStartUs;
        packet.dts = dts - *m_fileStartUs;
    } else {
        const AVMediaType type = stream.codecpar->codec_type;
        const auto role =
            type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO ? Timeline::Role::Leads : Timeline::Role::Follows;
        const auto pts = inUnits(packet.pts), dts = inUnits(packet.dts);
        const Timeline::Stamp stamp = m_film ? m_film->map(packet.stream_index, pts, dts, durationUs, role)
                                             : m_timeline->map(packet.stream_index, pts, dts, durationUs, role);
        packet.dts = stamp.dtsUs;
        packet.pts = stamp.ptsUs;
        const bool leads = m_selection.video() < 0 ? role == Timeline::Role::Leads : type == AVMEDIA_TYPE_VIDEO;
        if (const auto raw = dts ? dts : pts; raw && leads && !(m_offers.list.empty() && m_subtitleOffers.empty()))
            m_pictureTimes.note(ticks ? *raw * 100 / 9 : *raw, stamp.dtsUs, durationUs);
        if (stamp.jumped) {
            log::info("kanal.playback.demux", "times jumped; continued");
            if (m_film && m_stream.demuxer().seekable())
                m_shared.post(SessionLength{duration()});
        }
    }
    packet.duration = durationUs;
    m_lastEndUs = std::max(m_lastEndUs, packet.dts + durationUs);
}

/// Nobody waits for a picture that cannot be read; its sound is heard, and it may come back.
void DemuxLoop::noteWhetherScrambled(int stream, std::int64_t dtsUs)
{
    const int video = m_selection.video();
    if (video < 0)
        return;
    const bool shown = stream == video;
    if (shown || !m_pictureReadUs || dtsUs < *m_pictureReadUs)
        m_pictureReadUs = dtsUs;
    const bool scrambled = !shown && dtsUs - *m_pictureReadUs > kPictureMissedUs &&
                           m_stream.demuxer().isScrambled(*m_stream.demuxer().context().streams[video]);
    if (m_pictureScrambled ? !shown : !scrambled)
        return;
    m_pictureScrambled = scrambled;
    m_shared.hasVideo = !scrambled;
    m_shared.refineTrack(TrackKind::Video, [&](Track &track) { track.encrypted = track.undecodable = scrambled; });
}

} // namespace kanal::playback
