// SPDX-License-Identifier: MIT
// What stands behind a Player: the engine, which lives in a library of its own (kanal-engine) because it drags
// FFmpeg's hundred libraries behind it. A program loads it when something is to be played; tests have it linked in.
#pragma once

#include <kanal/playback/player.h>

#include <atomic>

namespace kanal::playback
{

/// Any thread may call; every call returns at once.
class Engine
{
public:
    virtual ~Engine() = default;

    /// `session`: numbered by the caller, each larger than the one before.
    virtual void open(std::uint64_t session, MediaRequest request) = 0;
    virtual void stop() = 0;
    virtual void setPaused(bool paused) = 0;
    virtual void seek(std::chrono::milliseconds position, Seek how) = 0;
    virtual void seekBy(std::chrono::milliseconds step) = 0;
    virtual void selectTrack(TrackKind kind, int id) = 0;
    virtual void setVolume(double percent) = 0;
    virtual void setMuted(bool muted) = 0;
    virtual void setSpeed(double speed) = 0;
    virtual void stepFrame() = 0;
    virtual void setSound(const SoundOptions &sound) = 0;
    virtual void setPicture(const PictureOptions &picture) = 0;
    virtual void setSubtitles(const SubtitleOptions &subtitles) = 0;
    virtual void addSubtitles(const std::filesystem::path &file) = 0;
    virtual void setProxy(const ProxyRule &rule) = 0;
    virtual void reload() = 0;
    virtual PlayerStats stats() const = 0;
    virtual PlayState state() const = 0;
};

/// What the engine's library gives out.
struct EngineEntry {
    std::unique_ptr<Engine> (*makeEngine)(Clock &clock, VideoSink &video, std::unique_ptr<AudioSink> audio,
                                          Player::Listener listener, std::atomic<std::uint64_t> &numbers) = nullptr;
    std::unique_ptr<AudioSink> (*makeAudioDevice)(AudioBackend backend, Clock &clock) = nullptr;
};

/// The engine; where it is not linked in, the first call loads it. Any thread.
const Result<EngineEntry> &engineEntry();
/// engineEntry() would return at once.
bool engineIsLoaded();

} // namespace kanal::playback
