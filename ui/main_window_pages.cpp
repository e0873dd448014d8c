// SPDX-License-Identifier: MIT
#include "accounts_page.h"
#include "detail_page.h"
#include "icons.h"
#include "live_page.h"
#include "main_window_data.h"
#include "player_view.h"
#include "rail.h"
#include "search_panel.h"
#include "settings_page.h"
#include "titles_page.h"
#include "video_widget.h"
#include "welcome_page.h"

#include <kanal/presenters/accounts_presenter.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/title_presenter.h>
#include <kanal/presenters/vod_player.h>
#include <kanal/presenters/vod_presenters.h>

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace kanal::ui
{

using presenters::AccountsPresenter;
using presenters::PlayerPresenter;

MainWindow::Data::Data(MainWindow &window, MainWindowParts allParts)
    : self(window)
    , parts(std::move(allParts))
    , settings(parts.settingsFile, parts.live)
    , theme(*qApp)
{
}

void MainWindow::Data::applySettings()
{
    theme.apply(settings.theme());
    qApp->setProperty("kanalReducedMotion", settings.motion() == ViewSettings::Motion::Reduced);
    parts.player.setSound(settings.sound());
    parts.player.setPicture(settings.picture());
    parts.player.setSubtitleScale(settings.subtitleScale());
    parts.player.setLanguages(presenters::languageCodes(settings.soundLanguage()),
                              presenters::languageCodes(settings.subtitleLanguage()));
    if (live)
        live->playerView().video()->setAspect(settings.aspect());
}

void MainWindow::Data::build(VideoWidget *video)
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
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(makeBar(centre));
    column->addWidget(stack, 1);
    row->addWidget(rail);
    row->addLayout(column, 1);
    self.setCentralWidget(centre);
}

QWidget *MainWindow::Data::makeBar(QWidget *parent)
{
    bar = new QWidget(parent);
    bar->setObjectName(QStringLiteral("searchBar"));
    bar->setAttribute(Qt::WA_StyledBackground);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 6, 12, 6);
    auto *button = new QPushButton(MainWindow::tr("Search channels, films, series        Ctrl+K"), bar);
    button->setObjectName(QStringLiteral("searchButton"));
    button->setAccessibleName(MainWindow::tr("Search"));
    button->setIcon(icon(QStringLiteral("search"), Tokens::of(bar->palette()).secondary));
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumWidth(420);
    QObject::connect(button, &QPushButton::clicked, &self, &MainWindow::openSearch);
    row->addStretch();
    row->addWidget(button);
    row->addStretch();
    return bar;
}

SearchPanel &MainWindow::Data::ensureSearch()
{
    if (!search) {
        search = new SearchPanel(parts.search, parts.images, self.centralWidget());
        QObject::connect(search, &SearchPanel::chosen, &self, [this](const EntryKey &entry) { openFound(entry); });
    }
    return *search;
}

void MainWindow::Data::showFrame(bool shown)
{
    rail->setVisible(shown);
    bar->setVisible(shown);
}

void MainWindow::Data::fitRail()
{
    rail->setLabels(self.width() >= metrics::kWideWindow ? Rail::Labels::Shown : Rail::Labels::Hidden);
}

void MainWindow::Data::openFound(const EntryKey &entry)
{
    if (entry.kind != EntryKind::Live) {
        openTitle(entry);
        return;
    }
    leaveCinema();
    if (!fullScreen)
        showPage(Page::Live);
    parts.live.playFound(entry);
    live->playerView().setFocus(Qt::OtherFocusReason);
}

void MainWindow::Data::connectAll()
{
    QObject::connect(&settings, &ViewSettings::changed, &self, [this] { applySettings(); });
    QObject::connect(rail, &Rail::pageRequested, &self, [this](Page page) {
        showPage(page);
        if (auto *titles = qobject_cast<TitlesPage *>(stack->currentWidget()))
            titles->enter();
    });
    QObject::connect(rail, &Rail::addAccountRequested, &self, [this] { self.openLogin({}); });
    QObject::connect(rail, &Rail::accountChosen, &self, [this] { showPage(Page::Live); });
    QObject::connect(live, &LivePage::commandRequested, &self, [this](Command command) { run(command); });
    QObject::connect(live, &LivePage::signInRequested, &self, [this] { self.openLogin(parts.live.account()); });
    QObject::connect(&parts.accounts, &AccountsPresenter::accountsChanged, &self, [this] { followAccounts(); });
    QObject::connect(&parts.player, &PlayerPresenter::nowPlayingChanged, &self, [this] { renderTitle(); });
    QObject::connect(&parts.vod.player(), &presenters::VodPlayer::started, &self, [this] { enterCinema(); });
    QObject::connect(&parts.vod.player(), &presenters::VodPlayer::stopped, &self, [this] { leaveCinema(); });
    QObject::connect(&parts.vod.player(), &presenters::VodPlayer::ended, &self, [this] { leaveCinema(); });
    for (const Shortcut &shortcut : shortcuts()) {
        if (shortcut.reach != Reach::Anywhere)
            continue;
        auto *action = new QAction(shortcut.text, &self);
        action->setShortcuts(shortcut.keys);
        action->setAutoRepeat(shortcut.command == Command::ChannelUp || shortcut.command == Command::ChannelDown ||
                              shortcut.command == Command::MediaPrevious || shortcut.command == Command::MediaNext);
        QObject::connect(action, &QAction::triggered, &self, [this, command = shortcut.command] { run(command); });
        self.addAction(action);
    }
}

