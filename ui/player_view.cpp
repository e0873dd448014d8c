// SPDX-License-Identifier: MIT
#include "player_view.h"

#include "channel_drawer.h"
#include "control_bar.h"
#include "error_panel.h"
#include "icons.h"
#include "overlays.h"
#include "stand_in.h"
#include "theme.h"
#include "video_widget.h"

#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/track_text.h>

#include <QApplication>
#include <QLayout>

namespace kanal::ui
{

using playback::PlayState;
using presenters::PlayerPresenter;

namespace
{
constexpr int kCursorMs = 2000;
constexpr int kEdgeMs = 200; // longer than a mouse that only passes by
constexpr int kNoteMs = 1500;
constexpr int kMargin = 24;
} // namespace

PlayerView::PlayerView(presenters::LivePresenter &live, PlayerPresenter &player, presenters::ImageStore &images,
                       ViewSettings &settings, VideoWidget *video, QWidget *parent)
    : QWidget(parent)
    , m_live(live)
    , m_player(player)
    , m_images(images)
    , m_settings(settings)
    , m_video(video)
{
    setObjectName(QStringLiteral("playerView"));
    setAccessibleName(tr("Picture"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAcceptDrops(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    stayDark();
    m_video->setParent(this);
    m_video->show();
    m_standIn = new StandIn(images, this);
    m_zap = new ZapOverlay(images, this);
    m_note = new NoteOverlay(QStringLiteral("noteOverlay"), NoteOverlay::Size::Small, this);
    m_digits = new NoteOverlay(QStringLiteral("digitDisplay"), NoteOverlay::Size::Large, this);
    m_spinner = new Spinner(this);
    auto *back = new IconButton(QStringLiteral("back"), tr("Back (Esc)"), this);
    back->setObjectName(QStringLiteral("pictureBack"));
    back->setProperty("role", QStringLiteral("overPicture"));
    back->setIconSize({24, 24});
    back->setFocusPolicy(Qt::TabFocus);
    back->hide();
    connect(back, &QToolButton::clicked, this, [this] { Q_EMIT commandRequested(Command::Back); });
    m_back = back;

    m_hideControls.setSingleShot(true);
    m_hideControls.setInterval(kControlsMs);
    connect(&m_hideControls, &QTimer::timeout, this, &PlayerView::hideControls);
    m_hideCursor.setSingleShot(true);
    m_hideCursor.setInterval(kCursorMs);
    connect(&m_hideCursor, &QTimer::timeout, this,
            [this] { setCursorHidden(m_fullScreen && !(m_drawer && m_drawer->isVisible())); });

    m_edge.setSingleShot(true);
    m_edge.setInterval(kEdgeMs);
    connect(&m_edge, &QTimer::timeout, this, [this] {
        if (m_fullScreen && !(m_drawer && m_drawer->isVisible()))
            toggleDrawer();
    });

    connect(&player, &PlayerPresenter::viewChanged, this, &PlayerView::render);
    connect(&player, &PlayerPresenter::noted, this, &PlayerView::showNote);
    connect(&player, &PlayerPresenter::nowPlayingChanged, this, [this] {
        showInfo();
        render();
    });
    showInfo(); // of a start that plays at once
    render();
}

/// Over a picture everything is dark, whatever the window's theme. A sheet of its own costs every widget here a second
/// look at its style, so it has one only where it differs.
void PlayerView::stayDark()
{
    setPalette(paletteOf(Tokens::dark()));
    const QString own = Tokens::of(qApp->palette()).isDark() ? QString() : styleSheetOf(Tokens::dark());
    if (own != styleSheet())
        setStyleSheet(own);
}

void PlayerView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        stayDark();
}

VideoWidget *PlayerView::video() const
{
    return m_video;
}

bool PlayerView::isFullScreenMode() const
{
    return m_fullScreen;
}

/// The last picture of what was on before stands until another comes, also where the same is tried once more; behind a
/// radio's name it stands for good.
playback::FrameRef PlayerView::currentPicture() const
{
    const presenters::PlayerView &view = m_player.view();
    const bool itsOwn = plays() && m_pictured.account == view.now.account &&
                        m_pictured.channelId == view.now.channelId && m_pictured.title == view.now.title;
    return itsOwn && !view.audioOnly ? m_video->currentFrame() : nullptr;
}

void PlayerView::setFullScreen(bool fullScreen)
{
    m_fullScreen = fullScreen;
    m_ring = false;
    if (m_controls)
        m_controls->setFullScreen(fullScreen);
    setCursorHidden(false);
    if (fullScreen)
        m_hideCursor.start();
    else if (m_drawer && m_drawer->isVisible())
        toggleDrawer();
    setFocus(Qt::OtherFocusReason);
}

void PlayerView::setCinema(bool cinema)
{
    m_cinema = cinema;
    if (m_controls)
        m_controls->setCinema(cinema);
    if (cinema && m_drawer && m_drawer->isVisible())
        toggleDrawer();
    m_back->setVisible(cinema);
    if (cinema) {
        m_back->raise();
        m_hideControls.start(kControlsMs);
    }
    place();
}

bool PlayerView::plays() const
{
    return !m_player.view().now.channelId.isEmpty();
}

void PlayerView::showNote(const QString &text)
{
    if (!isVisible())
        return showNoteOverWindow(text);
    m_note->say(text, kNoteMs);
    place();
}

void PlayerView::showNoteOverWindow(const QString &text)
{
    if (!m_windowNote)
        m_windowNote = new NoteOverlay(QStringLiteral("windowNote"), NoteOverlay::Size::Small, window());
    m_windowNote->say(text, kNoteMs);
    m_windowNote->move((window()->width() - m_windowNote->width()) / 2, kMargin);
    m_windowNote->raise();
}

void PlayerView::showDigits(const QString &digits)
{
    m_digits->say(digits, 0);
    place();
}

void PlayerView::showInfo()
{
    if (!plays())
        return; // an empty card says nothing
    m_zap->setNow(m_player.view().now);
    m_zap->setStatus(statusText());
    m_zap->appear();
    place();
}

void PlayerView::showInfoAndControls()
{
    showInfo();
    showControls();
    m_controlsByKey = m_controls && m_controls->isVisible();
}

void PlayerView::toggleStatistics()
{
    if (!m_stats)
        m_stats = new StatsOverlay(m_player, this);
    m_stats->setVisible(m_stats->isHidden());
    m_stats->raise();
    place();
}

void PlayerView::toggleDrawer()
{
    if (m_drawer && m_drawer->isVisible()) {
        m_drawer->hide();
        setFocus(Qt::OtherFocusReason);
        if (m_fullScreen)
            m_hideCursor.start();
        return;
    }
    if (m_cinema)
        return; // a film has no channels
    if (!m_drawer) {
        m_drawer = new ChannelDrawer(m_live, m_images, this);
        connect(m_drawer, &ChannelDrawer::closeRequested, this, &PlayerView::toggleDrawer);
    }
    setCursorHidden(false);
    if (m_controls)
        m_controls->hide();
    place();
    m_drawer->open();
}

bool PlayerView::closeTopmost()
{
    if (m_drawer && m_drawer->isVisible()) {
        toggleDrawer();
        return true;
    }
    if (m_controls && m_controls->isVisible() && (m_controlsByKey || controlsHaveFocus())) {
        dismissControls();
        return true;
    }
    if (m_stats && m_stats->isVisible()) {
        m_stats->hide();
        return true;
    }
    return false;
}

void PlayerView::render()
{
    const presenters::PlayerView &view = m_player.view();
    if (view.hasPicture)
        m_pictured = view.now;
    m_standIn->render(view);
    renderError(view);
    const bool waiting =
        view.state == PlayState::Opening || view.state == PlayState::Buffering || view.state == PlayState::Reconnecting;
    m_spinner->setWaiting(waiting && !(m_error && m_error->isVisible()));
    if (!plays()) {
        m_zap->hide();
    } else if (m_zap->isVisible()) {
        m_zap->setNow(view.now);
        m_zap->setStatus(statusText());
    }
    place();
}

void PlayerView::renderError(const presenters::PlayerView &view)
{
    // The first reconnect is usually over before one could read about it: only the spinner then.
    const bool wanted = view.error && (view.state == PlayState::Failed || (view.state == PlayState::Reconnecting &&
                                                                           (view.attempt > 1 || view.retryInMs > 0)));
    if (!wanted) {
        hideError();
        return;
    }
    if (!m_error) {
        m_error = new ErrorPanel(this);
        connect(m_error, &ErrorPanel::retryRequested, &m_player, &PlayerPresenter::reload);
        connect(m_error, &ErrorPanel::certificateAccepted, &m_player, &PlayerPresenter::acceptCertificate);
        connect(m_error, &ErrorPanel::resized, this, &PlayerView::place);
    }
    m_error->setError(*view.error, view.state == PlayState::Reconnecting ? view.attempt : 0, view.retryInMs);
    m_error->setCertificateHost(view.certificateHost);
    m_error->show();
}

/// Who walked to its buttons by keyboard has the keys of a television again.
void PlayerView::hideError()
{
    if (!m_error)
        return;
    const bool focused = m_error->isAncestorOf(QApplication::focusWidget());
    m_error->hide();
    if (focused)
        setFocus(Qt::OtherFocusReason);
}

QString PlayerView::statusText() const
{
    const presenters::PlayerView &view = m_player.view();
    switch (view.state) {
    case PlayState::Opening:
        return tr("Connecting …");
    case PlayState::Buffering:
        return tr("Loading …");
    case PlayState::Reconnecting:
        return tr("Connecting again …");
    case PlayState::Paused:
        return tr("Paused");
    case PlayState::Ended:
        return tr("Ended");
    case PlayState::Playing: {
        const QString stream = presenters::streamText(view.tracks);
        return stream.isEmpty() ? tr("Playing") : stream;
    }
    case PlayState::Idle:
    case PlayState::Failed:
        break;
    }
    return {};
}

void PlayerView::place()
{
    const QRect room = rect();
    m_video->setGeometry(m_ring ? room.adjusted(2, 2, -2, -2) : room);
    m_standIn->setGeometry(room);
    const int margin = room.width() < 700 ? kMargin / 2 : kMargin;
    int bottom = room.bottom() - margin;
    if (m_controls && m_controls->isVisible()) {
        const int width = qMin(room.width() - 2 * margin, 1120);
        const int height = m_controls->sizeHint().height();
        m_controls->setGeometry(room.center().x() - width / 2, bottom - height + 1, width, height);
        bottom -= height + 12;
        m_video->setCovered(m_video->geometry().bottom() - bottom);
    } else {
        m_video->setCovered(0);
    }
    const QSize zap = m_zap->sizeHint().boundedTo(QSize(room.width() - 2 * margin, room.height()));
    m_zap->setGeometry(room.left() + margin, bottom - zap.height() + 1, zap.width(), zap.height());
    m_back->resize(m_back->sizeHint());
    m_back->move(room.left() + margin, room.top() + margin);
    m_note->move(room.center().x() - m_note->width() / 2, room.top() + margin);
    m_digits->move(room.right() - margin - m_digits->width(), room.top() + margin);
    m_spinner->resize(m_spinner->sizeHint());
    m_spinner->move(room.center() - m_spinner->rect().center());
    if (m_error) {
        const int width = qMin(520, room.width() - 2 * margin);
        const int height = qMin(m_error->layout()->totalHeightForWidth(width), room.height() - 2 * margin);
        m_error->setGeometry(room.center().x() - width / 2, room.center().y() - height / 2, width, height);
    }
    if (m_stats) {
        const int top = m_cinema ? m_back->geometry().bottom() + 12 : room.top() + margin; // Back can be clicked
        m_stats->setGeometry(
            QRect(QPoint(room.left() + margin, top),
                  m_stats->sizeHint().boundedTo(QSize(room.width() - 2 * margin, room.bottom() - margin - top))));
    }
    if (m_drawer)
        m_drawer->setGeometry(0, 0, qMin(380, room.width()), room.height());
}

ControlBar *PlayerView::ensureControls()
{
    if (m_controls)
        return m_controls;
    m_controls = new ControlBar(m_player, m_settings, this);
    m_controls->setFullScreen(m_fullScreen);
    m_controls->setCinema(m_cinema);
    m_controls->hide();
    m_controls->installEventFilter(this);
    connect(m_controls, &ControlBar::fullScreenRequested, this,
            [this] { Q_EMIT commandRequested(Command::FullScreen); });
    connect(m_controls, &ControlBar::favouriteRequested, this, [this] { Q_EMIT commandRequested(Command::Favourite); });
    connect(m_controls, &ControlBar::channelListRequested, this,
            [this] { Q_EMIT commandRequested(Command::ChannelList); });
    return m_controls;
}

void PlayerView::showControls()
{
    m_back->setVisible(m_cinema);
    if (!plays() || (m_drawer && m_drawer->isVisible()))
        return;
    ensureControls();
    if (m_controls->isHidden()) {
        m_controls->show();
        m_controls->raise();
        place();
    }
    m_hideControls.start(kControlsMs);
}

void PlayerView::hideControls()
{
    if (m_back->underMouse() || m_back->hasFocus()) {
        m_hideControls.start(kControlsMs);
        return;
    }
    if (!m_controls) {
        m_back->hide();
        return;
    }
    if (m_controls->isInUse() || m_controls->underMouse() || controlsHaveFocus())
        m_hideControls.start(kControlsMs);
    else
        dismissControls();
}

void PlayerView::dismissControls()
{
    const bool focused = controlsHaveFocus();
    m_controlsByKey = false;
    m_hideControls.stop();
    m_controls->hide();
    m_back->hide();
    place();
    if (focused)
        setFocus(Qt::OtherFocusReason);
}

bool PlayerView::controlsHaveFocus() const
{
    return m_controls && m_controls->isAncestorOf(QApplication::focusWidget());
}

void PlayerView::setCursorHidden(bool hidden)
{
    if (hidden)
        setCursor(Qt::BlankCursor);
    else
        unsetCursor();
}

} // namespace kanal::ui
