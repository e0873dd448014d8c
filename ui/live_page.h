// SPDX-License-Identifier: MIT
// Live TV: categories │ channels │ picture with what is on below. Runs the commands that concern watching.
#pragma once

#include "shortcuts.h"
#include "view_settings.h"

#include <QModelIndex>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace kanal::presenters
{
class ImageStore;
class LivePresenter;
class PlayerPresenter;
struct LiveState;
} // namespace kanal::presenters

namespace kanal::ui
{

class ChannelListView;
class DigitEntry;
class IconButton;
class ListBar;
class NowPanel;
class PlayerView;
class StateView;
class VideoWidget;

class LivePage : public QWidget
{
    Q_OBJECT

public:
    LivePage(presenters::LivePresenter &live, presenters::PlayerPresenter &player, presenters::ImageStore &images,
             ViewSettings &settings, VideoWidget *video, QWidget *parent = nullptr);
    ~LivePage() override;

    /// Only the picture, edge to edge; the lists keep their sizes and places for the way back.
    void setFullScreen(bool fullScreen);
    /// A film plays: only its picture, inside the window.
    void setCinema(bool cinema);
    /// False: not a command of this page.
    bool run(Command command);
    /// A digit of a channel number, or Enter, Backspace, Escape while one is typed. False: not for us.
    bool takeDigitKey(const QKeyEvent &event);
    PlayerView &playerView();
    void saveSizes();

Q_SIGNALS:
    void commandRequested(Command command);
    void signInRequested(); ///< there is no account, or it must be signed in again

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeCategoryPane();
    QWidget *makeChannelPane();
    QWidget *makePicturePane(VideoWidget *video);
    void connectLists();
    void render();
    void showParts();
    void renderStrip(const presenters::LiveState &state);
    void revealCategory();
    void goToNumber(int number);
    void seekOrList(qint64 ms);
    void saveScreenshot();

    presenters::LivePresenter &m_live;
    presenters::PlayerPresenter &m_player;
    presenters::ImageStore &m_images;
    ViewSettings &m_settings;
    DigitEntry *m_digits;
    QSplitter *m_splitter = nullptr;
    QWidget *m_categoryPane = nullptr;
    QWidget *m_channelPane = nullptr;
    QLabel *m_account = nullptr;
    QListView *m_categories = nullptr;
    QLineEdit *m_filter = nullptr;
    IconButton *m_refresh = nullptr;
    ListBar *m_bar = nullptr;
    QStackedWidget *m_stack = nullptr;
    ChannelListView *m_channels = nullptr;
    StateView *m_stateView = nullptr;
    QWidget *m_strip = nullptr;
    QLabel *m_stripText = nullptr;
    QPushButton *m_believe = nullptr;
    IconButton *m_dismiss = nullptr;
    PlayerView *m_playerView = nullptr;
    NowPanel *m_nowPanel = nullptr;
    bool m_fullScreen = false;
    bool m_cinema = false;
};

} // namespace kanal::ui
