// SPDX-License-Identifier: MIT
// What every row of a list is painted with: its background, its focus ring, text that ends in "…".
#pragma once

#include "theme.h"

#include <QPainter>
#include <QStyleOptionViewItem>

class QAbstractItemView;

namespace kanal::ui
{

/// Background of a row by its state, inset so that rows look like cards, and the focus ring.
void paintRowBackground(QPainter &painter, const QStyleOptionViewItem &option, const Tokens &tokens);
/// The bar of accent at the left edge of the row that counts: what plays, what Enter opens.
void paintRowMark(QPainter &painter, const QRect &row, const Tokens &tokens);
/// Lets the pane behind a list shine through. Not by style sheet: that would take the surface out of the palette, which
/// the delegates read their colours from.
void setSeeThrough(QAbstractItemView &view);
/// One line of plain text, elided at the end.
void paintText(QPainter &painter, const QRect &box, const QString &text, const QFont &font, const QColor &colour,
               Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter);
/// Over two lines where one does not hold it, and elided at the end of the second. `box` is two lines high. Returns how
/// many were needed.
int paintTwoLines(QPainter &painter, const QRect &box, const QString &text, const QFont &font, const QColor &colour);
/// The lines of a text that is broken between words to fit; one word that does not is a line by itself.
QStringList wrappedLines(const QString &text, const QFont &font, int width);
/// What is said of an entry by a small label: that it is new, or for adults.
enum class Badge { New, Adult };
/// Its right edge and middle are at `rightMiddle`. Returns where it stands.
QRect paintBadge(QPainter &painter, Badge badge, const QPoint &rightMiddle, const QFont &font, const Tokens &tokens);
/// What it takes, for placing it at the left.
QSize badgeSize(Badge badge, const QFont &font);

} // namespace kanal::ui
