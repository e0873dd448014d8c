// SPDX-License-Identifier: MIT
#include "channel_list_view.h"

#include "channel_delegate.h"
#include "icons.h"
#include "list_scroll.h"
#include "row_menu.h"
#include "row_painting.h"
#include "row_pictures.h"

#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/image_store.h>
#include <kanal/presenters/list_state.h>

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>

namespace kanal::ui
{

using presenters::ChannelListModel;

ChannelListView::ChannelListView(ChannelListModel &model, presenters::ImageStore &images, QWidget *parent)
    : QListView(parent)
    , m_model(model)
{
    setItemDelegate(new ChannelDelegate(&images, this));
    setSeeThrough(*this);
    setUniformItemSizes(true);
    setVerticalScrollMode(ScrollPerPixel);
    setModel(&model); // after what would have every row laid out anew
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    verticalScrollBar()->setSingleStep(metrics::kChannelRow / 2);
    setAccessibleName(tr("Channels"));

    new RowPictures(*this, images, [this](const QModelIndex &index) {
        return RowPicture{{index.data(ChannelListModel::LogoRole).toString(), {}},
                          ChannelDelegate::logoSize(devicePixelRatioF())};
    });
}

void ChannelListView::setPlayOn(ViewSettings::PlayOn playOn)
{
    m_playOn = playOn;
}

bool ChannelListView::reveal(const QString &channelId)
{
    const auto row = m_model.rowOf(channelId);
    if (!row)
        return false;
    const QModelIndex index = m_model.index(*row, 0);
    setCurrentIndex(index);
    scrollTo(index, EnsureVisible);
    return true;
}

QString ChannelListView::top() const
{
    if (verticalScrollBar()->value() == 0)
        return presenters::kTopOfList;
    return indexAt(QPoint(0, 0)).data(ChannelListModel::IdRole).toString();
}

bool ChannelListView::scrollToTopRow(const QString &top)
{
    const auto row = m_model.rowOf(top);
    return ui::scrollToTopRow(*this, top, row ? m_model.index(*row, 0) : QModelIndex());
}

/// A list that is seen again stands where it stood: Qt would scroll to what became current meanwhile.
bool ChannelListView::event(QEvent *event)
{
    const int scrolled = verticalScrollBar()->value();
    const bool done = QListView::event(event);
    if (event->type() == QEvent::Show)
        verticalScrollBar()->setValue(scrolled);
    return done;
}

/// All rows are of one height, whatever they say: a mark does not have 20,000 of them laid out anew, nor each asked
/// whether it is in view.
void ChannelListView::dataChanged(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles)
{
    if (!isVisible())
        return; // painted anew when it is shown
    const QModelIndex top = indexAt(QPoint(0, 0));
    const QModelIndex bottom = indexAt(QPoint(0, viewport()->height() - 1));
    const int from = qMax(first.row(), top.isValid() ? top.row() : 0);
    const int to = bottom.isValid() ? qMin(last.row(), bottom.row()) : last.row();
    if (from <= to) // NOLINTNEXTLINE(bugprone-parent-virtual-call): QListView's lays them out
        QAbstractItemView::dataChanged(m_model.index(from, 0), m_model.index(to, 0), roles);
}

void ChannelListView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        m_current = idAt(current);
}

void ChannelListView::keepCurrent(const QString &id)
{
    if (!id.isEmpty())
        m_current = id;
    const auto row = m_model.rowOf(m_current);
    if (!row)
        return;
    const int scrolled = verticalScrollBar()->value();
    setCurrentIndex(m_model.index(*row, 0));
    verticalScrollBar()->setValue(scrolled);
}

void ChannelListView::step(int rows)
{
    const int direction = rows < 0 ? -1 : 1;
    const int count = m_model.rowCount();
    int row = currentIndex().isValid() ? currentIndex().row() : (direction > 0 ? -1 : count);
    int found = -1;
    for (int left = std::abs(rows); left > 0;) {
        row += direction;
        if (row < 0 || row >= count)
            break;
        if (m_model.index(row, 0).data(ChannelListModel::HeadingRole).toBool())
            continue;
        found = row;
        --left;
    }
    if (found < 0)
        return;
    const QModelIndex index = m_model.index(found, 0);
    setCurrentIndex(index);
    scrollTo(index);
}

