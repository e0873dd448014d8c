// SPDX-License-Identifier: MIT
// What stands where a list would: empty, loading, error. An icon, a sentence, what to do next.
#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace kanal::ui
{

/// One face of a StateView; empty texts leave their part out.
struct StateFace {
    QString iconName;
    QString title;
    QString message;
    QString details;    ///< behind a Details button
    QString action;     ///< text of the main button
    QString actionName; ///< its object name, as tests and accessibility know it
    bool busy = false;
};

class StateView : public QWidget
{
    Q_OBJECT

public:
    explicit StateView(QWidget *parent = nullptr);

    void setFace(const StateFace &face);

Q_SIGNALS:
    void actionRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retint();

    StateFace m_face;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_message;
    QProgressBar *m_progress;
    QPushButton *m_action;
    QPushButton *m_detailsButton;
    QLabel *m_details;
};

} // namespace kanal::ui
