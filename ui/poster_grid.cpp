// SPDX-License-Identifier: MIT
#include "poster_grid.h"

#include "icons.h"
#include "list_scroll.h"
#include "poster_delegate.h"
#include "poster_grid_accessible.h"
#include "row_menu.h"
#include "row_painting.h"
#include "row_pictures.h"

#include <kanal/presenters/image_store.h>
#include <kanal/presenters/list_state.h>
#include <kanal/presenters/title_list_model.h>

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <utility>

namespace kanal::ui
{

using presenters::TitleListModel;

namespace
{

constexpr int kMargin = 12; // and half a gap inside each cell
constexpr int kTop = 4;
constexpr int kWide = 1300; // from here on posters are larger, not just more

} // namespace

PosterGrid::PosterGrid(TitleListModel &model, presenters::ImageStore &images, QWidget *parent)
    : QAbstractItemView(parent)
    , m_model(model)
{
    makePosterGridsAccessible();
    setModel(&model);
    setItemDelegate(new PosterDelegate(&images, this));
    setSeeThrough(*this);
    setSelectionMode(SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);

    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_rowBefore = currentIndex().row(); });
    // Where it is scrolled to is the page's matter.
    connect(&model, &QAbstractItemModel::modelReset, this, &PosterGrid::updateGeometries);
    new RowPictures(*this, images, [this](const QModelIndex &index) {
        return RowPicture{{index.data(TitleListModel::PosterRole).toString(), {}},
                          PosterDelegate::posterSize(devicePixelRatioF())};
    });
}

PosterGrid::Layout PosterGrid::layout() const
{
    // The scroll bar's place is kept free: it must not come and go with the number of columns.
    const int room = qMax(1, maximumViewportSize().width() - verticalScrollBar()->sizeHint().width() - 2 * kMargin);
    Layout out;
    const int least = room < kWide ? PosterDelegate::kLeastCell : PosterDelegate::kLeastWideCell;
    out.columns = qMax(1, room / least);
    out.cellWidth = qMin(room / out.columns, PosterDelegate::kMostCell);
    out.cellHeight = PosterDelegate::cellHeight(out.cellWidth);
    out.left = kMargin + (room - out.columns * out.cellWidth) / 2;
    return out;
}

int PosterGrid::columns() const
{
    return layout().columns;
}

QRect PosterGrid::contentRect(int row) const
{
    const Layout places = layout();
    return {places.left + row % places.columns * places.cellWidth, kTop + row / places.columns * places.cellHeight,
            places.cellWidth, places.cellHeight};
}

QRect PosterGrid::visualRect(const QModelIndex &index) const
{
    return index.isValid() ? contentRect(index.row()).translated(0, -verticalOffset()) : QRect();
}

QModelIndex PosterGrid::indexAt(const QPoint &point) const
{
    const Layout places = layout();
    const int x = point.x() - places.left;
    const int y = point.y() + verticalOffset() - kTop;
    if (x < 0 || y < 0 || x >= places.columns * places.cellWidth)
        return {};
    const int row = y / places.cellHeight * places.columns + x / places.cellWidth;
    return row < m_model.rowCount() ? m_model.index(row, 0) : QModelIndex();
}

void PosterGrid::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    const QRect box = contentRect(index.row());
    const int height = viewport()->height();
    int top = verticalOffset();
    if (hint == PositionAtCenter)
        top = box.center().y() - height / 2;
    else if (hint == PositionAtTop || box.top() < top)
        top = box.top() - kTop;
    else if (hint == PositionAtBottom || box.bottom() > top + height)
        top = box.bottom() - height + kTop;
    verticalScrollBar()->setValue(top);
}

int PosterGrid::verticalOffset() const
{
    return verticalScrollBar()->value();
}

void PosterGrid::updateGeometries()
{
    const Layout places = layout();
    const int lines = (m_model.rowCount() + places.columns - 1) / places.columns;
    const int height = kTop + lines * places.cellHeight + kTop;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(qMax(1, places.cellHeight / 4));
    verticalScrollBar()->setRange(0, qMax(0, height - viewport()->height()));
    QAbstractItemView::updateGeometries();
}

