// SPDX-License-Identifier: MIT
#include "sleep_inhibitor.h"

#include "session_bus.h"

#include <kanal/presenters/player_presenter.h>

#ifdef KANAL_HAVE_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#endif
#ifdef Q_OS_WIN
#include <windows.h>
#endif

namespace kanal::app
{

namespace
{

#ifdef KANAL_HAVE_DBUS
QDBusMessage call(const QString &method)
{
    const QString service = QStringLiteral("org.freedesktop.ScreenSaver");
    return QDBusMessage::createMethodCall(service, QStringLiteral("/org/freedesktop/ScreenSaver"), service, method);
}

void uninhibit(quint32 cookie)
{
    QDBusMessage message = call(QStringLiteral("UnInhibit"));
    message << cookie;
    QDBusConnection::sessionBus().send(message);
}
#endif

} // namespace

SleepInhibitor::SleepInhibitor(const presenters::PlayerPresenter &player, QObject *parent)
    : QObject(parent)
    , m_player(player)
{
    connect(&player, &presenters::PlayerPresenter::viewChanged, this, [this] { follow(); });
}

SleepInhibitor::~SleepInhibitor()
{
    if (m_held)
        release();
}

void SleepInhibitor::follow()
{
    const presenters::PlayerView &view = m_player.view();
    // A short trouble does not let the screen go dark; radio does not need a screen.
    const bool watching =
        !view.audioOnly &&
        (view.state == playback::PlayState::Playing || view.state == playback::PlayState::Buffering ||
         view.state == playback::PlayState::Reconnecting || view.state == playback::PlayState::Opening);
    if (watching == m_held)
        return;
    if (watching)
        hold();
    else
        release();
}

void SleepInhibitor::hold()
{
    m_held = true;
#ifdef KANAL_HAVE_DBUS
    if (!sessionBusThere())
        return;
    QDBusMessage message = call(QStringLiteral("Inhibit"));
    message << QStringLiteral("Kanal") << tr("Television is playing");
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<quint32> reply = *watcher;
        if (!reply.isValid())
            return;
        if (m_held && m_cookie == 0)
            m_cookie = reply.value();
        else
            uninhibit(reply.value()); // it stopped before the desktop answered
    });
#elif defined(Q_OS_WIN)
    SetThreadExecutionState(ES_CONTINUOUS | ES_DISPLAY_REQUIRED | ES_SYSTEM_REQUIRED);
#endif
}

void SleepInhibitor::release()
{
    m_held = false;
#ifdef KANAL_HAVE_DBUS
    if (m_cookie)
        uninhibit(std::exchange(m_cookie, 0));
#elif defined(Q_OS_WIN)
    SetThreadExecutionState(ES_CONTINUOUS);
#endif
}

} // namespace kanal::app
