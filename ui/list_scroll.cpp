// SPDX-License-Identifier: MIT
#include "list_scroll.h"

#include <kanal/presenters/list_state.h>

#include <QAbstractItemView>

namespace kanal::ui
{

bool scrollToTopRow(QAbstractItemView &view, const QString &top, const QModelIndex &row)
{
    if (top == presenters::kTopOfList) {
        view.scrollToTop();
        return true;
    }
    if (!row.isValid())
        return false;
    view.scrollTo(row, QAbstractItemView::PositionAtTop);
    const QModelIndex current = view.currentIndex();
    if (view.viewport()->rect().intersects(view.visualRect(current))) // perhaps the upper one was cut before, not this
        view.scrollTo(current);
    return true;
}

} // namespace kanal::ui
