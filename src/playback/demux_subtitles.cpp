// SPDX-License-Identifier: MIT
// The demux thread's part in subtitles that are playlists of their own: which there are, and that the chosen one is
// fetched.
#include "demux_loop.h"

#include <algorithm>

namespace kanal::playback
{

/// They become tracks, once; one in a language the user reads is chosen by itself.
void DemuxLoop::offerSubtitles()
{
    if (!m_stream.parted() || !m_subtitleOffers.empty())
        return;
    m_subtitleOffers = m_stream.parted()->subtitles();
    std::vector<Track> tracks;
    for (std::size_t i = 0; i < m_subtitleOffers.size(); ++i)
        tracks.push_back(renditionTrack(int(i), m_subtitleOffers[i]));
    m_selection.offer(tracks);
    std::lock_guard lock(m_shared.namesMutex);
    m_shared.addedTracks.insert(m_shared.addedTracks.end(), tracks.begin(), tracks.end());
}

/// Where one of them is chosen.
void DemuxLoop::startSubtitles(SoundBegin begin)
{
    const SubtitleId id = m_selection.subtitle();
    if (id.of != SubtitleId::Of::Rendition || std::size_t(id.number) >= m_subtitleOffers.size() || !m_stream.parted())
        return;
    auto list = std::make_unique<SubtitleRendition>(m_shared, m_pictureTimes,
                                                    m_stream.parted()->openSubtitles(std::size_t(id.number), begin));
    const std::lock_guard lock(m_soundMutex);
    m_subtitleList = std::move(list);
    if (m_cancelled)
        m_subtitleList->cancel();
}

/// When it returns, nothing of it is shown any more that was not handed on before.
void DemuxLoop::stopSubtitles()
{
    std::unique_ptr<SubtitleRendition> list;
    {
        const std::lock_guard lock(m_soundMutex);
        list = std::move(m_subtitleList);
    }
}

} // namespace kanal::playback
