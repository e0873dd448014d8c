// SPDX-License-Identifier: MIT
// The media keys and the player card of the desktop (MPRIS over D-Bus): play, pause, next, previous, volume, what is
// on. It tells the channel's name, never an address. Does nothing where there is no session bus.
#pragma once

#include <QObject>

#include <memory>

class QWidget;

namespace kanal::presenters
{
class LivePresenter;
class PlayerPresenter;
class VodPlayer;
} // namespace kanal::presenters

namespace kanal::app
{

class DesktopRemote : public QObject
{
    Q_OBJECT

public:
    DesktopRemote(presenters::PlayerPresenter &player, presenters::LivePresenter &live, presenters::VodPlayer &vod,
                  QWidget &window, QObject *parent = nullptr);
    ~DesktopRemote() override;

private:
    struct Bus;
    std::unique_ptr<Bus> m_bus; ///< null: no bus
};

} // namespace kanal::app
