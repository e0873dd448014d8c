// SPDX-License-Identifier: MIT
// The demux thread of a session: opens the container, puts packets into the queues on one continuous timeline, follows
// programme changes and seeks; reopens live streams of libavformat's own I/O when they end (our own sources heal
// themselves).
#pragma once

#include "demuxer.h"
#include "session_shared.h"
#include "timeline.h"
#include "track_selection.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace kanal::playback
{

class DemuxLoop
{
public:
    /// `source` is null for addresses libavformat opens itself.
    DemuxLoop(SessionShared &shared, std::unique_ptr<ByteSource> source);
    ~DemuxLoop();

    void run(std::stop_token stop);

    // Any thread.
    void cancel();
    void requestSeek(std::chrono::milliseconds position);
    void requestTrack(TrackKind kind, int id);

private:
    struct Wishes {
        std::optional<std::chrono::milliseconds> seek;
        std::vector<std::pair<TrackKind, int>> tracks;
    };

    Result<> open();
    Result<> openOnce();
    bool reopen(std::stop_token stop, Error why);
    void announce();
    Result<Demuxer::Outcome> readPacket(AVPacket &packet);
    void readUntilEnd(std::stop_token stop);
    void takeWishes();
    void seekTo(std::chrono::milliseconds position);
    void route(AVPacket &packet);
    void adoptSelection();
    void endQueues();
    bool waitForRoom(std::stop_token stop);
    Timeline makeTimeline() const;

    SessionShared &m_shared;
    std::unique_ptr<ByteSource> m_source; ///< any thread may cancel it

    // Demux thread.
    std::unique_ptr<Demuxer> m_demuxer;
    std::optional<Timeline> m_timeline;
    TrackSelection m_selection;
    unsigned m_knownStreams = 0;
    int m_knownGeneration = 0;
    int m_subtitle = -1; ///< the stream the subtitle thread was given
    int m_attempt = 0;
    std::int64_t m_lastEndUs = 0;
    std::optional<std::int64_t> m_fileStartUs; ///< the container's first time: position 0
    std::shared_ptr<AVCodecParameters> m_videoParameters, m_audioParameters;

    mutable std::mutex m_mutex; ///< the pointers for cancel(), and wishes
    bool m_cancelled = false;
    Wishes m_wishes;
};

} // namespace kanal::playback
