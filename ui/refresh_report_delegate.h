// SPDX-License-Identifier: MIT
// Paints the names of a refresh report: what was renamed on two lines, the old name and the new one below it, so that
// both can be read to their end. What is behind a chosen row is the tree's, which paints all of it.
#pragma once

#include <QStyledItemDelegate>

namespace kanal::ui
{

class RefreshReportDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace kanal::ui
