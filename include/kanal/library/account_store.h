// SPDX-License-Identifier: MIT
// The accounts of the profile (without passwords). Any thread.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/error.h>

#include <optional>
#include <vector>

namespace kanal::library
{

class AccountStore
{
public:
    virtual ~AccountStore() = default;

    virtual Result<std::vector<Account>> all() const = 0;    ///< in the user's order
    virtual Result<Account> account(AccountId id) const = 0; ///< NotFound
    /// Finds by name, ignoring case; NotFound.
    virtual Result<Account> named(std::string_view name) const = 0;
    /// Stores a new account and returns its id. Names are unique ignoring case: a taken name gets " 2", " 3" …
    virtual Result<AccountId> add(const Account &account) = 0;
    virtual Result<> update(const Account &account) = 0;
    /// Removes the account. Its favourites and history stay for an account that is added again with the same server and
    /// user.
    virtual Result<> remove(AccountId id) = 0;
    virtual Result<std::optional<AccountId>> active() const = 0;
    virtual Result<> setActive(AccountId id) = 0;
};

} // namespace kanal::library
