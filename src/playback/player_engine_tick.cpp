// SPDX-License-Identifier: MIT
// What the engine looks at again and again while a session runs: may it start, has it run dry, is it over, where is the
// sound.
#include "player_engine.h"
#include "trace.h"

#include <kanal/core/log.h>

#include <algorithm>

namespace kanal::playback
{

namespace
{

using std::chrono::milliseconds;

constexpr Nanos kStarved = milliseconds(60);
constexpr Nanos kSoundMissed = milliseconds(500);
constexpr Nanos kNothingToShow = std::chrono::seconds(30);
constexpr MediaTime kTrackAbsent = std::chrono::seconds(3);
constexpr Nanos kInterruptionMemory = std::chrono::minutes(2);
constexpr Nanos kSoundRetries[] = {milliseconds(200),  milliseconds(500),  milliseconds(1000),
                                   milliseconds(2000), milliseconds(5000), milliseconds(10'000)};
constexpr Nanos kPositionEvery = milliseconds(250);
constexpr Nanos kWaitedLong = std::chrono::seconds(4);
constexpr double kStandstill = 1e-3; ///< an input speed: known, and nothing

std::optional<MediaTime> mediaTime(std::optional<std::int64_t> us)
{
    return us ? std::optional(MediaTime(*us)) : std::nullopt;
}

/// Some channels announce a sound or a picture they never send, or that ends for a while: whoever waited for it would
/// wait for ever. Sound may come so much later in the stream than its picture, and the other way round.
bool staysAway(std::optional<MediaTime> end, std::optional<MediaTime> other)
{
    return other && (!end || *other - *end > kTrackAbsent);
}

} // namespace

void PlayerEngine::tick()
{
    if (!m_running)
        return;
    regainSound();
    passSound();
    followSound();
    holdLevel();
    noteFirstSound();
    if (trace::on())
        trace::counter("buffered s", std::chrono::duration<double>(level()).count());
    considerUnderrun();
    considerStart();
    considerRefill();
    considerEnd();
    considerNothing();
    considerNextSeek();
    publishPosition();
    considerSlow();
    considerReturn();
}

void PlayerEngine::considerStart()
{
    const bool atOldPlace = m_sought != m_seeks; // what is queued may still be from before the seek
    if (m_table.state != PlayState::Buffering || m_table.started || !m_tracksAt || atOldPlace)
        return;
    const Nanos now = m_clock.now();
    StartView view;
    view.live = m_request.kind == MediaKind::Live;
    view.hasVideo = m_shared->hasVideo;
    view.hasAudio = m_shared->hasAudio;
    view.ended = m_shared->ended;
    const std::int64_t skipUntil = m_shared->skipUntilUs;
    if (const std::int64_t key = m_shared->firstKeyUs; key != SessionShared::kUnknown)
        view.key = MediaTime(std::max(key, skipUntil));
    if (m_pictureAt)
        view.sincePicture = now - *m_pictureAt;
    else if (m_presenter.queued() > 0)
        view.sincePicture = Nanos(0);
    view.sinceTracks = now - *m_tracksAt;
    view.sound = m_audio.queued();
    if (const auto end = mediaTime(m_shared->audio.lastEndUs()))
        view.soundEnd = *end + MediaTime(m_options.soundDelayUs.load());
    view.pictureEnd = mediaTime(m_shared->video.lastEndUs());
    const StartDecision decision = decideStart(view);
    if (!decision.ready)
        return;
    m_startFrom = decision.from;
    happen(Happening::StartReady);
}

std::optional<MediaTime> PlayerEngine::soundEnd() const
{
    if (!m_shared->hasAudio)
        return std::nullopt;
    const auto sound = mediaTime(m_shared->audio.lastEndUs()), picture = mediaTime(m_shared->video.lastEndUs());
    return m_shared->hasVideo && staysAway(sound, picture) ? std::nullopt : sound;
}

std::optional<MediaTime> PlayerEngine::pictureEnd() const
{
    if (!m_shared->hasVideo)
        return std::nullopt;
    const auto sound = mediaTime(m_shared->audio.lastEndUs()), picture = mediaTime(m_shared->video.lastEndUs());
    return m_shared->hasAudio && staysAway(picture, sound) ? std::nullopt : picture;
}

MediaTime PlayerEngine::level() const
{
    const auto now = m_playbackClock.now();
    if (!now)
        return MediaTime(0);
    MediaTime least = MediaTime::max();
    if (const auto sound = soundEnd())
        least = *sound - *now + MediaTime(m_options.soundDelayUs.load());
    if (const auto picture = pictureEnd())
        least = std::min(least, *picture - *now);
    return least == MediaTime::max() ? MediaTime(0) : std::max(MediaTime(0), least);
}

/// After an interruption: go on when enough is there again.
void PlayerEngine::considerRefill()
{
    if (!m_table.started || (m_table.state != PlayState::Buffering && m_table.state != PlayState::Reconnecting) ||
        m_lost)
        return;
    const Nanos now = m_clock.now();
    std::erase_if(m_interruptions, [now](Nanos at) { return now - at > kInterruptionMemory; });
    const bool all = m_shared->ended || m_shared->full || m_broken; // more does not come
    const RefillKind kind{m_request.kind == MediaKind::Live, MediaTime(m_shared->pieceUs.load())};
    if (all || level() >= rebufferTarget(int(m_interruptions.size()), kind))
        happen(Happening::StartReady);
}

bool PlayerEngine::dry() const
{
    if (!m_running)
        return true;
    const bool soundLeft = m_shared->hasAudio && (m_shared->audio.packets() > 0 || !m_audio.queued().empty);
    const bool pictureLeft = m_shared->hasVideo && (m_shared->video.packets() > 0 || m_presenter.queued() > 0);
    return !soundLeft && !pictureLeft;
}

void PlayerEngine::considerUnderrun()
{
    if (m_table.state != PlayState::Playing || m_shared->ended || !(dry() || soundWaits()))
        return;
    if (soundEnd() && !starved())
        return;
    happen(m_lost ? Happening::SourceLost : Happening::Underrun);
}

bool PlayerEngine::starved() const
{
    return m_audio.starvedFor() >= kStarved;
}

/// Sound that is wanted before its picture is needed before it arrives: the picture waits for it.
bool PlayerEngine::soundWaits() const
{
    return m_options.soundDelayUs < 0 && m_shared->hasAudio && m_shared->audio.packets() == 0 &&
           m_audio.queued().empty && m_audio.starvedFor() > kSoundMissed;
}

void PlayerEngine::considerEnd()
{
    if (!m_shared || !m_shared->ended || m_sought != m_seeks || !dry())
        return;
    const bool soundDone =
        !m_shared->hasAudio || (m_audioDrained && (m_audio.starvedFor() > Nanos(0) || !m_table.started));
    const bool pictureDone = !m_shared->hasVideo || m_videoDrained;
    if (!soundDone || !pictureDone)
        return;
    const Error early{ErrorKind::Network, "the programme ended early", {}};
    const bool returns = m_returnTo || (mayReturn(early) && returnToCatchup(early));
    if (!returns)
        happen(Happening::Drained);
}

/// Bytes come and nothing is to be made of them: better a sentence than a wheel that turns for ever.
void PlayerEngine::considerNothing()
{
    const bool waits = m_table.state == PlayState::Buffering && !m_table.started && m_table.wantPlay && !m_lost &&
                       m_presenter.queued() == 0 && m_audio.queued().empty;
    if (!waits) {
        m_nothingSince.reset();
        return;
    }
    const Nanos now = m_clock.now();
    if (!m_nothingSince)
        m_nothingSince = now;
    else if (now - *m_nothingSince > kNothingToShow)
        fail(Error{ErrorKind::Timeout, "nothing that can be shown or heard", {}});
}

/// A film that comes slower than it plays is waited for: once for each wait it is said why.
void PlayerEngine::considerSlow()
{
    const bool waits = m_request.kind != MediaKind::Live && m_table.state == PlayState::Buffering && m_table.wantPlay &&
                       !m_lost && !m_stats.stalled;
    if (!waits) {
        m_waitsSince.reset();
        m_saidTooSlow = false;
        return;
    }
    const Nanos now = m_clock.now();
    if (!m_waitsSince)
        m_waitsSince = now;
    const double speed = m_stats.inputSpeed;
    if (m_saidTooSlow || now - *m_waitsSince < kWaitedLong || speed <= 0 || speed >= kTooSlow)
        return;
    m_saidTooSlow = true;
    emitEvent(StreamTooSlow{speed});
}

void PlayerEngine::followSound()
{
    if (m_table.state != PlayState::Playing)
        return;
    if (const auto heard = m_audio.heard()) {
        followSpeed(heard->speed);
        m_playbackClock.report(heard->media, heard->at);
    } else if (!m_shared->hasAudio || m_soundRetryAt) {
        followSpeed(m_options.speed);
    }
}

void PlayerEngine::followSpeed(double speed)
{
    if (speed == m_clockSpeed)
        return;
    m_clockSpeed = speed;
    m_playbackClock.setRate(speed * m_appliedRate);
    m_presenter.poke();
}

/// The picture goes on: without a report the clock runs by itself.
void PlayerEngine::onSoundLost()
{
    if (m_soundRetryAt || m_audio.isOpen()) // known; back already
        return;
    log::warning("kanal.playback.audio", "the sound device is gone");
    m_soundRetries = 0;
    m_soundRetryAt = m_clock.now() + kSoundRetries[0];
    emitEvent(AudioDeviceChanged{m_audio.deviceName(), true});
}

/// Asks for the device again and again, and never waits for it: one whose server hangs would hold up everything else.
void PlayerEngine::regainSound()
{
    if (m_audio.awaitsStart() && m_table.state == PlayState::Playing) {
        const auto now = m_playbackClock.now(); // what waited is no longer due
        now ? m_audio.start(*now) : m_audio.resume();
    }
    if (!m_soundRetryAt || m_audio.isOpening())
        return;
    if (m_audio.isOpen()) {
        m_soundRetryAt.reset();
        emitEvent(AudioDeviceChanged{m_audio.deviceName(), false});
    } else if (m_clock.now() >= *m_soundRetryAt) {
        m_audio.openSoon();
        m_soundRetries = std::min(m_soundRetries + 1, int(std::size(kSoundRetries)) - 1);
        m_soundRetryAt = m_clock.now() + kSoundRetries[m_soundRetries];
    }
}

void PlayerEngine::passSound()
{
    if (const auto now = m_playbackClock.now(); now && m_table.state == PlayState::Playing)
        m_audio.passBy(*now);
}

void PlayerEngine::holdLevel()
{
    if (m_table.state != PlayState::Playing || m_request.kind != MediaKind::Live)
        return;
    const double rate = m_rate.update(level(), m_clock.now());
    if (rate == m_appliedRate)
        return;
    m_appliedRate = rate;
    m_running->audio().setRate(rate);
    m_playbackClock.setRate(rate * m_clockSpeed);
}

void PlayerEngine::noteFirstSound()
{
    const auto at = m_audio.firstSoundAt();
    if (at && m_shared->marks.mark(&StartPhases::firstSound, *at + m_audio.latency()))
        emitEvent(FirstSound{m_shared->marks.phases().firstSound.value_or(0)});
}

void PlayerEngine::measureInput(Nanos now)
{
    constexpr double kSmooth = 0.4; // pieces of playlists come in lumps
    const std::int64_t bytes = m_shared->bytes;
    const auto end = soundEnd() ? m_shared->audio.lastEndUs() : m_shared->video.lastEndUs();
    const double seconds = std::chrono::duration<double>(now - m_rateSince).count();
    std::lock_guard lock(m_statsMutex);
    m_stats.inputKbps = double(bytes - m_rateBytes) * 8 / 1000 / seconds;
    if (m_shared->ended || m_sought != m_seeks) { // nothing more is to come; it is elsewhere
        m_stats.inputSpeed = 0;
        m_rateEndUs.reset();
    } else {
        if (end && m_rateEndUs) {
            const double least = m_request.kind == MediaKind::Live ? 0 : kStandstill; // live may come in lumps
            const double speed = std::max(least, double(*end - *m_rateEndUs) / 1e6 / seconds);
            m_stats.inputSpeed += m_stats.inputSpeed > 0 ? kSmooth * (speed - m_stats.inputSpeed) : speed;
        }
        m_rateEndUs = end;
    }
    m_rateBytes = bytes;
    m_rateSince = now;
}

void PlayerEngine::publishPosition()
{
    const Nanos now = m_clock.now();
    if (now - m_rateSince >= std::chrono::seconds(1))
        measureInput(now);
    const bool hasPosition = m_request.kind == MediaKind::Vod || m_request.catchup;
    if (!hasPosition || now - m_positionAt < kPositionEvery)
        return;
    if (!m_playbackClock.now())
        return;
    m_positionAt = now;
    const milliseconds position = std::max(milliseconds(0), this->position());
    const milliseconds duration = m_request.catchup ? milliseconds(m_request.catchup->length) : m_duration;
    emitEvent(PositionChanged{position, duration, position + std::chrono::duration_cast<milliseconds>(level()),
                              m_seekable || m_request.catchup});
}

} // namespace kanal::playback
