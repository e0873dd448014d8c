// SPDX-License-Identifier: MIT
// Plain text over at most so many lines and no more than its height has room for, "…" where it is longer; the whole
// text in the tool tip.
#pragma once

#include <QPalette>
#include <QWidget>

namespace kanal::ui
{

class ElidedText : public QWidget
{
    Q_OBJECT

public:
    ElidedText(int lines, QPalette::ColorRole colour, QWidget *parent = nullptr);

    void setText(const QString &text);
    QString text() const { return m_text; }
    void setLines(int lines);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    /// Calls `line(text, y)` for each of at most so many lines; returns the height.
    template<class Line>
    int walk(int width, int lines, Line line) const;
    int lineStep() const;

    QString m_text;
    int m_lines;
    QPalette::ColorRole m_colour;
};

} // namespace kanal::ui
