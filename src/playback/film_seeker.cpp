// SPDX-License-Identifier: MIT
#include "film_seeker.h"

#include <algorithm>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kReorderUs = 500'000; ///< places are found by decoding times
constexpr std::int64_t kFurthestBackUs = 40'000'000;
constexpr std::int64_t kLongestKeyGapUs = 20'000'000; ///< more is a jump, not a distance
constexpr std::size_t kHeldBytes = 32u << 20;

} // namespace

/// Reads on to the first key picture. Where there is none, or the reading fails, nothing is gained by going back.
FilmSeeker::Found FilmSeeker::firstKey(Demuxer &demuxer, int video, std::int64_t placeUs)
{
    const AVFormatContext &context = demuxer.context();
    const std::int64_t startUs = context.start_time == AV_NOPTS_VALUE ? 0 : context.start_time;
    for (std::size_t bytes = 0; bytes < kHeldBytes;) {
        PacketPtr packet = makePacket();
        const Result<Demuxer::Outcome> outcome = demuxer.read(*packet);
        if (!outcome)
            return Found::Before;
        if (*outcome == Demuxer::Outcome::End)
            return Found::Behind;
        bytes += std::size_t(packet->size);
        const bool key = packet->stream_index == video && (packet->flags & AV_PKT_FLAG_KEY) != 0;
        const std::int64_t time = packet->pts == AV_NOPTS_VALUE ? packet->dts : packet->pts;
        const AVRational base = context.streams[packet->stream_index]->time_base;
        m_held.push_back(std::move(packet));
        if (key && time != AV_NOPTS_VALUE)
            return av_rescale_q(time, base, {1, 1'000'000}) - startUs <= placeUs ? Found::Before : Found::Behind;
    }
    return Found::Before;
}

Result<> FilmSeeker::seek(Demuxer &demuxer, int video, std::chrono::microseconds place)
{
    m_lastKeyUs.reset();
    for (std::int64_t backUs = m_keyEveryUs + kReorderUs;; backUs *= 2) {
        const std::chrono::microseconds from(video < 0 ? place.count()
                                                       : std::max<std::int64_t>(0, place.count() - backUs));
        m_held.clear();
        if (auto sought = demuxer.seek(from); !sought)
            return sought;
        if (video < 0 || from.count() == 0 || backUs > kFurthestBackUs ||
            firstKey(demuxer, video, place.count()) == Found::Before)
            return {};
    }
}

Result<Demuxer::Outcome> FilmSeeker::read(Demuxer &demuxer, AVPacket &packet)
{
    if (m_held.empty())
        return demuxer.read(packet);
    av_packet_move_ref(&packet, m_held.front().get());
    m_held.pop_front();
    return Demuxer::Outcome::Packet;
}

void FilmSeeker::noteKey(std::int64_t mediaUs)
{
    if (m_lastKeyUs && mediaUs - *m_lastKeyUs < kLongestKeyGapUs)
        m_keyEveryUs = std::max(m_keyEveryUs, mediaUs - *m_lastKeyUs);
    m_lastKeyUs = mediaUs;
}

} // namespace kanal::playback
