// SPDX-License-Identifier: MIT
// From what someone typed and pasted to the addresses to try and the login to try them with. Pure, but that it tells
// redact() the password.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/error.h>
#include <kanal/session/account_book.h>

#include <string>
#include <vector>

namespace kanal::session
{

struct LoginAttempt {
    std::vector<std::string> servers;
    ServerLogin login;
};

/// What was typed wins over what was pasted. Fails with Address, or with Credentials and the subject "user" or
/// "password".
Result<LoginAttempt> attemptOf(const SignInRequest &request);

/// Of a changed account: empty fields keep what is there.
Result<LoginAttempt> attemptOf(const SignInRequest &change, const ServerLogin &old);

/// Nothing that needs a new sign-in.
bool changesNothing(const LoginAttempt &attempt, const ServerLogin &old);

} // namespace kanal::session
