// SPDX-License-Identifier: MIT
#include "controls.h"

#include "icons.h"
#include "theme.h"

#include <QAction>
#include <QEvent>
#include <QGuiApplication>
#include <QPainter>

namespace kanal::ui
{

namespace
{
constexpr int kBox = 18;
constexpr int kGap = 10;
constexpr int kRing = 4;
} // namespace

QSize CheckBox::sizeHint() const
{
    return {kRing * 2 + kBox + kGap + fontMetrics().horizontalAdvance(text()),
            qMax(kBox, fontMetrics().height()) + 2 * kRing};
}

bool CheckBox::hitButton(const QPoint &position) const
{
    return rect().contains(position);
}

void CheckBox::paintEvent(QPaintEvent * /*event*/)
{
    // From the application's palette: a style sheet has its own say in the widget's.
    const Tokens tokens = Tokens::of(QGuiApplication::palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box(kRing + 0.5, (height() - kBox) / 2 + 0.5, kBox - 1, kBox - 1);
    painter.setPen(QPen(isChecked() ? tokens.accent : mixed(tokens.line, tokens.text, 0.35), 1));
    painter.setBrush(isChecked() ? tokens.accent : underMouse() ? tokens.hover() : tokens.window);
    painter.drawRoundedRect(box, 4, 4);
    if (isChecked())
        painter.drawPixmap(box.topLeft() + QPointF(1, 1),
                           iconPixmap(QStringLiteral("check"), tokens.onAccent, kBox - 3, devicePixelRatioF()));
    painter.setPen(isEnabled() ? tokens.text : tokens.disabled);
    painter.drawText(rect().adjusted(kRing + kBox + kGap, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, text());
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokens.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void ChoiceBox::paintEvent(QPaintEvent *event)
{
    QComboBox::paintEvent(event);
    constexpr int kSide = 16;
    QPainter painter(this);
    painter.drawPixmap(width() - kSide - 10, (height() - kSide) / 2,
                       iconPixmap(QStringLiteral("chevron-down"), Tokens::of(QGuiApplication::palette()).secondary,
                                  kSide, devicePixelRatioF()));
}

FilterEdit::FilterEdit(QWidget *parent)
    : QLineEdit(parent)
{
    m_clear = addAction(QIcon(), QLineEdit::TrailingPosition);
    m_clear->setObjectName(QStringLiteral("clearAction"));
    m_clear->setText(tr("Clear"));
    m_clear->setVisible(false);
    retint();
    connect(m_clear, &QAction::triggered, this, &QLineEdit::clear);
    connect(this, &QLineEdit::textChanged, m_clear,
            [this](const QString &text) { m_clear->setVisible(!text.isEmpty()); });
}

void FilterEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        retint();
}

void FilterEdit::retint()
{
    if (m_clear)
        m_clear->setIcon(icon(QStringLiteral("close"), Tokens::of(palette()).secondary));
}

} // namespace kanal::ui
