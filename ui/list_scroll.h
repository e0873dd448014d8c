// SPDX-License-Identifier: MIT
// How the lists find the place again where they were scrolled to.
#pragma once

#include <QModelIndex>
#include <QString>

class QAbstractItemView;

namespace kanal::ui
{

/// `top` is presenters::kTopOfList or an id, `row` its row; false: it is not in the list.
bool scrollToTopRow(QAbstractItemView &view, const QString &top, const QModelIndex &row);

} // namespace kanal::ui