QString ChannelListView::currentId() const
{
    return idAt(currentIndex());
}

void ChannelListView::contextMenuEvent(QContextMenuEvent *event)
{
    // The menu key means the current row, the mouse the one under it.
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(event->pos()) : currentIndex();
    const QString id = idAt(index);
    if (id.isEmpty())
        return;
    const bool favourite = index.data(ChannelListModel::FavouriteRole).toBool();
    const Tokens tokens = Tokens::of(palette());
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("channelMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(icon(QStringLiteral("play"), tokens.text), tr("Play")), &QAction::triggered, this,
            [this, id] { Q_EMIT channelActivated(id); });
    addRowActions(menu, palette(),
                  {.favourite = favourite,
                   .place = m_model.place(),
                   .toggleFavourite = [this, id] { Q_EMIT favouriteToggled(id); },
                   .toggleHidden = [this, id] { Q_EMIT hiddenToggled(id); },
                   .moveFavourite = [this, id](int step) { Q_EMIT favouriteMoved(id, step); }});
    popUp(menu, *event, *this, index);
}

/// The current favourite changes places with its neighbour and stays the current one.
void ChannelListView::moveCurrent(int step)
{
    const QString id = currentId();
    if (id.isEmpty())
        return;
    Q_EMIT favouriteMoved(id, step);
    reveal(id);
}

void ChannelListView::keyPressEvent(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const int page = std::max(1, viewport()->height() / metrics::kChannelRow - 1);
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: {
        if (modifiers == Qt::AltModifier && m_model.place() == presenters::ListPlace::Favourites) {
            moveCurrent(event->key() == Qt::Key_Up || event->key() == Qt::Key_PageUp ? -1 : 1);
            return;
        }
        if (modifiers != Qt::NoModifier)
            break;
        const int before = currentIndex().row();
        step(event->key() == Qt::Key_Up       ? -1
             : event->key() == Qt::Key_Down   ? 1
             : event->key() == Qt::Key_PageUp ? -page
                                              : page);
        if (event->key() == Qt::Key_Up && before == currentIndex().row())
            Q_EMIT leaveUpwards();
        return;
    }
    case Qt::Key_Home:
    case Qt::Key_End:
        if (modifiers != Qt::NoModifier || m_model.rowCount() == 0)
            break;
        setCurrentIndex({});
        step(event->key() == Qt::Key_Home ? 1 : -1);
        return;
    case Qt::Key_Left:
        if (modifiers != Qt::NoModifier)
            break;
        Q_EMIT leaveLeft();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const QString id = currentId(); !id.isEmpty())
            Q_EMIT channelActivated(id);
        return;
    default:
        break;
    }
    event->ignore(); // the window knows what to do with the rest
}

void ChannelListView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    m_pressed = event->button() == Qt::LeftButton ? index : QModelIndex();
    m_pressedStar = isStarAt(event->position().toPoint(), index);
    if (m_pressedStar && event->button() == Qt::LeftButton)
        return; // a star does not move the selection
    QListView::mousePressEvent(event);
}

void ChannelListView::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    if (event->button() != Qt::LeftButton || !index.isValid() || index != m_pressed)
        return;
    const QString id = idAt(index);
    if (id.isEmpty())
        return;
    if (m_pressedStar) {
        if (isStarAt(at, index))
            Q_EMIT favouriteToggled(id);
        return;
    }
    if (m_playOn == ViewSettings::PlayOn::OneClick)
        Q_EMIT channelActivated(id);
}

void ChannelListView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    const QString id = idAt(index);
    if (m_playOn == ViewSettings::PlayOn::DoubleClick && !id.isEmpty() && event->button() == Qt::LeftButton &&
        !isStarAt(event->position().toPoint(), index))
        Q_EMIT channelActivated(id);
    m_pressed = QModelIndex(); // the release that follows is no further click
}

QString ChannelListView::idAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.data(ChannelListModel::HeadingRole).toBool())
        return {};
    return index.data(ChannelListModel::IdRole).toString();
}

bool ChannelListView::isStarAt(const QPoint &position, const QModelIndex &index) const
{
    return !idAt(index).isEmpty() && ChannelDelegate::starBox(visualRect(index)).contains(position);
}

} // namespace kanal::ui
