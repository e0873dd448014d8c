// SPDX-License-Identifier: MIT
// The demux thread's part in sounds that are streams of their own: which there are, which one plays, when all is read.
#include "demux_loop.h"

#include <algorithm>

namespace kanal::playback
{

namespace
{

constexpr int kSoundTracks = 40'000; ///< beside the numbers of streams and subtitles

} // namespace

void DemuxLoop::cancel()
{
    m_stream.cancel();
    const std::lock_guard lock(m_soundMutex);
    m_cancelled = true;
    if (m_sound)
        m_sound->cancel();
    if (m_subtitleList)
        m_subtitleList->cancel();
}

/// They become tracks, once; the one to begin with is taken from outside the container where it is there.
void DemuxLoop::offerSounds()
{
    if (!m_stream.parted() || !m_offers.list.empty())
        return;
    m_offers = m_stream.parted()->sounds();
    if (m_offers.list.empty())
        return;
    if (m_offers.list[m_offers.chosen].apart) {
        m_offer = m_offers.chosen;
        m_selection.select(TrackKind::Audio, -1);
    }
    std::lock_guard lock(m_shared.namesMutex);
    for (std::size_t i = 0; i < m_offers.list.size(); ++i) {
        const SoundOffer &offer = m_offers.list[i];
        if (!offer.apart) // the container's own tracks
            continue;
        Track track;
        track.id = kSoundTracks + int(i);
        track.kind = TrackKind::Audio;
        track.title = offer.name;
        track.language = offer.language;
        m_shared.addedTracks.push_back(std::move(track));
    }
}

int DemuxLoop::audioTrack() const
{
    return m_offer ? kSoundTracks + int(*m_offer) : m_selection.audio();
}

std::optional<std::size_t> DemuxLoop::offerOf(int id) const
{
    const int number = id - kSoundTracks;
    const bool offered =
        number >= 0 && std::size_t(number) < m_offers.list.size() && m_offers.list[std::size_t(number)].apart;
    return offered ? std::optional(std::size_t(number)) : std::nullopt;
}

/// What was chosen is one of them, or no longer.
bool DemuxLoop::selectOffered(int id)
{
    stopSound();
    m_offer = offerOf(id);
    return m_offer.has_value();
}

/// Where the viewer is, not where the demuxer is.
SoundBegin DemuxLoop::soundBeginNow() const
{
    const auto now = m_shared.parts.playbackClock.now();
    if (m_shared.request.kind != MediaKind::Live)
        return {now.value_or(std::chrono::microseconds(0)), {}};
    const std::int64_t ahead = now ? m_shared.video.lastEndUs().value_or(now->count()) - now->count() : 0;
    return {std::nullopt, std::chrono::microseconds(std::max<std::int64_t>(0, ahead))};
}

void DemuxLoop::startSound(SoundBegin begin)
{
    m_shared.hasAudio = true;
    m_shared.ended = false;
    auto sound =
        std::make_unique<SoundRendition>(m_shared, m_pictureTimes, m_stream.parted()->openSound(*m_offer, begin));
    const std::lock_guard lock(m_soundMutex);
    m_sound = std::move(sound);
    if (m_cancelled)
        m_sound->cancel();
}

/// When it returns, nothing of it comes into the queue any more.
void DemuxLoop::stopSound()
{
    std::unique_ptr<SoundRendition> sound;
    {
        const std::lock_guard lock(m_soundMutex);
        sound = std::move(m_sound);
    }
}

/// Of a film: the picture's stream and the sound's may end in any order.
void DemuxLoop::noteWhetherAllIsRead()
{
    if (m_allRead && (!m_sound || m_sound->ended()))
        m_shared.ended = true;
}

/// As much as may be held. A sound of its own has its own measure, so that neither waits for room the other has taken.
bool DemuxLoop::enough() const
{
    const BufferLimit &limit = m_shared.parts.limits.of(m_shared.request.kind);
    const bool picture = m_shared.video.durationUs() > limit.aheadUs,
               sound = m_shared.audio.durationUs() > limit.aheadUs;
    const std::size_t bytes = m_shared.video.bytes() + (m_sound ? 0 : m_shared.audio.bytes());
    if (m_sound)
        return (m_shared.hasVideo ? picture : sound) || bytes > limit.bytes;
    return ((!m_shared.hasVideo || picture) && (!m_shared.hasAudio || sound)) || bytes > limit.bytes;
}

std::int64_t DemuxLoop::bytesReceived() const
{
    return m_stream.source()->bytesReceived() + (m_sound ? m_sound->bytesReceived() : 0);
}

} // namespace kanal::playback
