// SPDX-License-Identifier: MIT
// A category row: its mark, its name, how many entries it has.
#pragma once

#include <QStyledItemDelegate>

namespace kanal::ui
{

class CategoryDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace kanal::ui
