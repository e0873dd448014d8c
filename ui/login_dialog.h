// SPDX-License-Identifier: MIT
// Adds an account or changes one. Never blocks: open() it.
#pragma once

#include <kanal/core/ids.h>

#include <QDialog>

namespace kanal::presenters
{
class LoginPresenter;
}

namespace kanal::ui
{

class LoginDialog : public QDialog
{
    Q_OBJECT

public:
    /// Takes the presenter as its child.
    LoginDialog(presenters::LoginPresenter *login, AccountId edit, QWidget *parent = nullptr);

    void reject() override;

Q_SIGNALS:
    void signedIn(kanal::AccountId account);

private:
    presenters::LoginPresenter *m_login;
};

} // namespace kanal::ui
