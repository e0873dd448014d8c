// SPDX-License-Identifier: MIT
#include "login_attempt.h"

#include <kanal/core/redact.h>
#include <kanal/core/url.h>
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

void takeAccepted(LoginAttempt &attempt, const AcceptedCertificates &certificates)
{
    for (const AcceptedCertificate &certificate : certificates) {
        if (!certificate.host.empty()) {
            acceptCertificate(attempt.login.certificates, certificate);
            continue;
        }
        for (const std::string &server : attempt.servers)
            if (const Result<Url> url = Url::parse(server))
                acceptCertificate(attempt.login.certificates, {url->host, certificate.fingerprint});
    }
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
    takeAccepted(attempt, request.certificates);
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
    if (tries(attempt, old.server)) // exceptions of another server are of no use to this one
        attempt.login.certificates = old.certificates;
    takeAccepted(attempt, change.certificates);
    // A new name needs no sign-in, so it may come while the password is lost.
    return changesNothing(attempt, old) ? attempt : checked(std::move(attempt));
}

bool changesNothing(const LoginAttempt &attempt, const ServerLogin &old)
{
    return tries(attempt, old.server) && attempt.login.user == old.user && attempt.login.password == old.password &&
           attempt.login.userAgent == old.userAgent && attempt.login.certificates == old.certificates;
}

} // namespace kanal::session
