// SPDX-License-Identifier: MIT
#include "main_window.h"

#include "accounts_page.h"
#include "detail_page.h"
#include "help_dialog.h"
#include "icons.h"
#include "live_page.h"
#include "login_dialog.h"
#include "player_view.h"
#include "rail.h"
#include "settings_page.h"
#include "shortcuts.h"
#include "theme.h"
#include "titles_page.h"
#include "video_widget.h"
#include "view_settings.h"
#include "welcome_page.h"

#include <kanal/presenters/accounts_presenter.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/login_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/title_presenter.h>
#include <kanal/presenters/vod_player.h>
#include <kanal/presenters/vod_presenters.h>

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPointer>
#include <QStackedWidget>
#include <QWindow>

namespace kanal::ui
{

using presenters::AccountsPresenter;
using presenters::PlayerPresenter;

namespace
{

/// Smaller steps are taken for jitter of the stream.
constexpr std::chrono::milliseconds kSoundStep{50};

} // namespace

struct MainWindow::Data {
    MainWindow &self;
    MainWindowParts parts;
    ViewSettings settings;
    Theme theme;
    Rail *rail = nullptr;
    QStackedWidget *stack = nullptr;
    LivePage *live = nullptr;
    // Made when first shown.
    WelcomePage *welcome = nullptr;
    TitlesPage *movies = nullptr;
    TitlesPage *series = nullptr;
    DetailPage *detail = nullptr;
    AccountsPage *accounts = nullptr;
    SettingsPage *settingsPage = nullptr;
    QPointer<LoginDialog> login;
    QPointer<HelpDialog> help;
    Qt::WindowStates statesBefore = Qt::WindowNoState;
    bool fullScreen = false;
    /// A film or episode fills the page; the way back is to this one.
    QPointer<QWidget> cinemaFrom;

    Data(MainWindow &window, MainWindowParts allParts)
        : self(window)
        , parts(std::move(allParts))
        , settings(parts.settingsFile, parts.live.settings())
        , theme(*qApp)
    {
    }

    void applySettings()
    {
        theme.apply(settings.theme());
        qApp->setProperty("kanalReducedMotion", settings.motion() == ViewSettings::Motion::Reduced);
        parts.player.setSound(settings.sound());
        parts.player.setPicture(settings.picture());
        if (live)
            live->playerView().video()->setAspect(settings.aspect());
    }

    void build(VideoWidget *video)
    {
        auto *centre = new QWidget(&self);
        auto *row = new QHBoxLayout(centre);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(0);
        rail = new Rail(parts.accounts, centre);
        stack = new QStackedWidget(centre);
        live = new LivePage(parts.live, parts.player, parts.images, settings, video, stack);
        stack->addWidget(live);
        video->setAspect(settings.aspect());
        row->addWidget(rail);
        row->addWidget(stack, 1);
        self.setCentralWidget(centre);
    }

    void connectAll()
    {
        connect(&settings, &ViewSettings::changed, &self, [this] { applySettings(); });
        connect(rail, &Rail::pageRequested, &self, [this](Page page) {
            showPage(page);
            if (auto *titles = qobject_cast<TitlesPage *>(stack->currentWidget()))
                titles->enter();
        });
        connect(rail, &Rail::addAccountRequested, &self, [this] { self.openLogin({}); });
        connect(rail, &Rail::accountChosen, &self, [this] { showPage(Page::Live); });
        connect(live, &LivePage::commandRequested, &self, [this](Command command) { run(command); });
        connect(live, &LivePage::signInRequested, &self, [this] { self.openLogin(parts.live.account()); });
        connect(&parts.accounts, &AccountsPresenter::accountsChanged, &self, [this] { followAccounts(); });
        connect(&parts.player, &PlayerPresenter::nowPlayingChanged, &self, [this] { renderTitle(); });
        connect(&parts.vod.player(), &presenters::VodPlayer::started, &self, [this] { enterCinema(); });
        connect(&parts.vod.player(), &presenters::VodPlayer::stopped, &self, [this] { leaveCinema(); });
        connect(&parts.vod.player(), &presenters::VodPlayer::ended, &self, [this] { leaveCinema(); });
        for (const Shortcut &shortcut : shortcuts()) {
            if (shortcut.reach != Reach::Anywhere)
                continue;
            auto *action = new QAction(shortcut.text, &self);
            action->setShortcuts(shortcut.keys);
            action->setAutoRepeat(shortcut.command == Command::ChannelUp || shortcut.command == Command::ChannelDown);
            connect(action, &QAction::triggered, &self, [this, command = shortcut.command] { run(command); });
            self.addAction(action);
        }
    }