void PosterGrid::resizeEvent(QResizeEvent *event)
{
    // What one looked at stays in view when the columns change. A line of news below the grid changes none.
    const bool others = std::exchange(m_columns, layout().columns) != layout().columns;
    const QModelIndex first = indexAt(QPoint(layout().left + 1, kTop + 1));
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
    if (others && currentIndex().isValid() && !viewport()->rect().intersects(visualRect(currentIndex())))
        scrollTo(first.isValid() ? first : currentIndex(), PositionAtTop);
}

std::pair<int, int> PosterGrid::rowsInView() const
{
    const Layout places = layout();
    const int first = qMax(0, (verticalOffset() - kTop) / places.cellHeight) * places.columns;
    const int lines = viewport()->height() / places.cellHeight + 2;
    return {first, qMin(first + lines * places.columns, m_model.rowCount())};
}

void PosterGrid::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QModelIndex hovered =
        viewport()->underMouse() ? indexAt(viewport()->mapFromGlobal(QCursor::pos())) : QModelIndex();
    const QModelIndex current = currentIndex();
    const QStyle::State base = option.state & ~(QStyle::State_MouseOver | QStyle::State_HasFocus);
    const auto [first, end] = rowsInView();
    for (int row = first; row < end; ++row) {
        const QModelIndex index = m_model.index(row, 0);
        option.rect = visualRect(index);
        if (!event->rect().intersects(option.rect))
            continue;
        option.state = base;
        if (index == hovered)
            option.state |= QStyle::State_MouseOver;
        if (index == current) {
            option.state |= QStyle::State_Selected;
            if (hasFocus())
                option.state |= QStyle::State_HasFocus;
        }
        itemDelegate()->paint(&painter, option, index);
    }
}

void PosterGrid::scrollContentsBy(int dx, int dy)
{
    QAbstractItemView::scrollContentsBy(dx, dy);
    viewport()->update();
}

void PosterGrid::dataChanged(const QModelIndex & /*from*/, const QModelIndex & /*to*/, const QList<int> & /*roles*/)
{
    viewport()->update(); // what is in view is cheap, and the change may span the list
}

void PosterGrid::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    viewport()->update();
    if (current.isValid())
        Q_EMIT currentTitle(idAt(current));
    sayCurrentPoster(*this, current);
}

void PosterGrid::focusInEvent(QFocusEvent *event)
{
    QAbstractItemView::focusInEvent(event);
    // After Qt has told that the grid itself has the focus.
    QMetaObject::invokeMethod(
        this, [this] { sayCurrentPoster(*this, currentIndex()); }, Qt::QueuedConnection);
}

QModelIndex PosterGrid::moveCursor(CursorAction action, Qt::KeyboardModifiers /*modifiers*/)
{
    const int count = m_model.rowCount();
    if (count == 0)
        return {};
    if (!currentIndex().isValid())
        return m_model.index(0, 0);
    const Layout places = layout();
    const int page = qMax(1, viewport()->height() / places.cellHeight) * places.columns;
    int row = currentIndex().row();
    const auto go = [&](int step) {
        if (row + step >= 0 && row + step < count)
            row += step;
        else if (step > 0 && row / places.columns < (count - 1) / places.columns)
            row = count - 1; // the last line is not full
        else if (step < -1 || step > 1)
            row = step < 0 ? row % places.columns : row;
    };
    switch (action) {
    case MoveLeft:
    case MovePrevious:
        go(-1);
        break;
    case MoveRight:
    case MoveNext:
        go(1);
        break;
    case MoveUp:
        go(-places.columns);
        break;
    case MoveDown:
        go(places.columns);
        break;
    case MovePageUp:
        go(-page);
        break;
    case MovePageDown:
        go(page);
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = count - 1;
        break;
    }
    return m_model.index(row, 0);
}

void PosterGrid::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const QModelIndex index = indexAt(rect.center());
    if (index.isValid())
        selectionModel()->select(index, command);
}

QRegion PosterGrid::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    for (const QModelIndex &index : selection.indexes())
        region += visualRect(index);
    return region;
}

