// SPDX-License-Identifier: MIT
// What the window holds, for its own files: main_window_pages.cpp shows pages, main_window_commands.cpp does what keys
// ask.
#pragma once

#include "main_window.h"
#include "rail.h"
#include "shortcuts.h"
#include "theme.h"
#include "view_settings.h"

#include <QPointer>

#include <chrono>

class QStackedWidget;

namespace kanal::presenters
{
class TitleListPresenter;
}

namespace kanal::ui
{

class AccountsPage;
class DetailPage;
class HelpDialog;
class LivePage;
class LoginDialog;
class RefreshReportDialog;
class SearchPanel;
class SettingsPage;
class TitlesPage;
class WelcomePage;

struct MainWindow::Data {
    MainWindow &self;
    MainWindowParts parts;
    ViewSettings settings;
    Theme theme;
    Rail *rail = nullptr;
    QWidget *bar = nullptr; ///< on top of the pages: the way to search
    QStackedWidget *stack = nullptr;
    LivePage *live = nullptr;
    // Made when first shown.
    SearchPanel *search = nullptr;
    WelcomePage *welcome = nullptr;
    TitlesPage *movies = nullptr;
    TitlesPage *series = nullptr;
    DetailPage *detail = nullptr;
    AccountsPage *accounts = nullptr;
    SettingsPage *settingsPage = nullptr;
    QPointer<LoginDialog> login;
    QPointer<HelpDialog> help;
    QPointer<RefreshReportDialog> report;
    Qt::WindowStates statesBefore = Qt::WindowNoState;
    bool fullScreen = false;
    /// A film or episode fills the page; the way back is to this one.
    QPointer<QWidget> cinemaFrom;

    Data(MainWindow &window, MainWindowParts allParts);

    void applySettings();
    void build(VideoWidget *video);
    QWidget *makeBar(QWidget *parent);
    SearchPanel &ensureSearch();
    /// What stands around the page: not beside a picture that fills it.
    void showFrame(bool shown);
    /// Labels where the window is wide enough.
    void fitRail();
    void openFound(const EntryKey &entry);
    void connectAll();
    void renderTitle();

    /// What was refused before is asked for again: nobody shall have to press Retry after giving the right password.
    void signedInAgain(AccountId account);
    /// The welcome page is there exactly while there is no account.
    void followAccounts();
    void showPage(Page page);
    QWidget *ensurePage(Page page);
    QWidget *ensureTitles(TitlesPage *&page, presenters::TitleListPresenter &list);

    TitlesPage *titlesOf(EntryKind kind) { return kind == EntryKind::Movie ? movies : series; }

    void openTitle(const EntryKey &title);
    void leaveDetail();
    void enterCinema();
    /// The film ends with its page: what was chosen before is seen again.
    void leaveCinema();
    /// What keys mean while a film fills the page, and on the pages of films and series. False: as everywhere.
    bool runVod(Command command);
    bool runTitles(QWidget *page, Command command);

    void run(Command command);
    void note(const QString &text);
    void nextDeinterlace();
    void shiftSound(std::chrono::milliseconds step);
    void toggleOnTop();
    void showHelp();
    void showReport();
};

} // namespace kanal::ui
