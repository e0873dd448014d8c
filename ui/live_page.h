// SPDX-License-Identifier: MIT
// Live TV: categories │ channels │ picture with what is on below. Runs the commands that concern watching.
#pragma once

#include "shortcuts.h"
#include "view_settings.h"

#include <QModelIndex>
#include <QWidget>

class QLineEdit;
class QSplitter;
class QStackedWidget;

namespace kanal::presenters
{
class ImageStore;
class LivePresenter;
class PlayerPresenter;
} // namespace kanal::presenters

namespace kanal::ui
{

class CategoryPane;
class ChannelListView;
class DigitEntry;
class IconButton;
class ListBar;
class ListNotice;
class NowPanel;
class PlayerView;
class StateView;
class VideoWidget;
struct StateFace;

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
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeChannelPane();
    void makePicturePane(VideoWidget *video);
    void connectLists();
    void refresh();
    void render();
    /// In place of the list.
    void showFace(const StateFace &face);
    void actOnState();
    void keepPlace();
    void showPlace();
    void noteTop();
    void revealPlaying(const QString &id);
    void showParts();
    void hearNumberKeys(bool hear);
    void goToNumber(int number);
    void seekOrList(qint64 ms);
    void markFavourite();
    void saveScreenshot();

    presenters::LivePresenter &m_live;
    presenters::PlayerPresenter &m_player;
    presenters::ImageStore &m_images;
    ViewSettings &m_settings;
    DigitEntry *m_digits;
    QSplitter *m_splitter = nullptr;
    CategoryPane *m_categories = nullptr;
    QWidget *m_channelPane = nullptr;
    QLineEdit *m_filter = nullptr;
    IconButton *m_refresh = nullptr;
    ListBar *m_bar = nullptr;
    QStackedWidget *m_stack = nullptr;
    ChannelListView *m_channels = nullptr;
    StateView *m_stateView = nullptr;
    ListNotice *m_notice = nullptr;
    PlayerView *m_playerView = nullptr;
    NowPanel *m_nowPanel = nullptr;
    bool m_fullScreen = false;
    bool m_cinema = false;
    bool m_entered = false;  ///< the page was seen
    QString m_listed;        ///< which list was shown last
    bool m_narrowed = false; ///< by a text
    bool m_placing = false;  ///< where the list is scrolled to is not the user's doing
    bool m_hearsNumberKeys = false;
};

} // namespace kanal::ui
