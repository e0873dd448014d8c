// SPDX-License-Identifier: MIT
// What a PlayerPresenter keeps, and what it makes of the player's events. player_presenter.cpp starts, pauses and
// seeks; player_presenter_controls.cpp is volume, speed, sound, subtitles and tracks.
#pragma once

#include "event_mailbox.h"
#include "text.h"

#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/stream_health.h>
#include <kanal/presenters/track_text.h>

#include <algorithm>
#include <utility>

namespace kanal::presenters
{

/// GUI thread, as all of it.
struct PlayerPresenter::Data {
    Data(PlayerPresenter &owner, playback::VideoSink &videoSink, playback::AudioBackend backend)
        : self(owner)
        , sink(videoSink)
        , audio(backend)
        , mailbox(std::make_shared<EventMailbox>(&owner, [this] { drain(); }))
    {
    }

    PlayerPresenter &self;
    playback::VideoSink &sink;
    const playback::AudioBackend audio;
    PlayerView view;
    std::optional<MediaRequest> request;
    AcceptedCertificate refused; ///< what failed failed for this one; no host: it did not
    bool announced = false;      ///< what is to be played was told already
    std::uint64_t session = 0;   ///< events of earlier ones do not count; 0: nobody's do
    bool closed = false;         ///< shut down for good
    playback::SoundOptions sound;
    playback::PictureOptions picture;
    playback::SubtitleOptions subtitles;
    ProxyRule proxy = ProxyRule::fromEnvironment();
    std::vector<std::string> soundLanguages, subtitleLanguages;

    SteadyClock clock;
    std::shared_ptr<EventMailbox> mailbox;
    std::unique_ptr<playback::Player> player; // last: gone before what it uses

    /// No thread, no device, no memory before something is to be played.
    playback::Player *ensurePlayer()
    {
        if (!player && !closed) {
            player = std::make_unique<playback::Player>(
                clock, sink, playback::makeAudioSink(audio, clock),
                [box = mailbox](const playback::PlayerEvent &event) { box->post(event); });
            player->setVolume(view.volume);
            player->setMuted(view.muted);
            player->setSound(sound);
            player->setPicture(picture);
            player->setSubtitles(subtitles);
            player->setProxy(proxy);
        }
        return player.get();
    }

    void open()
    {
        begin();
        if (playback::Player *p = ensurePlayer())
            session = p->open(preferring(*request));
    }

    /// The same again, as fast as it was.
    void openAgain()
    {
        const double speed = view.speed;
        open();
        if (player && speed != 1) {
            view.speed = speed;
            player->setSpeed(speed);
        }
    }

    MediaRequest preferring(MediaRequest wish) const
    {
        const auto append = [](std::vector<std::string> &to, const std::vector<std::string> &more) {
            to.insert(to.end(), more.begin(), more.end());
        };
        append(wish.preferredAudio, soundLanguages);
        if (wish.preferredSubtitles != std::vector<std::string>{kNoSubtitles})
            append(wish.preferredSubtitles, subtitleLanguages);
        return wish;
    }

    /// The time of subtitles was set for what was on before.
    void setNow(const NowPlaying &now)
    {
        if (now.channelId != view.now.channelId && subtitles.delay.count() != 0) {
            subtitles.delay = {};
            applySubtitles();
        }
        view.now = now;
    }

    void applySubtitles()
    {
        if (player)
            player->setSubtitles(subtitles);
    }

    /// A start: the picture of before stays until the next one comes, what was known of its stream does not.
    void begin()
    {
        session = 0;
        view.state = playback::PlayState::Opening;
        view.pauseWished = false;
        view.error.reset();
        view.certificateHost.clear();
        refused = {};
        view.attempt = view.retryInMs = 0;
        view.positionMs = view.durationMs = view.bufferedMs = 0;
        view.speed = 1;
        view.seekable = view.audioOnly = view.hasPicture = view.stalled = false;
        view.tracks.clear();
    }

    void end(playback::PlayState state)
    {
        begin();
        view.state = state;
        if (player)
            player->stop();
    }

    void drain()
    {
        bool changed = false;
        for (const playback::PlayerEvent &event : mailbox->take()) {
            if (session == 0 || event.session < session)
                continue;
            session = event.session; // a later one: the engine opened the same again by itself
            std::visit([this](const auto &what) { take(what); }, event.what);
            changed = true;
        }
        if (changed)
            Q_EMIT self.viewChanged();
    }

