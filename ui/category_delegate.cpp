// SPDX-License-Identifier: MIT
#include "category_delegate.h"

#include "icons.h"
#include "row_painting.h"

#include <kanal/presenters/category_list_model.h>

#include <QLocale>
#include <QPainter>

namespace kanal::ui
{

using presenters::CategoryListModel;

namespace
{

QString iconOf(const QString &key)
{
    if (key == QLatin1String("favourites"))
        return QStringLiteral("star");
    if (key == QLatin1String("all"))
        return QStringLiteral("grid");
    if (key == QLatin1String("recent"))
        return QStringLiteral("catchup");
    if (key == QLatin1String("added"))
        return QStringLiteral("plus");
    return {};
}

} // namespace

void CategoryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = Tokens::of(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    paintRowBackground(*painter, option, tokens);

    QRect box = option.rect.adjusted(14, 0, -16, 0);
    const QString mark = iconOf(index.data(CategoryListModel::KeyRole).toString());
    if (!mark.isEmpty()) {
        const int side = 16;
        const QPoint at(box.left(), box.center().y() - side / 2 + 1);
        painter->drawPixmap(at, iconPixmap(mark, selected ? tokens.accent : tokens.secondary, side,
                                           painter->device()->devicePixelRatioF()));
        box.setLeft(box.left() + side + 8);
    }
    const int count = index.data(CategoryListModel::CountRole).toInt();
    const QString countText = count >= 0 ? QLocale().toString(count) : QString();
    const QFont caption = sized(option.font, metrics::kCaptionText);
    const int countWidth = QFontMetrics(caption).horizontalAdvance(countText);
    paintText(*painter, box, countText, caption, tokens.secondary, Qt::AlignRight | Qt::AlignVCenter);
    box.setRight(box.right() - countWidth - 8);
    paintText(*painter, box, index.data(CategoryListModel::NameRole).toString(),
              sized(option.font, metrics::kBaseText, selected ? Weight::Bold : Weight::Normal), tokens.text);
}

QSize CategoryDelegate::sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex & /*index*/) const
{
    return {160, metrics::kCategoryRow};
}

} // namespace kanal::ui
