// SPDX-License-Identifier: MIT
// The two MPRIS interfaces as D-Bus adaptors: https://specifications.freedesktop.org/mpris-spec/latest/
#pragma once

#ifdef KANAL_HAVE_DBUS

#include <QDBusAbstractAdaptor>
#include <QDBusObjectPath>
#include <QStringList>
#include <QVariantMap>

class QWidget;

namespace kanal::presenters
{
class LivePresenter;
class PlayerPresenter;
class VodPlayer;
} // namespace kanal::presenters

namespace kanal::app
{

class MprisRoot : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.mpris.MediaPlayer2")
    Q_PROPERTY(bool CanQuit READ yes CONSTANT)
    Q_PROPERTY(bool CanRaise READ yes CONSTANT)
    Q_PROPERTY(bool HasTrackList READ no CONSTANT)
    Q_PROPERTY(QString Identity READ identity CONSTANT)
    Q_PROPERTY(QString DesktopEntry READ desktopEntry CONSTANT)
    Q_PROPERTY(QStringList SupportedUriSchemes READ none CONSTANT)
    Q_PROPERTY(QStringList SupportedMimeTypes READ none CONSTANT)

public:
    MprisRoot(QWidget &window, QObject *parent);

    bool yes() const { return true; }
    bool no() const { return false; }
    QStringList none() const { return {}; }
    QString identity() const;
    QString desktopEntry() const;

public Q_SLOTS:
    void Raise();
    void Quit();

private:
    QWidget &m_window;
};

class MprisPlayer : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.mpris.MediaPlayer2.Player")
    Q_PROPERTY(QString PlaybackStatus READ playbackStatus)
    Q_PROPERTY(double Rate READ rate CONSTANT)
    Q_PROPERTY(double MinimumRate READ rate CONSTANT)
    Q_PROPERTY(double MaximumRate READ rate CONSTANT)
    Q_PROPERTY(QVariantMap Metadata READ metadata)
    Q_PROPERTY(double Volume READ volume WRITE setVolume)
    Q_PROPERTY(qlonglong Position READ position)
    Q_PROPERTY(bool CanGoNext READ yes CONSTANT)
    Q_PROPERTY(bool CanGoPrevious READ yes CONSTANT)
    Q_PROPERTY(bool CanPlay READ yes CONSTANT)
    Q_PROPERTY(bool CanPause READ yes CONSTANT)
    Q_PROPERTY(bool CanSeek READ canSeek)
    Q_PROPERTY(bool CanControl READ yes CONSTANT)

public:
    MprisPlayer(presenters::PlayerPresenter &player, presenters::LivePresenter &live, presenters::VodPlayer &vod,
                QObject *parent);

    bool yes() const { return true; }
    double rate() const { return 1; }
    QString playbackStatus() const;
    QVariantMap metadata() const;
    double volume() const;
    void setVolume(double volume);
    qlonglong position() const;
    bool canSeek() const;

public Q_SLOTS:
    void Next();
    void Previous();
    void Pause();
    void PlayPause();
    void Stop();
    void Play();
    void Seek(qlonglong microseconds);
    void SetPosition(const QDBusObjectPath &track, qlonglong microseconds);

private:
    void step(int by); ///< to the next episode, or channel
    void tell();       ///< PropertiesChanged, when something did

    presenters::PlayerPresenter &m_player;
    presenters::LivePresenter &m_live;
    presenters::VodPlayer &m_vod;
    QVariantMap m_told;
};

} // namespace kanal::app

#endif
