// SPDX-License-Identifier: MIT
#include "desktop_remote.h"

#include "mpris_adaptors.h"
#include "session_bus.h"

#include <QCoreApplication>
#include <QWidget>

#ifdef KANAL_HAVE_DBUS
#include <QDBusConnection>
#endif

namespace kanal::app
{

#ifdef KANAL_HAVE_DBUS

struct DesktopRemote::Bus {
    Bus(presenters::PlayerPresenter &player, presenters::LivePresenter &live, presenters::VodPlayer &vod,
        QWidget &window)
        : root(window, &object)
        , controls(player, live, vod, &object)
    {
        // The name is per process: two profiles are two players.
        const QString name =
            QStringLiteral("org.mpris.MediaPlayer2.kanal.instance%1").arg(QCoreApplication::applicationPid());
        QDBusConnection bus = QDBusConnection::sessionBus();
        if (bus.registerObject(QStringLiteral("/org/mpris/MediaPlayer2"), &object))
            bus.registerService(name);
    }

    QObject object;
    MprisRoot root;
    MprisPlayer controls;
};

#else

struct DesktopRemote::Bus {
};

#endif

DesktopRemote::DesktopRemote([[maybe_unused]] presenters::PlayerPresenter &player,
                             [[maybe_unused]] presenters::LivePresenter &live,
                             [[maybe_unused]] presenters::VodPlayer &vod, [[maybe_unused]] QWidget &window,
                             QObject *parent)
    : QObject(parent)
{
#ifdef KANAL_HAVE_DBUS
    if (sessionBusThere())
        m_bus = std::make_unique<Bus>(player, live, vod, window);
#endif
}

DesktopRemote::~DesktopRemote() = default;

} // namespace kanal::app
