// SPDX-License-Identifier: MIT
#include "elided_text.h"

#include <QPainter>
#include <QTextLayout>

namespace kanal::ui
{

ElidedText::ElidedText(int lines, QPalette::ColorRole colour, QWidget *parent)
    : QWidget(parent)
    , m_lines(lines)
    , m_colour(colour)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ElidedText::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setToolTip(text.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped()));
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    updateGeometry();
    update();
}

void ElidedText::setLines(int lines)
{
    m_lines = lines;
    updateGeometry();
    update();
}

int ElidedText::lineStep() const
{
    return fontMetrics().lineSpacing() + 3;
}

template<class Line>
int ElidedText::walk(int width, int lines, Line line) const
{
    const int step = lineStep();
    QTextLayout layout(m_text, font());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    int y = 0;
    for (int i = 0; i < lines; ++i) {
        QTextLine next = layout.createLine();
        if (!next.isValid())
            break;
        next.setLineWidth(width);
        const bool last = i == lines - 1;
        const QString rest = m_text.mid(next.textStart());
        line(last ? fontMetrics().elidedText(rest, Qt::ElideRight, width)
                  : m_text.mid(next.textStart(), next.textLength()),
             y);
        y += step;
    }
    layout.endLayout();
    return y;
}

int ElidedText::heightForWidth(int width) const
{
    return walk(qMax(40, width), m_lines, [](const QString &, int) {});
}

QSize ElidedText::sizeHint() const
{
    return {320, heightForWidth(width() > 40 ? width() : 480)};
}

QSize ElidedText::minimumSizeHint() const
{
    return {80, m_text.isEmpty() ? 0 : fontMetrics().lineSpacing()};
}

void ElidedText::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setPen(palette().color(m_colour));
    const int ascent = fontMetrics().ascent();
    const int room = qBound(1, height() / lineStep(), m_lines); // a layout may have had no more
    walk(width(), room, [&](const QString &text, int y) { painter.drawText(0, y + ascent + 1, text.trimmed()); });
}

} // namespace kanal::ui