void MainWindow::Data::renderTitle()
{
    const QString title = parts.player.view().now.title;
    self.setWindowTitle(title.isEmpty() ? MainWindow::tr("Kanal") : MainWindow::tr("%1 – Kanal").arg(title));
}

void MainWindow::Data::signedInAgain(AccountId account)
{
    if (account == parts.live.account())
        parts.live.refresh(); // films and series, too
    const presenters::TitleState &title = parts.vod.title().state();
    if (title.error && title.key.account == account)
        parts.vod.title().retry();
}

void MainWindow::Data::followAccounts()
{
    const bool none = parts.accounts.accounts().empty();
    if (none && !welcome) {
        self.leaveFullScreen();
        showPage(Page::Welcome);
    } else if (!none && welcome) {
        stack->removeWidget(welcome);
        welcome->deleteLater();
        welcome = nullptr;
        showFrame(true);
        showPage(Page::Live);
        live->playerView().setFocus(Qt::OtherFocusReason); // the keys are a television's
    }
}

void MainWindow::Data::showPage(Page page)
{
    if (welcome)
        page = Page::Welcome;
    leaveCinema();
    if (page != Page::Live && fullScreen)
        self.leaveFullScreen();
    showFrame(page != Page::Welcome && !fullScreen);
    stack->setCurrentWidget(ensurePage(page));
    rail->setPage(page);
}

QWidget *MainWindow::Data::ensurePage(Page page)
{
    switch (page) {
    case Page::Welcome:
        if (!welcome) {
            welcome = new WelcomePage(parts.makeLogin({}, &self), stack);
            stack->addWidget(welcome);
            const auto tell = [this, page = welcome] { page->setNotice(parts.live.state().notice); };
            QObject::connect(&parts.live, &presenters::LivePresenter::stateChanged, welcome, tell);
            tell();
        }
        return welcome;
    case Page::Accounts:
        if (!accounts) {
            accounts = new AccountsPage(parts.accounts, stack);
            stack->addWidget(accounts);
            QObject::connect(accounts, &AccountsPage::addRequested, &self, [this] { self.openLogin({}); });
            QObject::connect(accounts, &AccountsPage::editRequested, &self, &MainWindow::openLogin);
            QObject::connect(accounts, &AccountsPage::watchRequested, &self, [this] { showPage(Page::Live); });
        }
        return accounts;
    case Page::Settings:
        if (!settingsPage) {
            settingsPage = new SettingsPage(settings, parts.proxy, stack);
            stack->addWidget(settingsPage);
            QObject::connect(settingsPage, &SettingsPage::keysRequested, &self, [this] { run(Command::Help); });
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

QWidget *MainWindow::Data::ensureTitles(TitlesPage *&page, presenters::TitleListPresenter &list)
{
    if (!page) {
        page = new TitlesPage(list, parts.images, settings, stack);
        stack->addWidget(page);
        QObject::connect(page, &TitlesPage::titleOpened, &self, [this](const EntryKey &title) { openTitle(title); });
        QObject::connect(page, &TitlesPage::reportRequested, &self, [this] { run(Command::RefreshReport); });
        QObject::connect(page, &TitlesPage::signInRequested, &self, [this] { self.openLogin(parts.live.account()); });
    }
    return page;
}

void MainWindow::Data::openTitle(const EntryKey &title)
{
    if (welcome)
        return;
    showPage(title.kind == EntryKind::Movie ? Page::Movies : Page::Series); // where the way back leads
    if (title.account != parts.live.account())
        parts.live.enterForTitle(title.account);
    if (!detail) {
        detail = new DetailPage(parts.vod.title(), parts.images, stack);
        stack->addWidget(detail);
        QObject::connect(detail, &DetailPage::backRequested, &self, [this] { leaveDetail(); });
        QObject::connect(detail, &DetailPage::signInRequested, &self, [this] { self.openLogin(parts.live.account()); });
    }
    parts.vod.title().open(title);
    stack->setCurrentWidget(detail);
    detail->enter();
}

void MainWindow::Data::leaveDetail()
{
    const EntryKind kind = parts.vod.title().state().key.kind;
    parts.vod.title().close();
    showPage(kind == EntryKind::Series ? Page::Series : Page::Movies);
    titlesOf(kind == EntryKind::Series ? EntryKind::Series : EntryKind::Movie)->enter();
}

void MainWindow::Data::enterCinema()
{
    if (cinemaFrom)
        return;
    cinemaFrom = stack->currentWidget();
    showFrame(false);
    stack->setCurrentWidget(live);
    live->setCinema(true);
    live->playerView().setFocus(Qt::OtherFocusReason);
}

void MainWindow::Data::leaveCinema()
{
    if (!cinemaFrom)
        return;
    QWidget *from = cinemaFrom;
    cinemaFrom = nullptr;
    self.leaveFullScreen();
    live->setCinema(false);
    showFrame(true);
    stack->setCurrentWidget(from);
    if (parts.vod.player().isPlaying())
        parts.player.stop();
    if (from == detail)
        detail->enter();
}

} // namespace kanal::ui
