// SPDX-License-Identifier: MIT
// Every account as a card: what the panel says of it, and what one may do with it.
#pragma once

#include <kanal/core/ids.h>

#include <QWidget>

class QVBoxLayout;

namespace kanal::presenters
{
class AccountsPresenter;
struct AccountView;
} // namespace kanal::presenters

namespace kanal::ui
{

class AccountsPage : public QWidget
{
    Q_OBJECT

public:
    explicit AccountsPage(presenters::AccountsPresenter &accounts, QWidget *parent = nullptr);

Q_SIGNALS:
    void addRequested();
    void editRequested(kanal::AccountId account);
    void watchRequested(); ///< an account was chosen: show its channels

private:
    void render();
    QWidget *makeCard(const presenters::AccountView &account);
    void askToRemove(const presenters::AccountView &account);

    presenters::AccountsPresenter &m_accounts;
    QWidget *m_body = nullptr;
    QVBoxLayout *m_cards = nullptr;
};

} // namespace kanal::ui
