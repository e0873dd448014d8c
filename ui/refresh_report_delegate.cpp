// SPDX-License-Identifier: MIT
#include "refresh_report_delegate.h"

#include "row_painting.h"
#include "theme.h"

#include <kanal/presenters/refresh_report_model.h>

#include <QPainter>

namespace kanal::ui
{

using presenters::RefreshReportModel;

namespace
{

constexpr int kLine = 18;
constexpr int kAir = 6;

} // namespace

QSize RefreshReportDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool renamed = !index.data(RefreshReportModel::BeforeRole).toString().isEmpty();
    return {QStyledItemDelegate::sizeHint(option, index).width(), kAir + (renamed ? 2 : 1) * kLine + kAir};
}

void RefreshReportDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = Tokens::of(option.palette);
    if (!(option.state & QStyle::State_Selected) && option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, tokens.hover());
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QRect box = option.rect.adjusted(4, kAir, -4, -kAir);
    const QString before = index.data(RefreshReportModel::BeforeRole).toString();
    if (before.isEmpty()) {
        paintText(*painter, box, item.text, item.font,
                  index.column() == RefreshReportModel::NameColumn ? tokens.text : tokens.secondary);
        return;
    }
    const QRect old(box.left(), box.top(), box.width(), kLine);
    paintText(*painter, old, before, item.font, tokens.secondary);
    paintText(*painter, old.translated(0, kLine), tr("→ %1").arg(index.data(RefreshReportModel::NameRole).toString()),
              item.font, tokens.text);
}

} // namespace kanal::ui
