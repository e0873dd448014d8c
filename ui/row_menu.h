// SPDX-License-Identifier: MIT
// What a right click on a channel, film or series offers beside opening it.
#pragma once

#include <kanal/presenters/list_sort.h>

#include <QMenu>

#include <functional>

class QAbstractItemView;
class QContextMenuEvent;
class QModelIndex;

namespace kanal::ui
{

struct RowMenuWish {
    bool favourite = false;
    presenters::ListPlace place = presenters::ListPlace::List;
    std::function<void()> toggleFavourite;
    std::function<void()> toggleHidden;
    std::function<void(int step)> moveFavourite;
};

/// Where the mouse is; at the middle of `row` where a key asked for it, with the first entry chosen for Enter.
void popUp(QMenu *menu, const QContextMenuEvent &event, const QAbstractItemView &view, const QModelIndex &row);

/// Star, order among the favourites, hiding.
void addRowActions(QMenu *menu, const QPalette &palette, const RowMenuWish &wish);

} // namespace kanal::ui