bool PosterGrid::reveal(const QString &id)
{
    const auto row = m_model.rowOf(id);
    if (!row)
        return false;
    const QModelIndex index = m_model.index(*row, 0);
    setCurrentIndex(index);
    const QRect box = visualRect(index);
    if (!viewport()->rect().contains(box))
        scrollTo(index, PositionAtCenter);
    return true;
}

QString PosterGrid::top() const
{
    if (verticalOffset() == 0)
        return presenters::kTopOfList;
    const Layout places = layout();
    return idAt(m_model.index(verticalOffset() / places.cellHeight * places.columns, 0));
}

bool PosterGrid::scrollToTopRow(const QString &top)
{
    const auto row = m_model.rowOf(top);
    return ui::scrollToTopRow(*this, top, row ? m_model.index(*row, 0) : QModelIndex());
}

void PosterGrid::keepPlace(const QString &id)
{
    const int scrolled = verticalScrollBar()->value();
    const int last = m_model.rowCount() - 1;
    if (const auto row = m_model.rowOf(id))
        setCurrentIndex(m_model.index(*row, 0));
    else if (m_rowBefore >= 0 && last >= 0)
        setCurrentIndex(m_model.index(qMin(m_rowBefore, last), 0));
    verticalScrollBar()->setValue(scrolled);
}

/// As ChannelListView.
bool PosterGrid::event(QEvent *event)
{
    const int scrolled = verticalScrollBar()->value();
    const bool done = QAbstractItemView::event(event);
    if (event->type() == QEvent::Show)
        verticalScrollBar()->setValue(scrolled);
    return done;
}

QString PosterGrid::idAt(const QModelIndex &index) const
{
    return index.data(TitleListModel::IdRole).toString();
}

QString PosterGrid::currentId() const
{
    return idAt(currentIndex());
}

void PosterGrid::keyPressEvent(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool upDown = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (upDown && modifiers == Qt::AltModifier && m_model.place() == presenters::ListPlace::Favourites) {
        const QString id = currentId();
        Q_EMIT favouriteMoved(id, event->key() == Qt::Key_Up ? -1 : 1);
        reveal(id);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (currentIndex().isValid())
            Q_EMIT titleActivated(currentId());
        return;
    case Qt::Key_Up:
        if (currentIndex().row() < layout().columns) {
            Q_EMIT leaveUpwards();
            return;
        }
        break;
    case Qt::Key_Left:
        if (!currentIndex().isValid() || currentIndex().row() % layout().columns == 0) {
            Q_EMIT leaveLeft();
            return;
        }
        break;
    case Qt::Key_Right:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        break;
    default:
        event->ignore(); // the window knows what to do with the rest
        return;
    }
    if (modifiers != Qt::NoModifier) {
        event->ignore();
        return;
    }
    QAbstractItemView::keyPressEvent(event);
}

void PosterGrid::mousePressEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    if (index.isValid() && event->button() == Qt::LeftButton &&
        PosterDelegate::starBox(visualRect(index)).contains(at)) {
        Q_EMIT favouriteToggled(idAt(index));
        return;
    }
    QAbstractItemView::mousePressEvent(event);
}

void PosterGrid::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    if (index.isValid() && event->button() == Qt::LeftButton &&
        !PosterDelegate::starBox(visualRect(index)).contains(at))
        Q_EMIT titleActivated(idAt(index));
}

void PosterGrid::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(event->pos()) : currentIndex();
    const QString id = idAt(index);
    if (id.isEmpty())
        return;
    const bool favourite = index.data(TitleListModel::FavouriteRole).toBool();
    const Tokens tokens = Tokens::of(palette());
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("titleMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(icon(QStringLiteral("info"), tokens.text), tr("Open")), &QAction::triggered, this,
            [this, id] { Q_EMIT titleActivated(id); });
    addRowActions(menu, palette(),
                  {.favourite = favourite,
                   .place = m_model.place(),
                   .toggleFavourite = [this, id] { Q_EMIT favouriteToggled(id); },
                   .toggleHidden = [this, id] { Q_EMIT hiddenToggled(id); },
                   .moveFavourite = [this, id](int step) { Q_EMIT favouriteMoved(id, step); }});
    popUp(menu, *event, *this, index);
}

} // namespace kanal::ui
