// SPDX-License-Identifier: MIT
#include "engine_loader.h"

#include <atomic>
#include <mutex>

namespace kanal::playback
{

/// Between the player and its engine: while the engine's library is being loaded, what is wished for waits here.
class Player::Door
{
public:
    Door(Clock &clock, VideoSink &video, std::unique_ptr<AudioSink> audio, Listener listener)
        : m_listener(std::move(listener))
    {
        const auto sound = std::make_shared<std::unique_ptr<AudioSink>>(std::move(audio));
        m_wait = EngineLoader::shared().whenLoaded([this, &clock, &video, sound](const Result<EngineEntry> &entry) {
            let(entry, clock, video, std::move(*sound));
        });
    }

    /// Done at once where the engine is there, else as soon as it is.
    template<typename Wish>
    void tell(Wish wish)
    {
        std::lock_guard lock(m_mutex);
        if (m_engine)
            wish(*m_engine);
        else if (!m_missing)
            m_waiting.push_back(std::move(wish));
    }

    std::uint64_t open(MediaRequest request)
    {
        const std::uint64_t session = ++m_numbers;
        tell([session, request = std::move(request)](Engine &engine) mutable {
            engine.open(session, std::move(request));
        });
        std::unique_lock lock(m_mutex);
        m_state = PlayState::Opening;
        if (m_missing)
            refuse(lock, session);
        return session;
    }

    template<typename Value>
    Value ask(Value (Engine::*question)() const, Value before) const
    {
        std::lock_guard lock(m_mutex);
        return m_engine ? ((*m_engine).*question)() : before;
    }
    PlayState stateBefore() const { return m_state; }

private:
    void let(const Result<EngineEntry> &entry, Clock &clock, VideoSink &video, std::unique_ptr<AudioSink> audio)
    {
        std::unique_lock lock(m_mutex);
        if (!entry) {
            m_missing = entry.error();
            m_waiting.clear();
            if (m_numbers > 0)
                refuse(lock, m_numbers);
            return;
        }
        m_engine = entry->makeEngine(clock, video, std::move(audio), m_listener, m_numbers);
        for (const auto &wish : m_waiting)
            wish(*m_engine);
        m_waiting.clear();
    }

    void refuse(std::unique_lock<std::mutex> &lock, std::uint64_t session)
    {
        m_state = PlayState::Failed;
        lock.unlock();
        if (m_listener)
            m_listener(PlayerEvent{session, StateChanged{PlayState::Failed, 0, {}, *m_missing}});
    }

    const Listener m_listener;
    std::atomic<std::uint64_t> m_numbers{0};
    mutable std::mutex m_mutex;
    std::atomic<PlayState> m_state{PlayState::Idle}; ///< as long as there is no engine
    std::optional<Error> m_missing;                  ///< the engine could not be loaded
    std::vector<std::function<void(Engine &)>> m_waiting;
    std::unique_ptr<Engine> m_engine;
    EngineLoader::Wait m_wait; ///< last: over before anything else of it goes
};

Player::Player(Clock &clock, VideoSink &video, std::unique_ptr<AudioSink> audio, Listener listener)
    : m_door(std::make_unique<Door>(clock, video, std::move(audio), std::move(listener)))
{
}

Player::~Player() = default;

std::uint64_t Player::open(MediaRequest request)
{
    return m_door->open(std::move(request));
}

void Player::stop()
{
    m_door->tell([](Engine &engine) { engine.stop(); });
}

void Player::setPaused(bool paused)
{
    m_door->tell([paused](Engine &engine) { engine.setPaused(paused); });
}

void Player::seek(std::chrono::milliseconds position, Seek how)
{
    m_door->tell([position, how](Engine &engine) { engine.seek(position, how); });
}

void Player::seekBy(std::chrono::milliseconds step)
{
    m_door->tell([step](Engine &engine) { engine.seekBy(step); });
}

void Player::selectTrack(TrackKind kind, int id)
{
    m_door->tell([kind, id](Engine &engine) { engine.selectTrack(kind, id); });
}

void Player::setVolume(double percent)
{
    m_door->tell([percent](Engine &engine) { engine.setVolume(percent); });
}

void Player::setMuted(bool muted)
{
    m_door->tell([muted](Engine &engine) { engine.setMuted(muted); });
}

void Player::setSpeed(double speed)
{
    m_door->tell([speed](Engine &engine) { engine.setSpeed(speed); });
}

void Player::stepFrame()
{
    m_door->tell([](Engine &engine) { engine.stepFrame(); });
}

void Player::setSound(const SoundOptions &sound)
{
    m_door->tell([sound](Engine &engine) { engine.setSound(sound); });
}

void Player::setPicture(const PictureOptions &picture)
{
    m_door->tell([picture](Engine &engine) { engine.setPicture(picture); });
}

void Player::setSubtitles(const SubtitleOptions &subtitles)
{
    m_door->tell([subtitles](Engine &engine) { engine.setSubtitles(subtitles); });
}

void Player::addSubtitles(const std::filesystem::path &file)
{
    m_door->tell([file](Engine &engine) { engine.addSubtitles(file); });
}

void Player::setProxy(const ProxyRule &rule)
{
    m_door->tell([rule](Engine &engine) { engine.setProxy(rule); });
}

void Player::reload()
{
    m_door->tell([](Engine &engine) { engine.reload(); });
}

PlayerStats Player::stats() const
{
    PlayerStats before;
    before.state = m_door->stateBefore();
    return m_door->ask(&Engine::stats, before);
}

PlayState Player::state() const
{
    return m_door->ask(&Engine::state, m_door->stateBefore());
}

void loadEngine()
{
    EngineLoader::shared().begin();
}

} // namespace kanal::playback
