// SPDX-License-Identifier: MIT
// One open(): its source, its three threads. Started and ended by the engine; everything it learns goes to the engine's
// post.
#pragma once

#include "audio_loop.h"
#include "demux_loop.h"
#include "session_shared.h"
#include "video_loop.h"

#include <memory>
#include <thread>

namespace kanal::playback
{

class MediaSession
{
public:
    MediaSession(EngineParts parts, MediaRequest request, std::uint64_t id, SessionPost post);
    ~MediaSession(); ///< cancels and joins: milliseconds

    /// Connects. Returns at once.
    void start();
    /// Closes the socket and ends every wait. Returns at once; any thread.
    void cancel();

    DemuxLoop &demux() { return m_demux; }
    AudioLoop &audio() { return m_audio; }
    const std::shared_ptr<SessionShared> &shared() const { return m_shared; }

private:
    std::shared_ptr<SessionShared> m_shared;
    DemuxLoop m_demux;
    VideoLoop m_video;
    AudioLoop m_audio;
    std::jthread m_demuxThread, m_videoThread, m_audioThread; ///< joined first
};

} // namespace kanal::playback