    void take(const playback::StateChanged &change)
    {
        view.state = change.state;
        if (change.state == playback::PlayState::Playing)
            view.pauseWished = false;
        view.attempt = change.attempt;
        view.retryInMs = int(std::clamp<std::int64_t>(change.retryIn.count(), 0, 3'600'000));
        view.error.reset();
        refused = {};
        if (change.error &&
            (change.state == playback::PlayState::Failed || change.state == playback::PlayState::Reconnecting))
            view.error = playbackErrorText(*change.error, view.now.title, view.now.what);
        if (change.error && change.state == playback::PlayState::Failed && change.error->kind == ErrorKind::Tls &&
            !change.error->fingerprint.empty())
            refused = {change.error->subject, change.error->fingerprint};
        view.certificateHost = toQString(refused.host);
    }
    /// Once for each track that turns out to be one.
    void sayUndecodable(const std::vector<playback::Track> &tracks)
    {
        for (const playback::Track &track : tracks) {
            const auto before = std::find_if(view.tracks.begin(), view.tracks.end(),
                                             [&](const playback::Track &known) { return known.id == track.id; });
            if (!track.undecodable || (before != view.tracks.end() && before->undecodable))
                continue;
            if (track.encrypted) {
                Q_EMIT self.noted(tr("The picture is scrambled for a receiver with a card; you hear the sound"));
                continue;
            }
            Q_EMIT self.noted((track.kind == playback::TrackKind::Video
                                   ? tr("The picture comes as %1, which cannot be shown here; you hear the sound")
                                   : tr("The sound comes as %1, which cannot be played here"))
                                  .arg(codecText(track.codec)));
        }
    }

    void take(const playback::TracksChanged &change)
    {
        sayUndecodable(change.tracks);
        view.tracks = change.tracks;
        view.audioOnly = !view.tracks.empty() &&
                         std::none_of(view.tracks.begin(), view.tracks.end(), [](const playback::Track &track) {
                             return track.kind == playback::TrackKind::Video && !track.undecodable;
                         });
    }
    void take(const playback::FirstPicture &) { view.hasPicture = true; }
    void take(const playback::FirstSound &) {}
    void take(const playback::VideoSizeChanged &) { view.hasPicture = true; }
    void take(const playback::PositionChanged &change)
    {
        view.positionMs = change.position.count();
        view.durationMs = change.duration.count();
        view.bufferedMs = change.buffered.count();
        view.seekable = change.seekable;
    }
    void take(const playback::AudioDeviceChanged &change)
    {
        if (change.lost)
            Q_EMIT self.noted(change.name.empty() ? tr("No sound device was found; plug one in to hear something")
                                                  : tr("The sound device went away"));
    }

    void take(const playback::StreamStalled &change)
    {
        view.stalled = change.stalled;
        if (change.stalled && view.state == playback::PlayState::Playing)
            Q_EMIT self.noted(tr("The server sends nothing at the moment; what has come already plays on"));
    }
    void take(const playback::StreamTooSlow &slow) { Q_EMIT self.noted(tooSlowText(slow.inputSpeed)); }

    void take(const playback::SeekRefused &)
    {
        view.seekable = false;
        Q_EMIT self.noted(tr("The server does not allow jumping here; it plays on from where it was"));
    }

    void take(const playback::SubtitlesRefused &refused)
    {
        Q_EMIT self.noted(tr("“%1” could not be read as subtitles").arg(toQString(refused.error.subject)));
    }

    /// The engine keeps it as a wish while it cannot be done yet.
    void wishPause(bool pause)
    {
        if (!player)
            return;
        view.pauseWished = pause;
        player->setPaused(pause);
        Q_EMIT self.viewChanged();
    }

    /// A film goes on where it was, not where it was opened.
    void keepPlace()
    {
        if (request->kind == MediaKind::Live)
            return;
        if (view.state == playback::PlayState::Ended)
            request->startAt = {};
        else if (view.positionMs > 0)
            request->startAt = std::chrono::milliseconds(view.positionMs);
    }

    bool running() const
    {
        return view.state != playback::PlayState::Idle && view.state != playback::PlayState::Failed &&
               view.state != playback::PlayState::Ended;
    }

    bool canSeek() const { return player && view.seekable && running(); }
    qint64 placeWithin(qint64 ms) const
    {
        return std::clamp<qint64>(ms, 0, view.durationMs > 0 ? view.durationMs : std::max<qint64>(ms, 0));
    }
    /// Where it will be: shown before it is there.
    void showPlace(qint64 ms)
    {
        view.positionMs = placeWithin(ms);
        Q_EMIT self.viewChanged();
        Q_EMIT self.noted(view.durationMs > 0 ? QStringLiteral("%1 / %2").arg(durationText(view.positionMs),
                                                                              durationText(view.durationMs))
                                              : durationText(view.positionMs));
    }

    void applySpeed(double speed)
    {
        if (!self.canChangeSpeed()) {
            Q_EMIT self.noted(tr("Live plays at its own speed"));
            return;
        }
        view.speed = speed;
        player->setSpeed(speed);
        Q_EMIT self.viewChanged();
        Q_EMIT self.noted(tr("Speed %1 ×").arg(speed));
    }

    void applyVolume()
    {
        if (player) {
            player->setVolume(view.volume);
            player->setMuted(view.muted);
        }
        Q_EMIT self.viewChanged();
        Q_EMIT self.volumeChanged(view.volume, view.muted);
        Q_EMIT self.noted(view.muted ? tr("Muted") : tr("Volume %1 %").arg(qRound(view.volume)));
    }
};

} // namespace kanal::presenters
