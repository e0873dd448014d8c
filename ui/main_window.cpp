// SPDX-License-Identifier: MIT
#include "icons.h"
#include "live_page.h"
#include "login_dialog.h"
#include "main_window_data.h"
#include "player_view.h"
#include "rail.h"
#include "refresh_report_dialog.h"
#include "search_panel.h"
#include "video_widget.h"
#include "window_fit.h"

#include <kanal/presenters/accounts_presenter.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/login_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/vod_player.h>
#include <kanal/presenters/vod_presenters.h>

#include <QGuiApplication>
#include <QKeyEvent>
#include <QScreen>
#include <QStackedWidget>
#include <QTimer>

#include <chrono>

namespace kanal::ui
{

namespace
{
constexpr QSize kFirstSize(1280, 720);
constexpr std::chrono::milliseconds kStateSettles{300};
constexpr std::chrono::milliseconds kIconLater{100}; ///< drawn in ten sizes, for who has no desktop file
} // namespace

MainWindow::MainWindow(MainWindowParts parts, VideoWidget *video)
    : m_data(std::make_unique<Data>(*this, std::move(parts)))
{
    setObjectName(QStringLiteral("mainWindow"));
    m_data->applySettings();
    setMinimumSize(960, 540);
    const bool restored = restoreGeometry(m_data->settings.geometry());
    const QScreen *stored = restored ? QGuiApplication::screenAt(geometry().center()) : nullptr;
    if (!(windowState() & (Qt::WindowMaximized | Qt::WindowFullScreen)))
        resize(fittingSize(restored ? size() : kFirstSize, minimumSize(),
                           (stored ? stored : screen())->availableGeometry()));
    if (m_data->parts.startsFullScreen) {
        m_data->fullScreen = true;
        m_data->statesBefore = windowState();
        setWindowState(windowState() | Qt::WindowFullScreen);
    }
    video->setParent(this); // a GL surface that came later would have the native window made again
    show();
    m_data->build(video);
    m_data->connectAll();
    m_data->renderTitle();
    showLive();
    m_data->fitRail();
    m_data->live->setFullScreen(m_data->fullScreen);
    centralWidget()->setVisible(true);
    QTimer::singleShot(kIconLater, this, [this] { setWindowIcon(applicationIcon()); });
    m_data->live->playerView().setFocus(Qt::OtherFocusReason); // the keys of a television from the first moment
    m_data->followAccounts();
}

MainWindow::~MainWindow()
{
    // The presenters outlive the window: nothing of theirs may reach a half gone one.
    m_data->parts.player.disconnect(this);
    m_data->parts.accounts.disconnect(this);
    m_data->parts.vod.player().disconnect(this);
    delete m_data->login.data();
    delete m_data->report.data();
    delete centralWidget(); // the pages use what m_data holds
}

void MainWindow::showLive()
{
    m_data->showPage(Page::Live);
}

void MainWindow::showMovies()
{
    m_data->showPage(Page::Movies);
}

void MainWindow::showSeries()
{
    m_data->showPage(Page::Series);
}

void MainWindow::openMovie(const EntryKey &movie)
{
    m_data->openTitle({movie.account, EntryKind::Movie, movie.id});
}

void MainWindow::openSeries(const EntryKey &series)
{
    m_data->openTitle({series.account, EntryKind::Series, series.id});
}

void MainWindow::openSearch()
{
    if (!m_data->welcome)
        m_data->ensureSearch().open();
}

void MainWindow::showAccounts()
{
    m_data->showPage(Page::Accounts);
}

void MainWindow::showSettings()
{
    m_data->showPage(Page::Settings);
}

void MainWindow::openLogin(AccountId edit)
{
    if (m_data->welcome)
        return; // the form is there already
    if (m_data->login) {
        m_data->login->raise();
        m_data->login->activateWindow();
        return;
    }
    leaveFullScreen();
    presenters::LoginPresenter *login = m_data->parts.makeLogin(edit, this);
    m_data->login = new LoginDialog(login, edit, this);
    if (edit)
        connect(m_data->login, &LoginDialog::signedIn, this, [this](AccountId id) { m_data->signedInAgain(id); });
    else
        connect(m_data->login, &LoginDialog::signedIn, this, &MainWindow::showLive);
    m_data->login->open();
}

bool MainWindow::isVideoFullScreen() const
{
    return m_data->fullScreen;
}

void MainWindow::enterFullScreen()
{
    if (m_data->fullScreen || m_data->welcome)
        return;
    if (!m_data->cinemaFrom)
        showLive();
    m_data->fullScreen = true;
    m_data->statesBefore = windowState();
    m_data->showFrame(false);
    m_data->live->setFullScreen(true);
    setWindowState(windowState() | Qt::WindowFullScreen);
}

void MainWindow::leaveFullScreen()
{
    if (!m_data->fullScreen)
        return;
    m_data->fullScreen = false;
    m_data->showFrame(!m_data->cinemaFrom);
    m_data->live->setFullScreen(false);
    setWindowState(m_data->statesBefore & ~Qt::WindowFullScreen);
}

void MainWindow::toggleFullScreen()
{
    m_data->fullScreen ? leaveFullScreen() : enterFullScreen();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    const bool watching = m_data->stack->currentWidget() == m_data->live && !m_data->cinemaFrom;
    if (watching && m_data->live->takeDigitKey(*event))
        return;
    if (const auto command = commandOf(*event, Reach::Window))
        m_data->run(*command);
    else
        QMainWindow::keyPressEvent(event);
}

/// The window manager has a key for it, too: what stands around the picture must come back. While a window is mapped
/// or resized it may be told otherwise for a moment.
void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::WindowStateChange || !m_data->fullScreen || windowState() & Qt::WindowFullScreen)
        return;
    QTimer::singleShot(kStateSettles, this, [this] {
        if (!m_data->fullScreen || windowState() & Qt::WindowFullScreen)
            return;
        m_data->statesBefore = windowState();
        leaveFullScreen();
    });
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (m_data->rail)
        m_data->fitRail();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    leaveFullScreen();
    m_data->settings.setGeometry(saveGeometry());
    m_data->live->saveSizes();
    QMainWindow::closeEvent(event);
}

} // namespace kanal::ui
