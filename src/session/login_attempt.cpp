// SPDX-License-Identifier: MIT
#include "login_attempt.h"

#include <kanal/core/redact.h>
#include <kanal/xtream/pasted_login.h>

#include <algorithm>

namespace kanal::session
{

namespace
{

Result<> complete(const ServerLogin &login)
{
    if (login.user.empty())
        return fail(ErrorKind::Credentials, "no user name was given", "user");
    if (login.password.empty())
        return fail(ErrorKind::Credentials, "no password was given", "password");
    return {};
}

bool tries(const LoginAttempt &attempt, const std::string &server)
{
    return std::find(attempt.servers.begin(), attempt.servers.end(), server) != attempt.servers.end();
}

/// The first that is not empty.
const std::string &firstOf(const std::string &a, const std::string &b)
{
    return a.empty() ? b : a;
}

Result<LoginAttempt> checked(LoginAttempt attempt)
{
    if (const Result<> whole = complete(attempt.login); !whole)
        return tl::unexpected(whole.error());
    registerSecret(attempt.login.password);
    return attempt;
}

} // namespace

Result<LoginAttempt> attemptOf(const SignInRequest &request)
{
    const Result<xtream::PastedLogin> pasted = xtream::parsePastedLogin(request.pasted);
    if (!pasted)
        return tl::unexpected(pasted.error());
    LoginAttempt attempt;
    attempt.servers = pasted->servers;
    attempt.login.user = firstOf(request.user, pasted->user);
    attempt.login.password = firstOf(request.password, pasted->password);
    attempt.login.userAgent = request.userAgent;
    attempt.login.pinnedCertificate = request.acceptedCertificate;
    return checked(std::move(attempt));
}

Result<LoginAttempt> attemptOf(const SignInRequest &change, const ServerLogin &old)
{
    xtream::PastedLogin pasted{{old.server}, {}, {}};
    if (!change.pasted.empty()) {
        const Result<xtream::PastedLogin> parsed = xtream::parsePastedLogin(change.pasted);
        if (!parsed)
            return tl::unexpected(parsed.error());
        pasted = *parsed;
    }
    LoginAttempt attempt;
    attempt.servers = pasted.servers;
    attempt.login.user = firstOf(firstOf(change.user, pasted.user), old.user);
    attempt.login.password = firstOf(firstOf(change.password, pasted.password), old.password);
    attempt.login.userAgent = change.userAgent;
    attempt.login.pinnedCertificate = change.acceptedCertificate;
    // The exception was given for a host, so it does not move to another one.
    if (change.acceptedCertificate.empty() && tries(attempt, old.server))
        attempt.login.pinnedCertificate = old.pinnedCertificate;
    // A new name needs no sign-in, so it may come while the password is lost.
    return changesNothing(attempt, old) ? attempt : checked(std::move(attempt));
}

bool changesNothing(const LoginAttempt &attempt, const ServerLogin &old)
{
    return tries(attempt, old.server) && attempt.login.user == old.user && attempt.login.password == old.password &&
           attempt.login.userAgent == old.userAgent && attempt.login.pinnedCertificate == old.pinnedCertificate;
}

} // namespace kanal::session
