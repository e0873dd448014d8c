// SPDX-License-Identifier: MIT
#include "screenshot.h"

#include <kanal/presenters/player_presenter.h>

#include <QCoreApplication>
#include <QPixmap>
#include <QWidget>

#include <cstdio>

namespace kanal::app
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kPatience = 60s; ///< for the clips of a first demo

void say(const QString &text)
{
    std::fputs(qPrintable(text + u'\n'), stderr);
}

} // namespace

Screenshot::Screenshot(QWidget &window, const presenters::PlayerPresenter &player, const CommandLine &commandLine,
                       QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_player(player)
    , m_file(commandLine.screenshot)
    , m_after(commandLine.screenshotAfter)
    , m_waitForPicture(commandLine.start == Start::Demo)
{
    m_running.start();
    m_timer.setInterval(100ms);
    connect(&m_timer, &QTimer::timeout, this, &Screenshot::look);
    m_timer.start();
}

bool Screenshot::playing() const
{
    return m_player.view().state == playback::PlayState::Playing && m_player.view().hasPicture;
}

void Screenshot::look()
{
    const std::chrono::milliseconds since(m_running.elapsed());
    if (since < m_after || (m_waitForPicture && !playing() && since < m_after + kPatience))
        return;
    m_timer.stop();
    take();
}

void Screenshot::take()
{
    const bool saved = m_window.grab().save(m_file, "PNG");
    const bool good = saved && (!m_waitForPicture || playing());
    if (!saved)
        say(tr("kanal: the screenshot could not be written to %1").arg(m_file));
    else if (!good)
        say(tr("kanal: nothing was playing when the screenshot was taken"));
    QCoreApplication::exit(good ? 0 : 1);
}

} // namespace kanal::app
