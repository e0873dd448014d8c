// SPDX-License-Identifier: MIT
// What was wished for while something plays, done on the engine's thread: places, tracks, speed, sound and picture.
#include "player_engine.h"

#include <kanal/playback/track_wish.h>

#include <algorithm>

namespace kanal::playback
{

namespace
{

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr Nanos kSeekPatience = std::chrono::seconds(2); ///< then a bar that is dragged asks for another place

} // namespace

void PlayerEngine::seekTo(milliseconds position, Seek how)
{
    m_nextSeek.reset();
    if (m_running && m_request.catchup) {
        if (how == Seek::Fast) // a connection for each step of the bar would be too many
            return;
        m_return.reset();
        return enterCatchup(std::chrono::floor<minutes>(position));
    }
    if (!m_running || !m_seekable)
        return;
    position = std::clamp(position, milliseconds(0), std::max(milliseconds(0), m_duration - milliseconds(500)));
    if (how == Seek::Fast && isSeeking()) {
        m_nextSeek = position;
        return;
    }
    if (m_playbackClock.now())
        m_leftAt = this->position();
    m_seekTarget = position;
    m_seekAt = m_clock.now();
    happen(Happening::Seek);
    m_running->demux().requestSeek({position, how, m_leftAt, ++m_seeks});
}

/// The picture of the last seek is not there yet.
bool PlayerEngine::isSeeking() const
{
    const bool done = m_sought == m_seeks && (m_pictureAt || !m_shared->hasVideo);
    return m_table.state == PlayState::Buffering && !done && m_clock.now() - m_seekAt < kSeekPatience;
}

void PlayerEngine::considerNextSeek()
{
    if (m_nextSeek && !isSeeking())
        seekTo(*m_nextSeek, Seek::Fast);
}

milliseconds PlayerEngine::position() const
{
    // Before a seek has arrived there is no clock.
    const auto now = m_playbackClock.now();
    return m_entered + (now ? std::chrono::duration_cast<milliseconds>(*now) : m_seekTarget);
}

void PlayerEngine::seekStep(milliseconds step)
{
    const milliseconds at = m_nextSeek.value_or(position());        // steps in quick succession add up
    if (m_running && m_request.catchup && step > milliseconds(0)) { // never back where one wanted forward
        m_return.reset();
        enterCatchup(std::max(std::chrono::floor<minutes>(at + step), std::chrono::floor<minutes>(at) + minutes(1)));
    } else {
        seekTo(at + step, Seek::Exact);
    }
}

void PlayerEngine::takeTrack(TrackKind kind, int id)
{
    if (!m_running)
        return;
    if (kind == TrackKind::Audio)
        m_audio.flush();
    wishFirst(m_request, kind, trackWish(m_shared->currentTracks(), kind, id)); // if it is opened again
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
    m_audio.setChannels(channels);
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
