// SPDX-License-Identifier: MIT
// What was wished for while something plays, done on the engine's thread: places, tracks, speed, sound and picture.
#include "player_engine.h"

#include <algorithm>

namespace kanal::playback
{

namespace
{

using std::chrono::milliseconds;
using std::chrono::minutes;

} // namespace

/// Another address for another minute of a past programme; a pause stays one.
void PlayerEngine::enterCatchup(minutes minute)
{
    const CatchupWindow &window = *m_request.catchup;
    m_entered = std::clamp(minute, minutes(0), std::max(minutes(0), window.length - minutes(1)));
    m_request.url = window.urlAt(m_entered);
    const bool stands = !m_table.wantPlay;
    happen(Happening::Open);
    if (stands)
        happen(Happening::WishPause);
}

void PlayerEngine::seekTo(milliseconds position)
{
    if (m_running && m_request.catchup)
        return enterCatchup(std::chrono::floor<minutes>(position));
    if (!m_running || !m_seekable)
        return;
    position = std::clamp(position, milliseconds(0), std::max(milliseconds(0), m_duration - milliseconds(500)));
    m_seekTarget = position;
    happen(Happening::Seek);
    m_running->demux().requestSeek(position, ++m_seeks);
}

void PlayerEngine::seekStep(milliseconds step)
{
    // Steps in quick succession add up: before the first has arrived there is no clock.
    const auto now = m_playbackClock.now();
    const milliseconds at = m_entered + (now ? std::chrono::duration_cast<milliseconds>(*now) : m_seekTarget);
    if (m_running && m_request.catchup && step > milliseconds(0)) // never back where one wanted forward
        enterCatchup(std::max(std::chrono::floor<minutes>(at + step), std::chrono::floor<minutes>(at) + minutes(1)));
    else
        seekTo(at + step);
}

void PlayerEngine::takeTrack(TrackKind kind, int id)
{
    if (!m_running)
        return;
    if (kind == TrackKind::Audio)
        m_audio.flush();
    m_running->demux().requestTrack(kind, id);
}

void PlayerEngine::takeSpeed(double speed)
{
    if (!m_running || m_request.kind == MediaKind::Live) // there is nothing to run ahead into
        return;
    m_options.speed = std::clamp(speed, kSlowestSpeed, kFastestSpeed);
    if (!m_shared->hasAudio)
        followSpeed(m_options.speed);
}

void PlayerEngine::showNext()
{
    if (m_table.state == PlayState::Paused)
        m_presenter.step();
}

void PlayerEngine::takeSound(const SoundOptions &sound)
{
    const auto delay = std::clamp(sound.delay, -kMostSoundDelay, kMostSoundDelay);
    m_options.soundDelayUs = std::chrono::duration_cast<MediaTime>(delay).count();
    m_audio.setLevelling(sound.levelling);
    m_audio.setMono(sound.output == SoundOutput::Mono);
    const int channels = sound.output == SoundOutput::Surround ? 6 : sound.output == SoundOutput::Auto ? 0 : 2;
    if (!m_audio.setChannels(channels))
        onSoundLost();
}

void PlayerEngine::takePicture(const PictureOptions &picture)
{
    m_options.deinterlace = picture.deinterlace;
    m_options.hardware = picture.hardware;
    m_options.quality = picture.quality;
    if (picture.hardware ==
        HardwareDecoding::Auto) // never before one is wanted: some drivers take the program with them
        m_hardware->prepare();
}

void PlayerEngine::takeSubtitles(const SubtitleOptions &subtitles)
{
    const auto delay = std::clamp(subtitles.delay, -kMostSubtitleDelay, kMostSubtitleDelay);
    m_options.subtitleDelayUs = std::chrono::duration_cast<MediaTime>(delay).count();
    m_options.subtitleScale = std::clamp(subtitles.scale, kSmallestSubtitles, kLargestSubtitles);
    m_presenter.redress();
}

void PlayerEngine::takeSubtitleFile(const std::filesystem::path &file)
{
    if (m_running)
        m_running->demux().requestSubtitles(file);
}

void PlayerEngine::openAgain()
{
    if (m_session != 0)
        happen(Happening::Open);
}

} // namespace kanal::playback
