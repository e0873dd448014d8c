// SPDX-License-Identifier: MIT
// The AccountStore over user.db.
#pragma once

#include "user_database.h"

#include <kanal/library/account_store.h>

namespace kanal::library
{

class SqlAccountStore final : public AccountStore
{
public:
    explicit SqlAccountStore(UserDatabase &database)
        : m_database(database)
    {
    }

    Result<std::vector<Account>> all() const override;
    Result<Account> account(AccountId id) const override;
    Result<Account> named(std::string_view name) const override;
    Result<AccountId> add(const Account &account) override;
    Result<> update(const Account &account) override;
    Result<> remove(AccountId id) override;
    Result<std::optional<AccountId>> active() const override;
    Result<> setActive(AccountId id) override;

private:
    UserDatabase &m_database;
};

} // namespace kanal::library
