// SPDX-License-Identifier: MIT
#include "row_painting.h"

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QStyle>
#include <QTextLayout>
#include <QTextOption>

namespace kanal::ui
{

void paintRowBackground(QPainter &painter, const QStyleOptionViewItem &option, const Tokens &tokens)
{
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    const bool focused = (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange);
    if (!selected && !hovered && !focused)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(option.rect).adjusted(4, 1, -4, -1);
    if (selected || hovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(selected ? tokens.selected() : tokens.hover());
        painter.drawRoundedRect(card, metrics::kRowRadius, metrics::kRowRadius);
    }
    if (focused) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokens.accent, 2));
        painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), metrics::kRowRadius - 1, metrics::kRowRadius - 1);
    }
    painter.restore();
}

void paintRowMark(QPainter &painter, const QRect &row, const Tokens &tokens)
{
    constexpr int kInset = 14;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.accent);
    painter.drawRoundedRect(QRectF(row.left() + 4, row.top() + kInset, 3, row.height() - 2 * kInset), 1.5, 1.5);
    painter.restore();
}

void setSeeThrough(QAbstractItemView &view)
{
    view.setFrameShape(QFrame::NoFrame);
    view.setAutoFillBackground(false);
    view.viewport()->setAutoFillBackground(false);
}

namespace
{

QFont badgeFont(const QFont &font)
{
    QFont small = sized(font, metrics::kCaptionText - 1, Weight::Bold);
    small.setCapitalization(QFont::AllUppercase);
    small.setLetterSpacing(QFont::AbsoluteSpacing, 0.5);
    return small;
}

QString badgeText(Badge badge)
{
    return badge == Badge::New ? QCoreApplication::translate("kanal::ui::RowPainting", "New")
                               : QCoreApplication::translate("kanal::ui::RowPainting", "18+");
}

} // namespace

QSize badgeSize(Badge badge, const QFont &font)
{
    const QFontMetrics metrics(badgeFont(font));
    return {metrics.horizontalAdvance(badgeText(badge)) + 10, metrics.height() + 2};
}

QRect paintBadge(QPainter &painter, Badge badge, const QPoint &rightMiddle, const QFont &font, const Tokens &tokens)
{
    const QSize size = badgeSize(badge, font);
    const QRect box(rightMiddle - QPoint(size.width(), size.height() / 2), size);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(badge == Badge::New ? tokens.accent : mixed(tokens.surface, tokens.text, 0.22));
    painter.drawRoundedRect(box, 4, 4);
    painter.setFont(badgeFont(font));
    painter.setPen(badge == Badge::New ? tokens.onAccent : tokens.text);
    painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, badgeText(badge));
    painter.restore();
    return box;
}

namespace
{

/// The whole text in one line, laid out once: asking for its width first and drawing it then would shape it twice.
/// False: it has to be cut.
bool paintWhole(QPainter &painter, const QRect &box, const QString &text, const QFont &font, Qt::Alignment alignment)
{
    QTextLayout layout(text, font);
    QTextOption option(QStyle::visualAlignment(painter.layoutDirection(), alignment));
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(painter.layoutDirection());
    layout.setTextOption(option);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(box.width());
    layout.endLayout();
    // As high as QPainter::drawText() takes it: beside a text that was cut, this one stands on the same line.
    const qreal width = line.naturalTextWidth(), height = line.ascent() + line.descent() + line.leading();
    if (width > box.width() || height > box.height())
        return false;
    const qreal below = box.height() - height;
    const qreal top = alignment & Qt::AlignBottom ? below : alignment & Qt::AlignVCenter ? below / 2 : 0;
    line.draw(&painter, box.topLeft() + QPointF(0, top));
    return true;
}

} // namespace

void paintText(QPainter &painter, const QRect &box, const QString &text, const QFont &font, const QColor &colour,
               Qt::Alignment alignment)
{
    if (text.isEmpty())
        return;
    painter.setFont(font);
    painter.setPen(colour);
    if (paintWhole(painter, box, text, font, alignment))
        return;
    const QString shown = QFontMetrics(font).elidedText(text, Qt::ElideRight, box.width());
    painter.drawText(box, int(alignment) | Qt::TextSingleLine, shown);
}

QStringList wrappedLines(const QString &text, const QFont &font, int width)
{
    QStringList lines;
    if (text.isEmpty())
        return lines;
    QTextLayout layout(text, font);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        lines += text.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    return lines;
}

int paintTwoLines(QPainter &painter, const QRect &box, const QString &text, const QFont &font, const QColor &colour)
{
    constexpr auto kAlignment = Qt::AlignLeft | Qt::AlignVCenter;
    const QRect first(box.left(), box.top(), box.width(), box.height() / 2);
    painter.setFont(font);
    painter.setPen(colour);
    if (text.isEmpty() || paintWhole(painter, first, text, font, kAlignment))
        return 1;
    const QStringList lines = wrappedLines(text, font, box.width());
    paintText(painter, first, lines.first(), font, colour, kAlignment);
    if (lines.size() == 1)
        return 1;
    paintText(painter, first.translated(0, first.height()), lines.mid(1).join(u' '), font, colour, kAlignment);
    return 2;
}

} // namespace kanal::ui
