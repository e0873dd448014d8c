// SPDX-License-Identifier: MIT
// What the mouse, the keys and the focus do to the picture.
#include "channel_drawer.h"
#include "control_bar.h"
#include "playback_menus.h"
#include "player_view.h"
#include "theme.h"
#include "video_widget.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>

namespace kanal::ui
{

namespace
{

constexpr int kWheelStep = 120;
constexpr int kEdge = 4;

/// The subtitle file that is being dropped; empty: something else.
QString droppedSubtitles(const QMimeData &data)
{
    for (const QUrl &url : data.urls())
        if (url.isLocalFile() && isSubtitleFile(url.fileName()))
            return url.toLocalFile();
    return {};
}

} // namespace

void PlayerView::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedSubtitles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void PlayerView::dropEvent(QDropEvent *event)
{
    if (const QString file = droppedSubtitles(*event->mimeData()); !file.isEmpty())
        m_player.addSubtitles(file);
}

void PlayerView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void PlayerView::paintEvent(QPaintEvent *event)
{
    QPainter(this).fillRect(event->rect(), m_ring ? Tokens::dark().accent : QColor(Qt::black));
}

void PlayerView::mouseMoveEvent(QMouseEvent *event)
{
    // Windows and X send moves without movement when something appears under the pointer.
    const QPoint at = event->globalPosition().toPoint();
    if (at == m_lastMouse)
        return;
    m_lastMouse = at;
    setCursorHidden(false);
    if (m_fullScreen)
        m_hideCursor.start();
    showControls();
    watchEdge(event->position().toPoint().x());
}

/// In full screen the list of channels waits behind the left edge.
void PlayerView::watchEdge(int x)
{
    if (!m_fullScreen || m_cinema || x >= kEdge)
        m_edge.stop();
    else if (!m_edge.isActive())
        m_edge.start();
}

void PlayerView::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    if (m_drawer && m_drawer->isVisible())
        toggleDrawer();
    event->accept();
}

void PlayerView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT commandRequested(Command::FullScreen);
}

void PlayerView::leaveEvent(QEvent *event)
{
    m_edge.stop();
    if (m_controls && m_controls->isVisible() && !m_controls->isInUse())
        m_hideControls.start(kControlsMs / 6);
    QWidget::leaveEvent(event);
}

void PlayerView::wheelEvent(QWheelEvent *event)
{
    // Touchpads send many small steps: they add up to one.
    m_wheel += event->angleDelta().y();
    const int steps = m_wheel / kWheelStep;
    m_wheel -= steps * kWheelStep;
    event->accept();
    if (steps == 0)
        return;
    if (event->modifiers() & Qt::ControlModifier)
        Q_EMIT commandRequested(steps > 0 ? Command::ChannelUp : Command::ChannelDown);
    else
        m_player.changeVolume(steps);
}

void PlayerView::keyPressEvent(QKeyEvent *event)
{
    const auto command = commandOf(*event, Reach::Video);
    if (command)
        Q_EMIT commandRequested(*command);
    else
        event->ignore();
}

/// From the picture Tab leads into the bar over it.
bool PlayerView::focusNextPrevChild(bool next)
{
    if (next && hasFocus()) {
        showControls();
        if (m_controls && m_controls->isVisible()) {
            m_controls->takeFocus(Qt::TabFocusReason);
            return true;
        }
    }
    return QWidget::focusNextPrevChild(next);
}

void PlayerView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    // A ring for those who walk by keyboard; the mouse needs none.
    m_ring = !m_fullScreen && (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason);
    place();
    update();
}

void PlayerView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    m_ring = false;
    place();
    update();
}

bool PlayerView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_controls && event->type() == QEvent::MouseMove)
        m_hideControls.start(kControlsMs);
    if (watched == m_controls && event->type() == QEvent::LayoutRequest)
        QMetaObject::invokeMethod(this, &PlayerView::place, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

} // namespace kanal::ui
