// SPDX-License-Identifier: MIT
// The bar on the left: who watches on top, the pages below, settings at the end. Labels where there is room for them.
#pragma once

#include <kanal/core/ids.h>

#include <QWidget>

class QButtonGroup;
class QToolButton;
class QVBoxLayout;

namespace kanal::presenters
{
class AccountsPresenter;
}

namespace kanal::ui
{

class AccountButton;
class IconButton;

enum class Page { Welcome, Live, Movies, Series, Accounts, Settings };

class Rail : public QWidget
{
    Q_OBJECT

public:
    explicit Rail(presenters::AccountsPresenter &accounts, QWidget *parent = nullptr);

    void setPage(Page page);
    enum class Labels { Shown, Hidden };
    void setLabels(Labels labels);

Q_SIGNALS:
    void pageRequested(Page page);
    void addAccountRequested();
    void accountChosen(kanal::AccountId account);

private:
    IconButton *addPage(QVBoxLayout *rows, const QString &name, const QString &icon, const QString &text, Page page);

    AccountButton *m_account;
    QButtonGroup *m_pages;
    Labels m_labels = Labels::Hidden;
};

/// The account in use; a click lists all of them, a second one switches.
class AccountButton : public QWidget
{
    Q_OBJECT

public:
    explicit AccountButton(presenters::AccountsPresenter &accounts, QWidget *parent = nullptr);

    void setLabels(Rail::Labels labels);

Q_SIGNALS:
    void addRequested();
    void manageRequested();
    void accountChosen(kanal::AccountId account);

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();
    void openMenu();

    presenters::AccountsPresenter &m_accounts;
    QToolButton *m_button;
};

} // namespace kanal::ui
