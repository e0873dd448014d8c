// SPDX-License-Identifier: MIT
// What the threads of one session share: the queues between them, what they reached when, and the way to tell the
// engine.
#pragma once

#include "audio_renderer.h"
#include "buffer_limits.h"
#include "byte_source.h"
#include "cookie_jar.h"
#include "decoder_pool.h"
#include "first_look.h"
#include "frame_converter.h"
#include "hw_device.h"
#include "live_options.h"
#include "net_thread.h"
#include "packet_queue.h"
#include "picture_pool.h"
#include "presenter.h"
#include "subtitle_track.h"

#include <kanal/core/media_request.h>
#include <kanal/playback/player.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <variant>

namespace kanal::playback
{

/// What outlives sessions. Immutable while the player lives.
struct EngineParts {
    Clock &clock;
    NetThread &net;
    SlotId slot;
    AudioRenderer &audio;
    Presenter &presenter;
    DecoderPool &decoders;
    std::shared_ptr<PicturePool> pictures;
    const LiveOptions &options;
    const PlaybackClock &playbackClock;
    HardwareDecoder &hardware;
    const BufferLimits limits;
};

// News of a session for the engine.
struct SessionOpened {
    std::vector<Track> tracks;
    std::chrono::milliseconds duration{0};
    bool seekable = false;
};
struct SessionLength {
    std::chrono::milliseconds duration{0};
}; ///< it turned out to be another one
struct SessionTracks {
    std::vector<Track> tracks;
};
struct SessionPicture {
    int width, height;
    double displayAspect;
    bool first;
};
struct SessionAudioReady {
}; ///< sound is queued: look at the start rule
struct SessionWithoutDevice {
}; ///< there is sound, and nothing to play it
struct SessionSought {
    int number;
}; ///< of requestSeek(): nothing of the old place comes any more
struct SessionSeekRefused {
    bool seekable;
}; ///< … but the place was not to be had: it goes on where one was
struct SessionDrained {
    TrackKind kind;
};
struct SessionFailed {
    Error error;
};
using SessionNews =
    std::variant<SessionOpened, SessionLength, SessionTracks, SessionPicture, SessionAudioReady, SessionWithoutDevice,
                 SessionSought, SessionSeekRefused, SessionDrained, SessionFailed, SubtitlesRefused, SourceEvent>;
using SessionPost = std::function<void(SessionNews)>;

/// Stages of the start, in ms since open; written once each, by any thread.
class PhaseMarks
{
public:
    PhaseMarks(std::uint64_t session, Nanos opened)
        : m_session(session)
        , m_opened(opened)
    {
    }
    /// Notes the stage if it was not reached before; true the first time.
    bool mark(StartPhases::Ms StartPhases::*stage, Nanos now) { return markMs(stage, since(now)); }
    bool markMs(StartPhases::Ms StartPhases::*stage, double ms);
    double since(Nanos now) const { return std::chrono::duration<double, std::milli>(now - m_opened).count(); }
    StartPhases phases() const;

private:
    const std::uint64_t m_session;
    const Nanos m_opened;
    mutable std::mutex m_mutex;
    StartPhases m_phases;
};

struct SessionShared {
    SessionShared(EngineParts engineParts, MediaRequest mediaRequest, std::uint64_t sessionId, SessionPost poster)
        : parts(std::move(engineParts))
        , request(std::move(mediaRequest))
        , id(sessionId)
        , post(std::move(poster))
        , marks(sessionId, parts.clock.now())
        , subtitles(parts.options)
    {
        subtitles.setOnRefused([this](const Error &error) { post(SubtitlesRefused{error}); });
        subtitles.screen()->setOnChange([this] { parts.presenter.redress(); });
    }

    const EngineParts parts;
    const MediaRequest request;
    const std::uint64_t id;
    const SessionPost post;                          ///< any thread
    std::function<void(TrackKind, int)> chooseTrack; ///< as the user would; set before the threads run
    PhaseMarks marks;
    const std::shared_ptr<CookieJar> cookies = std::make_shared<CookieJar>(); ///< net thread

    FirstLook firstLook;
    QueueRoom room;
    PacketQueue video{room};
    PacketQueue audio{room};
    SubtitleTrack subtitles; ///< has its own queue: never counted, never waited for

    // Any thread.
    std::atomic<bool> hasVideo{false}; ///< a picture stream is chosen
    std::atomic<bool> hasAudio{false};
    std::atomic<bool> ended{false};                  ///< the demuxer reached the end
    std::atomic<std::int64_t> pieceUs{0};            ///< it comes in lumps that last so long
    std::atomic<bool> full{false};                   ///< it holds as much as it may
    std::atomic<bool> waiting{true};                 ///< output has not started: the engine wants to hear of sound
    std::atomic<std::int64_t> firstKeyUs{kUnknown};  ///< media time of the first key picture
    std::atomic<std::int64_t> skipUntilUs{kUnknown}; ///< after a seek: earlier pictures and sound are not shown
    std::atomic<double> keySentMs{-1};
    std::atomic<std::int64_t> bytes{0}; ///< received; under libavformat's own I/O, of packets
    std::atomic<std::int64_t> framesDecoded{0};

    static constexpr std::int64_t kUnknown = INT64_MIN;

    /// The stream list, as the engine hears of it; what only a decoder knows is filled in when it does.
    void setTracks(std::vector<Track> tracks, int video, int audio, int subtitle);
    /// One that is not in the container; stays in the list.
    void addTrack(Track track);
    std::vector<Track> currentTracks() const;
    /// Of the selected track of this kind; posts the list when that changed it.
    void refineTrack(TrackKind kind, const std::function<void(Track &)> &refine);

    mutable std::mutex namesMutex;
    std::vector<Track> tracks, addedTracks;
    std::string videoDecoder, container;
    PictureContext pictureContext;
};

} // namespace kanal::playback
