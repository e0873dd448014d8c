// SPDX-License-Identifier: MIT
#include "mpris_adaptors.h"

#ifdef KANAL_HAVE_DBUS

#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/vod_player.h>

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QWidget>

namespace kanal::app
{

namespace
{

const QString kPath = QStringLiteral("/org/mpris/MediaPlayer2");
const QString kTrack = QStringLiteral("/io/github/kanal/channel");

} // namespace

MprisRoot::MprisRoot(QWidget &window, QObject *parent)
    : QDBusAbstractAdaptor(parent)
    , m_window(window)
{
}

QString MprisRoot::identity() const
{
    return QStringLiteral("Kanal");
}

QString MprisRoot::desktopEntry() const
{
    return QStringLiteral("kanal");
}

void MprisRoot::Raise()
{
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
}

void MprisRoot::Quit()
{
    QCoreApplication::quit();
}

MprisPlayer::MprisPlayer(presenters::PlayerPresenter &player, presenters::LivePresenter &live,
                         presenters::VodPlayer &vod, QObject *parent)
    : QDBusAbstractAdaptor(parent)
    , m_player(player)
    , m_live(live)
    , m_vod(vod)
{
    connect(&player, &presenters::PlayerPresenter::viewChanged, this, [this] { tell(); });
    connect(&player, &presenters::PlayerPresenter::nowPlayingChanged, this, [this] { tell(); });
}

QString MprisPlayer::playbackStatus() const
{
    switch (m_player.view().state) {
    case playback::PlayState::Opening:
    case playback::PlayState::Buffering:
    case playback::PlayState::Playing:
    case playback::PlayState::Reconnecting:
        return QStringLiteral("Playing");
    case playback::PlayState::Paused:
        return QStringLiteral("Paused");
    case playback::PlayState::Idle:
    case playback::PlayState::Ended:
    case playback::PlayState::Failed:
        return QStringLiteral("Stopped");
    }
    Q_UNREACHABLE();
}

QVariantMap MprisPlayer::metadata() const
{
    const presenters::PlayerView &view = m_player.view();
    if (view.now.title.isEmpty())
        return {};
    QVariantMap map{{QStringLiteral("mpris:trackid"), QVariant::fromValue(QDBusObjectPath(kTrack))},
                    {QStringLiteral("xesam:title"), view.now.title}};
    if (view.durationMs > 0)
        map.insert(QStringLiteral("mpris:length"), qlonglong(view.durationMs) * 1000);
    return map;
}

double MprisPlayer::volume() const
{
    return m_player.view().muted ? 0 : m_player.view().volume / 100;
}

void MprisPlayer::setVolume(double volume)
{
    m_player.setVolume(volume * 100);
}

qlonglong MprisPlayer::position() const
{
    return qlonglong(m_player.view().positionMs) * 1000;
}

bool MprisPlayer::canSeek() const
{
    return m_player.view().seekable;
}

void MprisPlayer::step(int by)
{
    if (m_vod.isPlaying())
        m_vod.step(by);
    else
        m_live.zap(by);
}

void MprisPlayer::Next()
{
    step(1);
}

void MprisPlayer::Previous()
{
    step(-1);
}

void MprisPlayer::Pause()
{
    if (playbackStatus() == QLatin1String("Playing"))
        m_player.togglePause();
}

void MprisPlayer::PlayPause()
{
    if (m_player.view().state == playback::PlayState::Idle)
        m_live.playLastWatched();
    else
        m_player.togglePause();
}

void MprisPlayer::Stop()
{
    m_player.stop();
}

void MprisPlayer::Play()
{
    if (playbackStatus() != QLatin1String("Playing"))
        PlayPause();
}

void MprisPlayer::Seek(qlonglong microseconds)
{
    m_player.seekBy(microseconds / 1000);
}

void MprisPlayer::SetPosition(const QDBusObjectPath &track, qlonglong microseconds)
{
    if (track.path() == kTrack)
        m_player.seekTo(microseconds / 1000);
}

void MprisPlayer::tell()
{
    const QVariantMap now{{QStringLiteral("PlaybackStatus"), playbackStatus()},
                          {QStringLiteral("Metadata"), metadata()},
                          {QStringLiteral("Volume"), volume()},
                          {QStringLiteral("CanSeek"), canSeek()}};
    QVariantMap changed;
    for (auto it = now.begin(); it != now.end(); ++it)
        if (m_told.value(it.key()) != it.value())
            changed.insert(it.key(), it.value());
    if (changed.isEmpty())
        return;
    m_told = now;
    QDBusMessage signal = QDBusMessage::createSignal(kPath, QStringLiteral("org.freedesktop.DBus.Properties"),
                                                     QStringLiteral("PropertiesChanged"));
    signal << QStringLiteral("org.mpris.MediaPlayer2.Player") << changed << QStringList();
    QDBusConnection::sessionBus().send(signal);
}

} // namespace kanal::app

#endif
