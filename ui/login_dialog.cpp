// SPDX-License-Identifier: MIT
#include "login_dialog.h"

#include "login_form.h"
#include "theme.h"

#include <kanal/presenters/login_presenter.h>

#include <QLabel>
#include <QVBoxLayout>

namespace kanal::ui
{

LoginDialog::LoginDialog(presenters::LoginPresenter *login, AccountId edit, QWidget *parent)
    : QDialog(parent)
    , m_login(login)
{
    login->setParent(this);
    setObjectName(QStringLiteral("loginDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(edit ? tr("Change account") : tr("Add account"));
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(14);
    rows->setSizeConstraint(QLayout::SetFixedSize); // grows with an error, shrinks without
    auto *title = new QLabel(windowTitle(), this);
    title->setObjectName(QStringLiteral("pageTitle"));
    auto *form = new LoginForm(*login, LoginForm::Leave::Possible, this);
    form->setFixedWidth(420);
    rows->addWidget(title);
    rows->addWidget(form);
    connect(form, &LoginForm::dismissed, this, &QDialog::reject);
    connect(form, &LoginForm::signedIn, this, [this](AccountId account) {
        Q_EMIT signedIn(account);
        accept();
    });
}

void LoginDialog::reject()
{
    m_login->cancel();
    QDialog::reject();
}

} // namespace kanal::ui
