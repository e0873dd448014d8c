// SPDX-License-Identifier: MIT
// Keeps the screen on while a picture plays. GUI thread; never waits for the desktop.
#pragma once

#include <QObject>

namespace kanal::presenters
{
class PlayerPresenter;
}

namespace kanal::app
{

class SleepInhibitor : public QObject
{
    Q_OBJECT

public:
    explicit SleepInhibitor(const presenters::PlayerPresenter &player, QObject *parent = nullptr);
    ~SleepInhibitor() override;

private:
    void follow();
    void hold();
    void release();

    const presenters::PlayerPresenter &m_player;
    bool m_held = false;
    quint32 m_cookie = 0; ///< of the desktop; 0: not there (yet)
};

} // namespace kanal::app