    void renderTitle()
    {
        const QString title = parts.player.view().now.title;
        self.setWindowTitle(title.isEmpty() ? tr("Kanal") : tr("%1 – Kanal").arg(title));
    }

    /// The welcome page is there exactly while there is no account.
    void followAccounts()
    {
        const bool none = parts.accounts.accounts().empty();
        if (none && !welcome) {
            self.leaveFullScreen();
            showPage(Page::Welcome);
        } else if (!none && welcome) {
            stack->removeWidget(welcome);
            welcome->deleteLater();
            welcome = nullptr;
            rail->show();
            showPage(Page::Live);
            live->playerView().setFocus(Qt::OtherFocusReason); // the keys are a television's
        }
    }

    void showPage(Page page)
    {
        if (welcome)
            page = Page::Welcome;
        leaveCinema();
        if (page != Page::Live && fullScreen)
            self.leaveFullScreen();
        rail->setVisible(page != Page::Welcome && !fullScreen);
        stack->setCurrentWidget(ensurePage(page));
        rail->setPage(page);
    }

    QWidget *ensurePage(Page page)
    {
        switch (page) {
        case Page::Welcome:
            if (!welcome) {
                welcome = new WelcomePage(parts.makeLogin({}, &self), stack);
                stack->addWidget(welcome);
            }
            return welcome;
        case Page::Accounts:
            if (!accounts) {
                accounts = new AccountsPage(parts.accounts, stack);
                stack->addWidget(accounts);
                connect(accounts, &AccountsPage::addRequested, &self, [this] { self.openLogin({}); });
                connect(accounts, &AccountsPage::editRequested, &self, &MainWindow::openLogin);
                connect(accounts, &AccountsPage::watchRequested, &self, [this] { showPage(Page::Live); });
            }
            return accounts;
        case Page::Settings:
            if (!settingsPage) {
                settingsPage = new SettingsPage(settings, stack);
                stack->addWidget(settingsPage);
                connect(settingsPage, &SettingsPage::keysRequested, &self, [this] { run(Command::Help); });
            }
            return settingsPage;
        case Page::Movies:
            return ensureTitles(movies, parts.vod.movies());
        case Page::Series:
            return ensureTitles(series, parts.vod.series());
        case Page::Live:
            break;
        }
        return live;
    }

    QWidget *ensureTitles(TitlesPage *&page, presenters::TitleListPresenter &list)
    {
        if (!page) {
            page = new TitlesPage(list, parts.images, settings, stack);
            stack->addWidget(page);
            connect(page, &TitlesPage::titleOpened, &self, [this](const EntryKey &title) { openTitle(title); });
            connect(page, &TitlesPage::signInRequested, &self, [this] { self.openLogin(parts.live.account()); });
        }
        return page;
    }

    TitlesPage *titlesOf(EntryKind kind) { return kind == EntryKind::Movie ? movies : series; }

    void openTitle(const EntryKey &title)
    {
        if (welcome)
            return;
        showPage(title.kind == EntryKind::Movie ? Page::Movies : Page::Series); // where the way back leads
        if (title.account != parts.live.account())
            parts.accounts.activate(title.account);
        if (!detail) {
            detail = new DetailPage(parts.vod.title(), parts.images, stack);
            stack->addWidget(detail);
            connect(detail, &DetailPage::backRequested, &self, [this] { leaveDetail(); });
            connect(detail, &DetailPage::signInRequested, &self, [this] { self.openLogin(parts.live.account()); });
        }
        parts.vod.title().open(title);
        stack->setCurrentWidget(detail);
        detail->enter();
    }

    void leaveDetail()
    {
        const EntryKind kind = parts.vod.title().state().key.kind;
        parts.vod.title().close();
        showPage(kind == EntryKind::Series ? Page::Series : Page::Movies);
        titlesOf(kind == EntryKind::Series ? EntryKind::Series : EntryKind::Movie)->enter();
    }

