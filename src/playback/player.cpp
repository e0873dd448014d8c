// SPDX-License-Identifier: MIT
#include "player_engine.h"

#include <kanal/playback/player.h>

namespace kanal::playback
{

std::string_view playStateName(PlayState state)
{
    switch (state) {
    case PlayState::Idle:
        return "idle";
    case PlayState::Opening:
        return "opening";
    case PlayState::Buffering:
        return "buffering";
    case PlayState::Playing:
        return "playing";
    case PlayState::Paused:
        return "paused";
    case PlayState::Reconnecting:
        return "reconnecting";
    case PlayState::Ended:
        return "ended";
    case PlayState::Failed:
        return "failed";
    }
    return "idle";
}

Player::Player(Clock &clock, VideoSink &video, std::unique_ptr<AudioSink> audio, Listener listener)
    : m_engine(std::make_unique<Engine>(clock, video, std::move(audio), std::move(listener)))
{
}

Player::~Player() = default;

std::uint64_t Player::open(MediaRequest request)
{
    return m_engine->open(std::move(request));
}

void Player::stop()
{
    m_engine->post([engine = m_engine.get()] { engine->happen(Happening::Stop); });
}

void Player::setPaused(bool paused)
{
    m_engine->post(
        [engine = m_engine.get(), paused] { engine->happen(paused ? Happening::WishPause : Happening::WishPlay); });
}

void Player::seek(std::chrono::milliseconds position)
{
    m_engine->post([engine = m_engine.get(), position] { engine->seekTo(position); });
}

void Player::seekBy(std::chrono::milliseconds step)
{
    m_engine->post([engine = m_engine.get(), step] { engine->seekBy(step); });
}

void Player::selectTrack(TrackKind kind, int id)
{
    m_engine->post([engine = m_engine.get(), kind, id] { engine->selectTrack(kind, id); });
}

void Player::setVolume(double percent)
{
    m_engine->audio().setVolume(percent);
}

void Player::setMuted(bool muted)
{
    m_engine->audio().setMuted(muted);
}

void Player::setSpeed(double speed)
{
    m_engine->post([engine = m_engine.get(), speed] { engine->setSpeed(speed); });
}

void Player::stepFrame()
{
    m_engine->post([engine = m_engine.get()] { engine->stepFrame(); });
}

void Player::setSound(const SoundOptions &sound)
{
    m_engine->post([engine = m_engine.get(), sound] { engine->setSound(sound); });
}

void Player::setPicture(const PictureOptions &picture)
{
    m_engine->post([engine = m_engine.get(), picture] { engine->setPicture(picture); });
}

void Player::setSubtitles(const SubtitleOptions &subtitles)
{
    m_engine->post([engine = m_engine.get(), subtitles] { engine->setSubtitles(subtitles); });
}

void Player::addSubtitles(const std::filesystem::path &file)
{
    m_engine->post([engine = m_engine.get(), file] { engine->addSubtitles(file); });
}

void Player::reload()
{
    m_engine->post([engine = m_engine.get()] { engine->reload(); });
}

PlayerStats Player::stats() const
{
    return m_engine->stats();
}

PlayState Player::state() const
{
    return m_engine->state();
}

} // namespace kanal::playback
