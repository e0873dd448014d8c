// SPDX-License-Identifier: MIT
#include "event_mailbox.h"
#include "text.h"
#include "track_wish.h"

#include <kanal/presenters/playback_settings.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/track_text.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace kanal::presenters
{

namespace
{

constexpr double kLoudest = 150;
constexpr double kVolumeStep = 5;
constexpr double kSpeeds[] = {0.5, 0.75, 1, 1.25, 1.5, 1.75, 2};

using playback::PlayState;

} // namespace

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
    std::uint64_t session = 0; ///< events of earlier ones do not count; 0: nobody's do
    bool closed = false;       ///< shut down for good
    playback::SoundOptions sound;
    playback::PictureOptions picture;
    playback::SubtitleOptions subtitles;
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
        }
        return player.get();
    }

    void open()
    {
        begin();
        if (playback::Player *p = ensurePlayer())
            session = p->open(preferring(*request));
        Q_EMIT self.viewChanged();
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
        view.state = PlayState::Opening;
        view.pauseWished = false;
        view.error.reset();
        view.attempt = view.retryInMs = 0;
        view.positionMs = view.durationMs = view.bufferedMs = 0;
        view.speed = 1;
        view.seekable = view.audioOnly = view.hasPicture = false;
        view.tracks.clear();
    }

    void end(PlayState state)
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
        if (change.state == PlayState::Playing)
            view.pauseWished = false;
        view.attempt = change.attempt;
        view.retryInMs = int(std::clamp<std::int64_t>(change.retryIn.count(), 0, 3'600'000));
        view.error.reset();
        if (change.error && (change.state == PlayState::Failed || change.state == PlayState::Reconnecting))
            view.error = playbackErrorText(*change.error, view.now.title, view.now.what);
    }
    /// Once for each track that turns out to be one.
    void sayUndecodable(const std::vector<playback::Track> &tracks)
    {
        for (const playback::Track &track : tracks) {
            const auto before = std::find_if(view.tracks.begin(), view.tracks.end(),
                                             [&](const playback::Track &known) { return known.id == track.id; });
            if (!track.undecodable || (before != view.tracks.end() && before->undecodable))
                continue;
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
        if (view.state == PlayState::Ended)
            request->startAt = {};
        else if (view.positionMs > 0)
            request->startAt = std::chrono::milliseconds(view.positionMs);
    }

    bool running() const
    {
        return view.state != PlayState::Idle && view.state != PlayState::Failed && view.state != PlayState::Ended;
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

PlayerPresenter::PlayerPresenter(playback::VideoSink &sink, playback::AudioBackend audio, QObject *parent)
    : QObject(parent)
    , m_data(std::make_unique<Data>(*this, sink, audio))
{
}

PlayerPresenter::~PlayerPresenter()
{
    shutDown();
}

const PlayerView &PlayerPresenter::view() const
{
    return m_data->view;
}

playback::PlayerStats PlayerPresenter::stats() const
{
    return m_data->player ? m_data->player->stats() : playback::PlayerStats{};
}

void PlayerPresenter::play(const MediaRequest &request, const NowPlaying &now)
{
    const bool other = now.channelId != m_data->view.now.channelId || now.title != m_data->view.now.title;
    m_data->setNow(now);
    m_data->request = request;
    if (other)
        Q_EMIT nowPlayingChanged();
    m_data->open();
}

void PlayerPresenter::announce(const NowPlaying &now)
{
    m_data->setNow(now);
    m_data->request.reset();
    m_data->begin();
    Q_EMIT nowPlayingChanged();
    Q_EMIT viewChanged();
}

void PlayerPresenter::updateNow(const NowPlaying &now)
{
    m_data->view.now = now;
    Q_EMIT viewChanged();
}

void PlayerPresenter::fail(const Error &error)
{
    m_data->request.reset();
    m_data->end(PlayState::Failed);
    m_data->view.error = playbackErrorText(error, m_data->view.now.title, m_data->view.now.what);
    Q_EMIT viewChanged();
}

void PlayerPresenter::stop()
{
    m_data->request.reset();
    m_data->end(PlayState::Idle);
    m_data->view.now = {};
    m_data->sink.clear();
    Q_EMIT nowPlayingChanged();
    Q_EMIT viewChanged();
}

void PlayerPresenter::shutDown()
{
    m_data->closed = true;
    m_data->session = 0;
    m_data->mailbox->close();
    m_data->player.reset();
}

void PlayerPresenter::togglePause()
{
    switch (m_data->view.state) {
    case PlayState::Failed:
    case PlayState::Ended:
        reload();
        break;
    case PlayState::Opening:
    case PlayState::Buffering:
    case PlayState::Playing:
    case PlayState::Paused:
    case PlayState::Reconnecting:
        m_data->wishPause(!m_data->view.pauseWished);
        break;
    case PlayState::Idle:
        break;
    }
}

void PlayerPresenter::reload()
{
    if (m_data->request) {
        m_data->keepPlace();
        m_data->open();
    } else if (!m_data->view.now.title.isEmpty() || !m_data->view.now.channelId.isEmpty())
        Q_EMIT retryRequested();
}

void PlayerPresenter::seekBy(qint64 ms)
{
    seekTo(m_data->view.positionMs + ms);
}

void PlayerPresenter::seekTo(qint64 ms)
{
    PlayerView &view = m_data->view;
    if (!m_data->player || !view.seekable || !m_data->running())
        return;
    view.positionMs = std::clamp<qint64>(ms, 0, view.durationMs > 0 ? view.durationMs : std::max<qint64>(ms, 0));
    m_data->player->seek(std::chrono::milliseconds(view.positionMs));
    Q_EMIT viewChanged();
    Q_EMIT noted(view.durationMs > 0
                     ? QStringLiteral("%1 / %2").arg(durationText(view.positionMs), durationText(view.durationMs))
                     : durationText(view.positionMs));
}

void PlayerPresenter::changeVolume(int steps)
{
    setVolume(m_data->view.volume + steps * kVolumeStep);
}

void PlayerPresenter::setVolume(double percent)
{
    const double volume = std::clamp(percent, 0.0, kLoudest);
    // Whoever turns it up wants to hear it; whoever turns it down under mute keeps the quiet.
    if (volume > m_data->view.volume)
        m_data->view.muted = false;
    m_data->view.volume = volume;
    m_data->applyVolume();
}

void PlayerPresenter::toggleMute()
{
    m_data->view.muted = !m_data->view.muted;
    m_data->applyVolume();
}

void PlayerPresenter::restoreVolume(double percent, bool muted)
{
    m_data->view.volume = std::clamp(percent, 0.0, kLoudest);
    m_data->view.muted = muted;
    if (m_data->player) {
        m_data->player->setVolume(m_data->view.volume);
        m_data->player->setMuted(muted);
    }
    Q_EMIT viewChanged();
}

void PlayerPresenter::changeSpeed(int steps)
{
    const auto now = std::lower_bound(std::begin(kSpeeds), std::end(kSpeeds), m_data->view.speed - 0.01);
    const auto at = std::clamp<std::ptrdiff_t>(now - std::begin(kSpeeds) + steps, 0, std::ssize(kSpeeds) - 1);
    m_data->applySpeed(kSpeeds[at]);
}

void PlayerPresenter::resetSpeed()
{
    m_data->applySpeed(1);
}

void PlayerPresenter::setSpeed(double speed)
{
    m_data->applySpeed(speed);
}

bool PlayerPresenter::canChangeSpeed() const
{
    return m_data->player && m_data->running() && m_data->request && m_data->request->kind != MediaKind::Live;
}

std::span<const double> PlayerPresenter::speeds()
{
    return kSpeeds;
}

void PlayerPresenter::stepFrame()
{
    if (!m_data->player || !m_data->view.hasPicture || !m_data->running())
        return;
    if (m_data->view.state == PlayState::Playing)
        m_data->wishPause(true);
    else if (m_data->view.state == PlayState::Paused)
        m_data->player->stepFrame();
}

void PlayerPresenter::setSound(const playback::SoundOptions &sound)
{
    m_data->sound = sound;
    if (m_data->player)
        m_data->player->setSound(sound);
}

void PlayerPresenter::setPicture(const playback::PictureOptions &picture)
{
    m_data->picture = picture;
    if (m_data->player)
        m_data->player->setPicture(picture);
}

void PlayerPresenter::setLanguages(std::vector<std::string> sound, std::vector<std::string> subtitles)
{
    m_data->soundLanguages = std::move(sound);
    m_data->subtitleLanguages = std::move(subtitles);
}

void PlayerPresenter::setSubtitleScale(double scale)
{
    m_data->subtitles.scale = scale;
    m_data->applySubtitles();
}

void PlayerPresenter::shiftSubtitles(std::chrono::milliseconds step)
{
    m_data->subtitles.delay =
        std::clamp(m_data->subtitles.delay + step, -playback::kMostSubtitleDelay, playback::kMostSubtitleDelay);
    m_data->applySubtitles();
    Q_EMIT noted(subtitleDelayText(m_data->subtitles.delay));
}

void PlayerPresenter::addSubtitles(const QString &file)
{
    if (m_data->player && m_data->running())
        m_data->player->addSubtitles(std::filesystem::path(file.toStdU16String()));
}

void PlayerPresenter::cycleTrack(playback::TrackKind kind)
{
    std::vector<const playback::Track *> ring;
    for (const playback::Track &track : m_data->view.tracks)
        if (track.kind == kind)
            ring.push_back(&track);
    if (ring.empty()) {
        Q_EMIT noted(kind == playback::TrackKind::Subtitle ? tr("No subtitles") : tr("No other track"));
        return;
    }
    if (kind == playback::TrackKind::Subtitle)
        ring.push_back(nullptr); // off belongs to the round
    auto now = std::find_if(ring.begin(), ring.end(), [](const auto *track) { return track && track->selected; });
    if (now == ring.end())
        now = std::prev(ring.end()); // none selected: "off", or before the first
    const auto next = std::next(now) == ring.end() ? ring.begin() : std::next(now);
    selectTrack(kind, *next ? (*next)->id : -1);
}

void PlayerPresenter::selectTrack(playback::TrackKind kind, int id)
{
    const playback::Track *chosen = nullptr;
    int count = 0, number = 0;
    for (playback::Track &track : m_data->view.tracks) {
        if (track.kind != kind)
            continue;
        ++count;
        track.selected = track.id == id;
        if (track.selected) {
            chosen = &track;
            number = count;
        }
    }
    if (m_data->player)
        m_data->player->selectTrack(kind, chosen ? id : -1);
    if (const std::string wish = trackWish(m_data->view.tracks, kind, chosen); !wish.empty())
        Q_EMIT trackChosen(kind, wish);
    Q_EMIT viewChanged();
    Q_EMIT noted(trackNote(kind, chosen, number));
}

} // namespace kanal::presenters
