// SPDX-License-Identifier: MIT
// --screenshot: a picture of the window to a file, then the end. In the demo it waits for the picture to play, within
// reason: the clips are made on the first start.
#pragma once

#include "command_line.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

class QWidget;

namespace kanal::presenters
{
class PlayerPresenter;
}

namespace kanal::app
{

class Screenshot : public QObject
{
    Q_OBJECT

public:
    Screenshot(QWidget &window, const presenters::PlayerPresenter &player, const CommandLine &commandLine,
               QObject *parent = nullptr);

private:
    void look();
    bool playing() const;
    void take();

    QWidget &m_window;
    const presenters::PlayerPresenter &m_player;
    const QString m_file;
    const std::chrono::milliseconds m_after;
    const bool m_waitForPicture;
    QElapsedTimer m_running;
    QTimer m_timer;
};

} // namespace kanal::app
