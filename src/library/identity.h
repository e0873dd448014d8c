// SPDX-License-Identifier: MIT
// Whose favourites these are: the pair of server and user. Accounts come and go, an identity stays.
// Called inside a transaction on user.db.
#pragma once

#include "database.h"

#include <kanal/core/account.h>

namespace kanal::library
{

/// One spelling for an address: host in lower case, no scheme (a panel that learns https is the same panel), no default
/// port, no slash at the end.
std::string serverSpelling(std::string_view server);

/// The identity of server and user; made when there is none.
Result<std::int64_t> ensureIdentity(Database &db, std::string_view server, std::string_view user);

/// The same for an account that is added. A server that is not known, but a user name a removed account had at another
/// one: what was marked there comes along, by name; it also stays where it was.
Result<std::int64_t> identityOfNew(Database &db, std::string_view server, std::string_view user);

/// The identity `account` has from now on. Where server or user changed, what belonged to the account comes along: the
/// identity is renamed; or, if another account shares it, copied; or, if the new pair is known already, added to that
/// one. NotFound.
Result<std::int64_t> moveIdentity(Database &db, const Account &account);

} // namespace kanal::library
