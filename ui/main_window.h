// SPDX-License-Identifier: MIT
// The window: a rail, a stack of pages, its geometry and the commands of the keyboard. What a page does, the page
// knows.
#pragma once

#include <kanal/core/ids.h>

#include <QMainWindow>
#include <QString>

#include <functional>
#include <memory>

namespace kanal::presenters
{
class AccountsPresenter;
class ImageStore;
class LivePresenter;
class LoginPresenter;
class PlayerPresenter;
class ProxyPresenter;
class SearchPresenter;
class VodPresenters;
} // namespace kanal::presenters

namespace kanal::ui
{

class VideoWidget;

/// What the window shows; all of it outlives the window.
struct MainWindowParts {
    presenters::LivePresenter &live;
    presenters::PlayerPresenter &player;
    presenters::AccountsPresenter &accounts;
    presenters::ImageStore &images;
    presenters::VodPresenters &vod;
    presenters::SearchPresenter &search;
    presenters::ProxyPresenter &proxy;
    /// A presenter for one sign-in; `edit` 0: a new account.
    std::function<presenters::LoginPresenter *(AccountId edit, QObject *parent)> makeLogin;
    /// Where sizes, theme and habits of the window are kept (an ini file); empty: nothing is remembered.
    QString settingsFile = {};
    bool startsFullScreen = false; ///< a channel is on its way and shall fill the screen
};

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// The window takes `video`. It is made first because it is the sink of the player: until the player is gone the
    /// window must stay. Applies the theme to the application. Loads nothing: that is the composition root's to start.
    /// Shows itself: the desktop maps it while it is filled; it is painted when the event loop runs.
    MainWindow(MainWindowParts parts, VideoWidget *video);
    ~MainWindow() override;

    void showLive();
    void showMovies();
    void showSeries();
    void showAccounts();
    void showSettings();
    /// The detail page of a film or series, wherever one is now; its account becomes the active one.
    void openMovie(const EntryKey &movie);
    void openSeries(const EntryKey &series);
    /// The search box, over whatever is shown.
    void openSearch();
    /// Opens the sign-in dialog (not blocking); `edit` 0: a new account.
    void openLogin(AccountId edit);
    bool isVideoFullScreen() const;

public Q_SLOTS:
    void enterFullScreen();
    void leaveFullScreen();
    void toggleFullScreen();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::ui
