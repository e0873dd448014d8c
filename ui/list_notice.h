// SPDX-License-Identifier: MIT
// The line under a list: that it is being refreshed and how to end that, that it is old and why, what happened to it
// and what one can do. Not there while there is nothing to say.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace kanal::presenters
{
struct ListState;
}

namespace kanal::ui
{

class IconButton;

class ListNotice : public QWidget
{
    Q_OBJECT

public:
    explicit ListNotice(QWidget *parent = nullptr);
    void render(const presenters::ListState &state);

Q_SIGNALS:
    void believed(); ///< the smaller list is to be taken
    void kept();     ///< it is to be forgotten
    void dismissed();
    void reportRequested(); ///< what changed is to be listed
    void cancelled();       ///< the refresh is to end
    void signInRequested(); ///< the refresh was refused for a reason only that mends

private:
    QPushButton *addButton(const QString &name, const QString &text);

    QLabel *m_text = nullptr;
    QWidget *m_answers = nullptr; ///< the line of Keep and Remove
    QPushButton *m_report = nullptr;
    QPushButton *m_keep = nullptr;
    QPushButton *m_believe = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_signIn = nullptr;
    IconButton *m_dismiss = nullptr;
};

} // namespace kanal::ui
