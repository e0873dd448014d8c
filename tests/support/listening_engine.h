// SPDX-License-Identifier: MIT
// In place of the engine's library: an engine that notes what it is told and says what a test has it say. It comes when
// the test lets it come. For programs that link no engine: one of their files defines engineEntry() with it.
#pragma once

#include "engine.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace kanal::playback::test
{

/// What the player's engine was told, and what stands in for its library.
class Library
{
public:
    enum class State { OnItsWay, There, Missing };

    void become(State state)
    {
        {
            std::lock_guard lock(m_mutex);
            m_state = state;
        }
        m_changed.notify_all();
    }
    State wait()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_state != State::OnItsWay; });
        return m_state;
    }
    void hear(const std::string &wish)
    {
        {
            std::lock_guard lock(m_mutex);
            m_heard.push_back(wish);
        }
        m_changed.notify_all();
    }
    std::vector<std::string> heard(std::size_t atLeast)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_heard.size() >= atLeast; });
        return m_heard;
    }
    void forget()
    {
        std::lock_guard lock(m_mutex);
        m_heard.clear();
        m_state = State::OnItsWay;
    }

    /// Of the newest engine: what it tells the player.
    Player::Listener listener;

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    State m_state = State::OnItsWay;
    std::vector<std::string> m_heard;
};

inline Library library;

class ListeningEngine final : public Engine
{
public:
    explicit ListeningEngine(Player::Listener listener) { library.listener = std::move(listener); }

    void open(std::uint64_t session, MediaRequest request) override
    {
        const auto from = request.startAt.count();
        library.hear("open " + std::to_string(session) + " " + request.url +
                     (from > 0 ? " from " + std::to_string(from) : "") +
                     (request.preferredAudio.empty() ? "" : " sound " + request.preferredAudio.front()) +
                     (request.preferredSubtitles.empty() ? "" : " subtitles " + request.preferredSubtitles.front()));
    }
    void stop() override { library.hear("stop"); }
    void setPaused(bool paused) override { library.hear(paused ? "pause" : "play"); }
    void seek(std::chrono::milliseconds position, Seek how) override
    {
        library.hear("seek " + std::to_string(position.count()) + (how == Seek::Fast ? " fast" : ""));
    }
    void seekBy(std::chrono::milliseconds step) override { library.hear("seekBy " + std::to_string(step.count())); }
    void selectTrack(TrackKind, int) override { library.hear("track"); }
    void setVolume(double percent) override { library.hear("volume " + std::to_string(int(percent))); }
    void setMuted(bool) override { library.hear("mute"); }
    void setSpeed(double speed) override { library.hear("speed " + std::to_string(int(speed * 100))); }
    void stepFrame() override { library.hear("step"); }
    void setSound(const SoundOptions &) override { library.hear("sound"); }
    void setPicture(const PictureOptions &) override { library.hear("picture"); }
    void setSubtitles(const SubtitleOptions &) override { library.hear("subtitles"); }
    void addSubtitles(const std::filesystem::path &) override { library.hear("file"); }
    void setProxy(const ProxyRule &) override { library.hear("proxy"); }
    void reload() override { library.hear("reload"); }
    PlayerStats stats() const override
    {
        PlayerStats stats;
        stats.bytes = 7;
        return stats;
    }
    PlayState state() const override { return PlayState::Playing; }
};

inline const Result<EngineEntry> &listeningEntry()
{
    static const Result<EngineEntry> there =
        EngineEntry{[](Clock &, VideoSink &, std::unique_ptr<AudioSink>, Player::Listener listener,
                       std::atomic<std::uint64_t> &) -> std::unique_ptr<Engine> {
                        return std::make_unique<ListeningEngine>(std::move(listener));
                    },
                    [](AudioBackend, Clock &) -> std::unique_ptr<AudioSink> { return nullptr; }};
    static const Result<EngineEntry> missing = fail(ErrorKind::Unsupported, "no such file");
    return library.wait() == Library::State::There ? there : missing;
}

} // namespace kanal::playback::test
