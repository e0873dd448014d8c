// SPDX-License-Identifier: MIT
// What the account book writes: each a short piece of disk work for the pool. Passwords are none of its business.
#pragma once

#include "sign_in.h"

#include <kanal/core/account.h>
#include <kanal/core/error.h>
#include <kanal/session/account_book.h>

#include <optional>
#include <string>

namespace kanal::library
{
class AccountStore;
class Library;
} // namespace kanal::library

namespace kanal::session
{

struct Stored {
    Account account;
    bool isNew = false;
};

/// Puts what a sign-in found out into `account`.
void takeSignIn(Account &account, const SignedIn &signedIn);

/// Writes the account a sign-in gave: a new one, or over the one with the same server and user.
Result<Stored> storeSignedIn(library::AccountStore &store, const SignInRequest &request, const SignedIn &signedIn);

/// The last step of a sign-in. An account whose password could not be kept would only puzzle: one that was just made
/// goes again.
Result<Account> settle(library::AccountStore &store, const Stored &stored, const Result<> &passwordKept);

/// An account that is expired or disabled is news about it, too; every other error is none.
bool isAboutTheAccount(const Error &error);
/// Writes what the panel said of the account, be it that it is dead.
Result<Account> storeInfo(library::AccountStore &store, AccountId id, const Result<AccountInfo> &info);

Result<Account> storeAccepted(library::AccountStore &store, AccountId id, const AcceptedCertificate &certificate);

/// Another account with the same server and user.
Result<std::optional<Account>> twinOf(const library::AccountStore &store, const Account &account);
Result<Account> storeEdited(library::AccountStore &store, const Account &account);

/// The account and its catalogue, and what the user marked if so wished; the next account becomes active.
Result<> forget(library::Library &library, AccountId id, AccountBook::Marks marks);

} // namespace kanal::session
