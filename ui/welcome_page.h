// SPDX-License-Identifier: MIT
// The first start: what Kanal is, and the sign-in.
#pragma once

#include <kanal/core/ids.h>

#include <QWidget>

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

Q_SIGNALS:
    void signedIn(kanal::AccountId account);
};

} // namespace kanal::ui
