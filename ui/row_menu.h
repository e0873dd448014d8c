// SPDX-License-Identifier: MIT
// What a right click on a channel, film or series offers beside opening it.
#pragma once

#include <kanal/presenters/list_sort.h>

#include <QMenu>

#include <functional>

namespace kanal::ui
{

struct RowMenuWish {
    bool favourite = false;
    presenters::ListPlace place = presenters::ListPlace::List;
    std::function<void()> toggleFavourite;
    std::function<void()> toggleHidden;
    std::function<void(int step)> moveFavourite;
};

/// Star, order among the favourites, hiding.
void addRowActions(QMenu *menu, const QPalette &palette, const RowMenuWish &wish);

} // namespace kanal::ui