    void enterCinema()
    {
        if (cinemaFrom)
            return;
        cinemaFrom = stack->currentWidget();
        rail->hide();
        stack->setCurrentWidget(live);
        live->setCinema(true);
        live->playerView().setFocus(Qt::OtherFocusReason);
    }

    /// The film ends with its page: what was chosen before is seen again.
    void leaveCinema()
    {
        if (!cinemaFrom)
            return;
        QWidget *from = cinemaFrom;
        cinemaFrom = nullptr;
        self.leaveFullScreen();
        live->setCinema(false);
        rail->show();
        stack->setCurrentWidget(from);
        if (parts.vod.player().isPlaying())
            parts.player.stop();
        if (from == detail)
            detail->enter();
    }

    /// What keys mean while a film fills the page, and on the pages of films and series. False: as everywhere.
    bool runVod(Command command)
    {
        QWidget *page = stack->currentWidget();
        switch (command) {
        case Command::NextEpisode:
        case Command::PreviousEpisode:
            if (!parts.vod.player().step(command == Command::NextEpisode ? 1 : -1) && cinemaFrom)
                live->playerView().showNote(command == Command::NextEpisode ? tr("No further episode")
                                                                            : tr("No episode before this one"));
            return true;
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
        case Command::Search:
        case Command::RefreshList:
            return runTitles(page, command);
        default:
            return false;
        }
    }

    bool runTitles(QWidget *page, Command command)
    {
        auto *titles = qobject_cast<TitlesPage *>(page);
        return titles && titles->run(command);
    }

    void run(Command command)
    {
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
        case Command::Search:
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
        case Command::Quit:
            self.close();
            return;
        default:
            break;
        }
        if (!welcome)
            live->run(command);
    }

    void note(const QString &text)
    {
        if (!welcome)
            live->playerView().showNote(text);
    }

    void nextDeinterlace()
    {
        playback::PictureOptions picture = settings.picture();
        picture.deinterlace = playback::Deinterlace((int(picture.deinterlace) + 1) % 3);
        settings.setPicture(picture);
        note(presenters::deinterlaceText(picture.deinterlace));
    }

    void shiftSound(std::chrono::milliseconds step)
    {
        playback::SoundOptions sound = settings.sound();
        sound.delay = std::clamp(sound.delay + step, -playback::kMostSoundDelay, playback::kMostSoundDelay);
        settings.setSound(sound);
        note(presenters::soundDelayText(sound.delay));
    }

    void toggleOnTop()
    {
        // On the native window: QWidget::setWindowFlag() would hide the window and make it again.
        QWindow *window = self.windowHandle();
        if (!window)
            return;
        const bool on = !window->flags().testFlag(Qt::WindowStaysOnTopHint);
        window->setFlag(Qt::WindowStaysOnTopHint, on);
        live->playerView().showNote(on ? tr("Always on top") : tr("No longer on top"));
    }

    void showHelp()
    {
        if (!help)
            help = new HelpDialog(&self);
        help->show();
        help->raise();
        help->activateWindow();
    }
};

MainWindow::MainWindow(MainWindowParts parts, VideoWidget *video)
    : m_data(std::make_unique<Data>(*this, std::move(parts)))
{
    setObjectName(QStringLiteral("mainWindow"));
    m_data->applySettings();
    setWindowIcon(applicationIcon());
    m_data->build(video);
    m_data->connectAll();
    m_data->renderTitle();
    setMinimumSize(960, 540);
    if (!restoreGeometry(m_data->settings.geometry()))
        resize(1280, 720);
    showLive();
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
    delete takeCentralWidget(); // the pages use what m_data holds
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
    if (!edit)
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
    m_data->rail->hide();
    m_data->live->setFullScreen(true);
    setWindowState(windowState() | Qt::WindowFullScreen);
}

void MainWindow::leaveFullScreen()
{
    if (!m_data->fullScreen)
        return;
    m_data->fullScreen = false;
    m_data->rail->setVisible(!m_data->cinemaFrom);
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

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_data->rail->setLabels(width() >= metrics::kWideWindow ? Rail::Labels::Shown : Rail::Labels::Hidden);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    leaveFullScreen();
    m_data->settings.setGeometry(saveGeometry());
    m_data->live->saveSizes();
    QMainWindow::closeEvent(event);
}

} // namespace kanal::ui
