// SPDX-License-Identifier: MIT
// What anybody may ask of the engine, on any thread: posted to its own.
#include "player_engine.h"

namespace kanal::playback
{

void PlayerEngine::open(std::uint64_t session, MediaRequest request)
{
    post([this, session, request = std::move(request)]() mutable {
        m_latestWish = session;
        m_request = std::move(request);
        m_options.speed = 1.0;
        m_return.reset();
        m_entered = std::chrono::minutes(0);
        if (m_request.catchup && m_request.startAt > std::chrono::minutes(0)) {
            m_entered = std::chrono::floor<std::chrono::minutes>(m_request.startAt);
            m_request.url = m_request.catchup->urlAt(m_entered);
            m_request.startAt = {};
        }
        happen(Happening::Open);
    });
}

void PlayerEngine::stop()
{
    post([this] { happen(Happening::Stop); });
}

void PlayerEngine::setPaused(bool paused)
{
    post([this, paused] { happen(paused ? Happening::WishPause : Happening::WishPlay); });
}

void PlayerEngine::seek(std::chrono::milliseconds position, Seek how)
{
    post([this, position, how] { seekTo(position, how); });
}

void PlayerEngine::seekBy(std::chrono::milliseconds step)
{
    post([this, step] { seekStep(step); });
}

void PlayerEngine::selectTrack(TrackKind kind, int id)
{
    post([this, kind, id] { takeTrack(kind, id); });
}

void PlayerEngine::setVolume(double percent)
{
    m_audio.setVolume(percent);
}

void PlayerEngine::setMuted(bool muted)
{
    m_audio.setMuted(muted);
}

void PlayerEngine::setSpeed(double speed)
{
    post([this, speed] { takeSpeed(speed); });
}

void PlayerEngine::stepFrame()
{
    post([this] { showNext(); });
}

void PlayerEngine::setSound(const SoundOptions &sound)
{
    post([this, sound] { takeSound(sound); });
}

void PlayerEngine::setPicture(const PictureOptions &picture)
{
    post([this, picture] { takePicture(picture); });
}

void PlayerEngine::setSubtitles(const SubtitleOptions &subtitles)
{
    post([this, subtitles] { takeSubtitles(subtitles); });
}

void PlayerEngine::addSubtitles(const std::filesystem::path &file)
{
    post([this, file] { takeSubtitleFile(file); });
}

void PlayerEngine::reload()
{
    post([this] { openAgain(); });
}

} // namespace kanal::playback
