// SPDX-License-Identifier: MIT
// A check box and a choice box that look like the rest: style sheets cannot tint their marks.
#pragma once

#include <QCheckBox>
#include <QComboBox>

namespace kanal::ui
{

class CheckBox : public QCheckBox
{
    Q_OBJECT

public:
    using QCheckBox::QCheckBox;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool hitButton(const QPoint &position) const override;
};

class ChoiceBox : public QComboBox
{
    Q_OBJECT

public:
    using QComboBox::QComboBox;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace kanal::ui
