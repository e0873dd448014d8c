// SPDX-License-Identifier: MIT
// A check box, a choice box and a line of text that look like the rest: style sheets cannot tint their marks.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>

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

/// What is typed to find something: a cross at its end empties it. (Qt's own clear button loads every image plugin
/// there is, and with them the window is there 7 ms later.)
class FilterEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterEdit(QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retint();

    QAction *m_clear = nullptr;
};

} // namespace kanal::ui
