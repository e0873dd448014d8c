// SPDX-License-Identifier: MIT
// The picture and everything over it. The same widget in the window and in full screen, so a toggle never restarts the
// picture.
#pragma once

#include "shortcuts.h"

#include <kanal/presenters/player_presenter.h>

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

class QAbstractButton;

namespace kanal::presenters
{
class ImageStore;
class LivePresenter;
} // namespace kanal::presenters

namespace kanal::ui
{

class ChannelDrawer;
class ControlBar;
class ErrorPanel;
class NoteOverlay;
class Spinner;
class StandIn;
class StatsOverlay;
class VideoWidget;
class ViewSettings;
class ZapOverlay;

class PlayerView : public QWidget
{
    Q_OBJECT

public:
    PlayerView(presenters::LivePresenter &live, presenters::PlayerPresenter &player, presenters::ImageStore &images,
               ViewSettings &settings, VideoWidget *video, QWidget *parent = nullptr);

    VideoWidget *video() const;
    /// Of what is on now; null: there is none yet, and what stands is of what was on before.
    playback::FrameRef currentPicture() const;
    void setFullScreen(bool fullScreen);
    bool isFullScreenMode() const;

    void showNote(const QString &text);     ///< over the window where another page is seen
    void showDigits(const QString &digits); ///< empty: gone
    void showInfo();                        ///< the channel card again
    void showInfoAndControls();             ///< as a key asks for them: Escape takes the bar away
    void toggleStatistics();
    void toggleDrawer();
    /// A film or episode fills the page: a button leads back to where it was chosen.
    void setCinema(bool cinema);
    /// Closes the topmost thing over the picture; false: there was none.
    bool closeTopmost();

Q_SIGNALS:
    void commandRequested(Command command);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    static constexpr int kControlsMs = 3000; ///< the bar stays that long after the last move

    void stayDark();
    bool plays() const; ///< something is on, or about to be
    void render();
    void renderError(const presenters::PlayerView &view);
    void hideError();
    QString statusText() const;
    void place();
    void showNoteOverWindow(const QString &text);
    ControlBar *ensureControls();
    void showControls();
    void hideControls();
    void dismissControls();
    void watchEdge(int x);
    bool controlsHaveFocus() const;
    void setCursorHidden(bool hidden);

    presenters::LivePresenter &m_live;
    presenters::PlayerPresenter &m_player;
    presenters::ImageStore &m_images;
    ViewSettings &m_settings;
    VideoWidget *m_video;
    presenters::NowPlaying m_pictured; ///< whose picture stands
    StandIn *m_standIn;
    ZapOverlay *m_zap;
    NoteOverlay *m_note;
    NoteOverlay *m_digits;
    QPointer<NoteOverlay> m_windowNote; ///< made when first wanted; the window's
    Spinner *m_spinner;
    QAbstractButton *m_back;
    // Made when first wanted.
    ErrorPanel *m_error = nullptr;
    ControlBar *m_controls = nullptr;
    StatsOverlay *m_stats = nullptr;
    ChannelDrawer *m_drawer = nullptr;

    QTimer m_hideControls;
    QTimer m_hideCursor;
    QTimer m_edge; ///< the mouse rests at the left edge
    QPoint m_lastMouse{-1, -1};
    int m_wheel = 0;
    bool m_fullScreen = false;
    bool m_controlsByKey = false; ///< the bar was asked for by a key
    bool m_cinema = false;
    bool m_ring = false; ///< the focus came by keyboard
};

} // namespace kanal::ui
