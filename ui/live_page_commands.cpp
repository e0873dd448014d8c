// SPDX-License-Identifier: MIT
// What keys ask of the page of channels.
#include "channel_list_view.h"
#include "live_page.h"
#include "picture_saver.h"
#include "player_view.h"

#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>

#include <QLineEdit>
#include <QPointer>

namespace kanal::ui
{

namespace
{
constexpr qint64 kSecond = 1000;
constexpr qint64 kMinute = 60 * kSecond;
} // namespace

void LivePage::goToNumber(int number)
{
    if (number == 0)
        m_live.playLast();
    else if (!m_live.playNumber(number))
        m_playerView->showNote(tr("No channel has the number %1").arg(number));
}

void LivePage::seekOrList(qint64 ms)
{
    if (m_player.view().seekable)
        m_player.seekBy(ms);
    else if (ms < 0)
        m_playerView->toggleDrawer();
}

/// The row one is at while a list of channels (over the picture, too) has the keys, else what plays.
void LivePage::markFavourite()
{
    const auto *list = qobject_cast<ChannelListView *>(window()->focusWidget());
    m_live.toggleFavourite(list && list->isVisible() ? list->currentId() : QString());
}

bool LivePage::run(Command command)
{
    switch (command) {
    case Command::PlayPause:
        m_player.togglePause();
        return true;
    case Command::Stop:
        m_player.stop();
        return true;
    case Command::Reload:
        m_player.reload();
        return true;
    case Command::ChannelUp:
    case Command::MediaPrevious:
        m_live.zap(-1); // up is the row above
        return true;
    case Command::ChannelDown:
    case Command::MediaNext:
        m_live.zap(1);
        return true;
    case Command::LastChannel:
        m_live.playLast();
        return true;
    case Command::ChannelList:
        m_playerView->toggleDrawer();
        return true;
    case Command::InfoBar:
        m_playerView->showInfoAndControls();
        return true;
    case Command::Statistics:
        m_playerView->toggleStatistics();
        return true;
    case Command::VolumeUp:
        m_player.changeVolume(1);
        return true;
    case Command::VolumeDown:
        m_player.changeVolume(-1);
        return true;
    case Command::Mute:
        m_player.toggleMute();
        return true;
    case Command::SeekBack:
        seekOrList(-10 * kSecond);
        return true;
    case Command::SeekForward:
        seekOrList(10 * kSecond);
        return true;
    case Command::SeekBackMinute:
        seekOrList(-kMinute);
        return true;
    case Command::SeekForwardMinute:
        seekOrList(kMinute);
        return true;
    case Command::SeekBackTen:
        seekOrList(-10 * kMinute);
        return true;
    case Command::SeekForwardTen:
        seekOrList(10 * kMinute);
        return true;
    case Command::Slower:
        m_player.changeSpeed(-1);
        return true;
    case Command::Faster:
        m_player.changeSpeed(1);
        return true;
    case Command::NormalSpeed:
        m_player.resetSpeed();
        return true;
    case Command::StepFrame:
        m_player.stepFrame();
        return true;
    case Command::NextAudio:
        m_player.cycleTrack(playback::TrackKind::Audio);
        return true;
    case Command::NextSubtitle:
        m_player.cycleTrack(playback::TrackKind::Subtitle);
        return true;
    case Command::Favourite:
        markFavourite();
        return true;
    case Command::FilterList:
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
        return true;
    case Command::RefreshList:
        refresh();
        return true;
    case Command::Screenshot:
        saveScreenshot();
        return true;
    default:
        return false;
    }
}

void LivePage::saveScreenshot()
{
    const QPointer<PlayerView> view = m_playerView;
    savePicture(view->currentPicture(), Subtitles::Drawn, m_player.view().now.title, [view](const QString &note) {
        if (view)
            view->showNote(note);
    });
}

} // namespace kanal::ui
