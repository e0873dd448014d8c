// SPDX-License-Identifier: MIT
// The line under a list: that it is being refreshed, that it is old and why, what happened to it and what one can do.
// Not there while there is nothing to say.
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
    void dismissed();

private:
    QLabel *m_text = nullptr;
    QPushButton *m_believe = nullptr;
    IconButton *m_dismiss = nullptr;
};

} // namespace kanal::ui
