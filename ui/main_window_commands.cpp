// SPDX-License-Identifier: MIT
#include "detail_page.h"
#include "help_dialog.h"
#include "live_page.h"
#include "main_window_data.h"
#include "player_view.h"
#include "refresh_report_dialog.h"
#include "titles_page.h"

#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/refresh_report_model.h>
#include <kanal/presenters/vod_player.h>
#include <kanal/presenters/vod_presenters.h>

#include <QStackedWidget>
#include <QWindow>

#include <algorithm>

namespace kanal::ui
{

namespace
{

/// Smaller steps are taken for jitter of the stream.
constexpr std::chrono::milliseconds kSoundStep{50};

} // namespace

bool MainWindow::Data::runVod(Command command)
{
    QWidget *page = stack->currentWidget();
    switch (command) {
    case Command::NextEpisode:
    case Command::PreviousEpisode:
        if (!parts.vod.player().step(command == Command::NextEpisode ? 1 : -1) && cinemaFrom)
            live->playerView().showNote(command == Command::NextEpisode ? MainWindow::tr("No further episode")
                                                                        : MainWindow::tr("No episode before this one"));
        return true;
    case Command::MediaNext:
    case Command::MediaPrevious:
        return parts.vod.player().isPlaying() &&
               runVod(command == Command::MediaNext ? Command::NextEpisode : Command::PreviousEpisode);
    case Command::Back:
    case Command::LastChannel:
        if (cinemaFrom && live->playerView().closeTopmost())
            return true;
        if (cinemaFrom && fullScreen)
            self.leaveFullScreen();
        else if (cinemaFrom)
            leaveCinema();
        else if (page == detail)
            leaveDetail();
        else if (page == movies || page == series)
            showPage(Page::Live);
        else
            return false;
        return true;
    case Command::Favourite:
        if (cinemaFrom)
            parts.vod.player().toggleFavourite();
        return cinemaFrom || (page == detail && detail->run(command)) || runTitles(page, command);
    case Command::ChannelUp:
    case Command::ChannelDown:
    case Command::ChannelList:
        return cinemaFrom != nullptr; // there are no channels here
    case Command::FilterList:
    case Command::RefreshList:
        return runTitles(page, command);
    default:
        return false;
    }
}

bool MainWindow::Data::runTitles(QWidget *page, Command command)
{
    auto *titles = qobject_cast<TitlesPage *>(page);
    return titles && titles->run(command);
}

void MainWindow::Data::run(Command command)
{
    if (command == Command::Search) {
        self.openSearch();
        return;
    }
    if (!welcome && runVod(command))
        return;
    switch (command) {
    case Command::FullScreen:
        self.toggleFullScreen();
        return;
    case Command::Back:
        if (stack->currentWidget() == live && live->playerView().closeTopmost())
            return;
        if (fullScreen)
            self.leaveFullScreen();
        else if (stack->currentWidget() != live)
            showPage(Page::Live);
        return;
    case Command::FilterList:
        self.leaveFullScreen();
        showPage(Page::Live);
        break;
    case Command::ChannelList:
    case Command::Statistics:
    case Command::InfoBar:
        if (!cinemaFrom)
            showPage(Page::Live);
        break;
    case Command::NextAspect:
        settings.setAspect(nextAspect(settings.aspect()));
        note(aspectText(settings.aspect()));
        return;
    case Command::NextDeinterlace:
        nextDeinterlace();
        return;
    case Command::SoundEarlier:
        shiftSound(-kSoundStep);
        return;
    case Command::SubtitlesEarlier:
        parts.player.shiftSubtitles(std::chrono::milliseconds(-250));
        return;
    case Command::SubtitlesLater:
        parts.player.shiftSubtitles(std::chrono::milliseconds(250));
        return;
    case Command::SoundLater:
        shiftSound(kSoundStep);
        return;
    case Command::AlwaysOnTop:
        toggleOnTop();
        return;
    case Command::Settings:
        showPage(Page::Settings);
        return;
    case Command::Help:
        showHelp();
        return;
    case Command::RefreshReport:
        showReport();
        return;
    case Command::Quit:
        self.close();
        return;
    default:
        break;
    }
    if (!welcome)
        live->run(command);
}

void MainWindow::Data::note(const QString &text)
{
    if (!welcome)
        live->playerView().showNote(text);
}

void MainWindow::Data::nextDeinterlace()
{
    playback::PictureOptions picture = settings.picture();
    picture.deinterlace = playback::Deinterlace((int(picture.deinterlace) + 1) % 3);
    settings.setPicture(picture);
    note(presenters::deinterlaceText(picture.deinterlace));
}

void MainWindow::Data::shiftSound(std::chrono::milliseconds step)
{
    playback::SoundOptions sound = settings.sound();
    sound.delay = std::clamp(sound.delay + step, -playback::kMostSoundDelay, playback::kMostSoundDelay);
    settings.setSound(sound);
    note(presenters::soundDelayText(sound.delay));
}

void MainWindow::Data::toggleOnTop()
{
    // On the native window: QWidget::setWindowFlag() would hide the window and make it again.
    QWindow *window = self.windowHandle();
    if (!window)
        return;
    const bool on = !window->flags().testFlag(Qt::WindowStaysOnTopHint);
    window->setFlag(Qt::WindowStaysOnTopHint, on);
    live->playerView().showNote(on ? MainWindow::tr("Always on top") : MainWindow::tr("No longer on top"));
}

void MainWindow::Data::showReport()
{
    if (welcome)
        return;
    delete report.data(); // of another account perhaps, or of before the last refresh
    self.leaveFullScreen();
    report = new RefreshReportDialog(parts.live.makeReport(&self), &self);
    QObject::connect(report, &RefreshReportDialog::entryChosen, &self,
                     [this](const EntryKey &entry) { openFound(entry); });
    report->show();
    report->activateWindow();
}

void MainWindow::Data::showHelp()
{
    if (!help)
        help = new HelpDialog(&self);
    help->show();
    help->raise();
    help->activateWindow();
}

} // namespace kanal::ui
