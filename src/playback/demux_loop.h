// SPDX-License-Identifier: MIT
// The demux thread of a session: opens the container, puts packets into the queues on one continuous timeline, follows
// programme changes and seeks; reopens live streams of libavformat's own I/O when they end (our own sources heal
// themselves).
#pragma once

#include "demuxer.h"
#include "session_shared.h"
#include "sound_shelf.h"
#include "timeline.h"
#include "track_selection.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace kanal::playback
{

class DemuxLoop
{
public:
    using MakeSource = std::function<std::unique_ptr<ByteSource>()>;
    /// `source` is null for addresses libavformat opens itself. `playlistSource` makes the one for a playlist that was
    /// found behind a plain address.
    DemuxLoop(SessionShared &shared, std::unique_ptr<ByteSource> source, MakeSource playlistSource);
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
    Result<> openDemuxer();
    void replaceSource(std::unique_ptr<ByteSource> source);
    Result<bool> nextPart();
    PartedSource *parted() const { return m_source ? m_source->parted() : nullptr; }
    Timeline::Wrap wrap() const;
    void startTimeline(std::optional<std::chrono::microseconds> at);
    void noteQueued();
    bool reopen(std::stop_token stop, Error why);
    void announce();
    Result<Demuxer::Outcome> readPacket(AVPacket &packet);
    void readUntilEnd(std::stop_token stop);
    void takeWishes();
    void selectTrack(TrackKind kind, int id);
    void seekTo(std::chrono::milliseconds position);
    void route(AVPacket &packet);
    void adoptSelection();
    void end();
    bool advance(std::stop_token stop);
    bool waitForRoom(std::stop_token stop);

    SessionShared &m_shared;
    std::unique_ptr<ByteSource> m_source; ///< any thread may cancel it
    const MakeSource m_playlistSource;

    // Demux thread.
    std::unique_ptr<Demuxer> m_demuxer;
    std::optional<Timeline> m_timeline;
    std::optional<Timeline::Wrap> m_wrap; ///< of m_timeline
    PartStart m_partStart;
    bool m_partEnded = false; ///< the demuxer has nothing more
    TrackSelection m_selection;
    SoundShelf m_sounds;
    SoundShelf m_subtitles;
    int m_soundTracks = 0;
    unsigned m_knownStreams = 0;
    int m_knownGeneration = 0;
    int m_subtitle = -1; ///< the stream the subtitle thread was given
    int m_attempt = 0;
    std::int64_t m_lastEndUs = 0;
    std::optional<std::int64_t> m_fileStartUs; ///< the container's first time: position 0
    std::shared_ptr<const AVCodecParameters> m_videoParameters, m_audioParameters;

    mutable std::mutex m_mutex; ///< the pointers for cancel(), and wishes
    bool m_cancelled = false;
    Wishes m_wishes;
};

} // namespace kanal::playback
