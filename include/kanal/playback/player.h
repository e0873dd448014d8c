// SPDX-License-Identifier: MIT
// The player: opens a MediaRequest, keeps it playing, tells what happens. Every call returns at once (none waits for
// network, decoder or device) and may be made from any thread; one engine thread owns the state. Events come on the
// engine thread, in order.
//
//     Player player(clock, sink, makeAudioSink(AudioBackend::Auto, clock), [](const PlayerEvent &event) { … });
//     player.open({.url = url, .kind = MediaKind::Live});
#pragma once

#include <kanal/core/clock.h>
#include <kanal/core/error.h>
#include <kanal/core/media_request.h>
#include <kanal/core/proxy.h>
#include <kanal/playback/audio_sink.h>
#include <kanal/playback/playback_options.h>
#include <kanal/playback/video_sink.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kanal::playback
{

enum class PlayState { Idle, Opening, Buffering, Playing, Paused, Reconnecting, Ended, Failed };
std::string_view playStateName(PlayState state);

/// Fast: a key picture near the place, shown at once; for a bar that is dragged. Of several the newest is done, each
/// when the picture of the one before is there. Past programmes know only Exact.
enum class Seek { Exact, Fast };

enum class TrackKind { Video, Audio, Subtitle };

struct Track {
    int id = -1; ///< stable within a session
    TrackKind kind = TrackKind::Video;
    std::string codec;    ///< "h264", "aac" …
    std::string language; ///< ISO 639 as the stream says; may be empty
    std::string title;
    int width = 0, height = 0;
    double frameRate = 0;
    int channels = 0, sampleRate = 0;
    bool selected = false;
    bool interlaced = false;
    bool forHardOfHearing = false;
    bool forced = false;      ///< subtitles of signs and foreign speech only
    bool undecodable = false; ///< nothing here decodes it: it is not shown, or not heard
    bool encrypted = false;   ///< … because it is scrambled for a receiver with a card; may come back
};

/// When the stages of a start were reached, since open(); nullopt: not yet.
struct StartPhases {
    using Ms = std::optional<double>;
    Ms connect, firstByte, tracks, firstKey, firstPicture, firstSound, playing;
};

/// An input speed below which what is in hand gets less: a little under 1, for a stream's own times are not exact.
inline constexpr double kTooSlow = 0.92;

/// A snapshot for the statistics overlay, `probe` and the tests.
struct PlayerStats {
    std::uint64_t session = 0;
    PlayState state = PlayState::Idle;
    StartPhases phases;
    std::int64_t bytes = 0;
    double inputKbps = 0; ///< over the last seconds
    /// Seconds of the stream that came in a second, lately; 1: as fast as it plays; 0: not known.
    double inputSpeed = 0;
    double bufferedSeconds = 0;
    std::int64_t framesShown = 0, framesDropped = 0, framesRepeated = 0, framesDecoded = 0;
    int rebuffers = 0;
    double rebufferMs = 0;
    int reconnects = 0;
    bool stalled = false; ///< the server is connected and has sent nothing for some seconds
    double skewMeanMs = 0, skewMinMs = 0,
           skewMaxMs = 0; ///< picture shown minus sound heard for the same media time; + = sound early
    std::int64_t skewSamples = 0;
    double keySentMs = -1; ///< arrival of the last byte of the first whole key picture, since open(); < 0: not yet
    std::string videoDecoder, audioOutput, container;
};

struct StateChanged {
    PlayState state;
    int attempt = 0;                      ///< Reconnecting: which try, from 1
    std::chrono::milliseconds retryIn{0}; ///< Reconnecting: until the next try
    std::optional<Error> error;           ///< Failed, Reconnecting: why
};
struct TracksChanged {
    std::vector<Track> tracks;
};
struct FirstPicture {
    double ms;
};
struct FirstSound {
    double ms;
};
struct VideoSizeChanged {
    int width, height;
    double displayAspect;
};
struct PositionChanged {
    std::chrono::milliseconds position, duration, buffered;
    bool seekable;
};
struct AudioDeviceChanged {
    std::string name;
    bool lost;
};

/// The server has sent nothing for some seconds, or does so again; what has come plays on meanwhile.
struct StreamStalled {
    bool stalled;
};

/// A film is waited for because less comes of it than it needs; once for each wait.
struct StreamTooSlow {
    double inputSpeed; ///< as PlayerStats has it; below kTooSlow
};

/// The server does not allow seeking, although it had said so: it goes on where it was.
struct SeekRefused {
};

/// A subtitle file of the user's own could not be read.
struct SubtitlesRefused {
    Error error; ///< subject: the file's name
};

struct PlayerEvent {
    /// The open() it belongs to, or a later number where the engine opened the same again by itself (the live edge
    /// after a long pause): drop what is older than your newest open().
    std::uint64_t session;
    std::variant<StateChanged, TracksChanged, FirstPicture, FirstSound, VideoSizeChanged, PositionChanged,
                 AudioDeviceChanged, StreamStalled, StreamTooSlow, SeekRefused, SubtitlesRefused>
        what;
};

class Player
{
public:
    using Listener = std::function<void(const PlayerEvent &)>;

    /// `clock` and `video` must outlive the player. The audio device is opened with the first sound, not before.
    Player(Clock &clock, VideoSink &video, std::unique_ptr<AudioSink> audio, Listener listener);
    ~Player(); ///< at once; sessions that still wind down are finished by the reaper

    /// Closes what plays (its socket first) and opens this. Returns the number of the new session.
    std::uint64_t open(MediaRequest request);
    void stop();
    void setPaused(bool paused);
    void seek(std::chrono::milliseconds position, Seek how = Seek::Exact);
    void seekBy(std::chrono::milliseconds step);
    void selectTrack(TrackKind kind, int id); ///< -1: none
    void setVolume(double percent);           ///< 0 … 150
    void setMuted(bool muted);
    void setSpeed(double speed); ///< 0.5 … 2 with the pitch kept; until the next open(). Live: no effect
    void stepFrame();            ///< paused: shows the next picture
    void setSound(const SoundOptions &sound);
    void setPicture(const PictureOptions &picture);
    void setSubtitles(const SubtitleOptions &subtitles);
    /// A file becomes a track of what plays, and is chosen. Until the next open().
    void addSubtitles(const std::filesystem::path &file);
    /// Of every connection made from now on; before the first call, what the environment says.
    void setProxy(const ProxyRule &rule);
    void reload(); ///< the same request again

    PlayerStats stats() const; ///< any thread
    PlayState state() const;   ///< any thread

private:
    class Door;
    std::unique_ptr<Door> m_door;
};

/// Loads the engine's libraries, where they are not part of the program: tens of milliseconds that the first open() is
/// spared. Returns at once: they are loaded on a thread of their own. Any thread. Without it the first Player does so.
void loadEngine();

} // namespace kanal::playback
