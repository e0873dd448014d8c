// SPDX-License-Identifier: MIT
// The first start: what Kanal is, and the sign-in.
#pragma once

#include <kanal/core/ids.h>

#include <QWidget>

class QLabel;

namespace kanal::presenters
{
class LoginPresenter;
}

namespace kanal::ui
{

class WelcomePage : public QWidget
{
    Q_OBJECT

public:
    /// Takes the presenter as its child.
    explicit WelcomePage(presenters::LoginPresenter *login, QWidget *parent = nullptr);

    /// What the lists' page would tell, were it seen; empty: nothing.
    void setNotice(const QString &text);

Q_SIGNALS:
    void signedIn(kanal::AccountId account);

private:
    QLabel *m_notice;
};

} // namespace kanal::ui
