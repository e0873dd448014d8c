// SPDX-License-Identifier: MIT
// What the window knows of the player: state, tracks, volume, notes, as Qt values on the GUI thread.
#pragma once

#include <kanal/core/media_request.h>
#include <kanal/playback/player.h>
#include <kanal/presenters/error_text.h>

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace kanal::presenters
{

/// What is on: shown by the zap overlay before the picture comes.
struct NowPlaying {
    AccountId account;
    QString channelId;
    QString title;
    int number = 0;
    QString logoUrl;
    QString initials;
    bool radio = false;
    bool favourite = false;
    Watched what = Watched::Channel;

    bool operator==(const NowPlaying &) const = default;
};

struct PlayerView {
    playback::PlayState state = playback::PlayState::Idle;
    bool pauseWished = false; ///< it stands, or will when it is ready to play
    NowPlaying now;
    bool hasPicture = false;
    bool audioOnly = false;
    bool stalled = false; ///< nothing has come for some seconds; what is in hand plays on
    int attempt = 0;
    int retryInMs = 0;
    std::optional<ErrorText> error; ///< Failed or Reconnecting
    QString certificateHost;        ///< Failed: the certificate of this host may be accepted; empty: it was not that
    double volume = 100;            ///< 0…150
    bool muted = false;
    qint64 positionMs = 0, durationMs = 0, bufferedMs = 0;
    bool seekable = false;
    double speed = 1;
    std::vector<playback::Track> tracks;
};

class PlayerPresenter : public QObject
{
    Q_OBJECT

public:
    /// `sink` outlives the presenter: the surface of the window.
    PlayerPresenter(playback::VideoSink &sink, playback::AudioBackend audio, QObject *parent = nullptr);
    ~PlayerPresenter() override;

    const PlayerView &view() const;
    playback::PlayerStats stats() const;

    void play(const MediaRequest &request, const NowPlaying &now);
    /// The overlay and the title change at once, before the request is resolved.
    void announce(const NowPlaying &now);
    void fail(const Error &error); ///< the entry could not even be resolved
    /// More is known of the entry that is on (a star, a logo): no overlay.
    void updateNow(const NowPlaying &now);
    /// What plays has another address from now on: a reload asks for it (retryRequested) instead of using the old one.
    void forgetAddress();
    void stop();
    /// Gives the sink and the sound back, for good: before the surface goes.
    void shutDown();
    /// The user trusts the certificate that was refused, for its host: what failed is opened again.
    void acceptCertificate();
    void togglePause(); ///< on a failed or ended stream: opens it again
    void reload();
    void seekBy(qint64 ms);
    void seekTo(qint64 ms, playback::Seek how = playback::Seek::Exact);
    void changeVolume(int steps); ///< 5 % each
    void setVolume(double percent);
    void toggleMute();
    /// What was set at the last start: no note, no signal.
    void restoreVolume(double percent, bool muted);
    /// Slower (< 0) or faster by as many steps; says so where the speed cannot be changed.
    void changeSpeed(int steps);
    void resetSpeed();
    void setSpeed(double speed);
    bool canChangeSpeed() const; ///< live plays at its own
    static std::span<const double> speeds();
    void stepFrame(); ///< pauses first
    /// From the settings: no note.
    void setSound(const playback::SoundOptions &sound);
    void setPicture(const playback::PictureOptions &picture);
    /// Languages by ISO 639 code, best first: of what is opened from now on.
    void setLanguages(std::vector<std::string> sound, std::vector<std::string> subtitles);
    void setSubtitleScale(double scale);
    /// What plays goes the other way at once, where it is one.
    void setProxy(const ProxyRule &rule);
    /// Of this film or programme only.
    void shiftSubtitles(std::chrono::milliseconds step);
    /// A file of the user's own becomes a track and is chosen.
    void addSubtitles(const QString &file);
    void cycleTrack(playback::TrackKind kind);
    void selectTrack(playback::TrackKind kind, int id);

Q_SIGNALS:
    void viewChanged();
    void nowPlayingChanged();
    /// A small note over the picture ("Volume 60 %"); never an error.
    void noted(const QString &text);
    void volumeChanged(double percent, bool muted); ///< whoever keeps settings stores it
    /// The user chose a track: `wish` is what a MediaRequest prefers to get it again.
    void trackChosen(kanal::playback::TrackKind kind, const std::string &wish);
    void certificateAccepted(kanal::AccountId account, const kanal::AcceptedCertificate &certificate); ///< to be kept
    void retryRequested(); ///< reload() where there is no request yet: whoever resolves should do it again

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
