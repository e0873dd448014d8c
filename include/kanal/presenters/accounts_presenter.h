// SPDX-License-Identifier: MIT
// The account switcher and the accounts page. GUI thread.
#pragma once

#include <kanal/core/account.h>
#include <kanal/presenters/error_text.h>

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace kanal::session
{
class Services;
}

namespace kanal::presenters
{

struct AccountView {
    AccountId id;
    QString name;
    QString initials;
    QString server; ///< host only
    QString user;
    QString statusText;      ///< "Active until 24 December 2026", "Expired on …", "Not checked yet"
    QString connectionsText; ///< "1 of 2 connections in use", empty: unknown
    bool active = false;
    bool usable = true; ///< false: expired, disabled, banned
    bool checking = false;
    std::optional<ErrorText> error; ///< the last check failed
};

class AccountsPresenter : public QObject
{
    Q_OBJECT

public:
    explicit AccountsPresenter(session::Services &services, QObject *parent = nullptr);
    ~AccountsPresenter() override;

    const std::vector<AccountView> &accounts() const;
    std::optional<AccountView> active() const;
    void activate(AccountId id);
    void check(AccountId id);
    enum class Marks { Keep, Forget };
    /// Its favourites and history stay for when it is added again, or go, too.
    void remove(AccountId id, Marks marks = Marks::Keep);

Q_SIGNALS:
    void accountsChanged();
    void activeChanged();

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
