// SPDX-License-Identifier: MIT
// What went wrong, in the one vocabulary every room shares. The *kind* drives behaviour (retry, sign in again, which
// sentence); the *detail* is for the log and for support and is already free of secrets. Only kanal::presenters turns
// an Error into a sentence.
//
//     Result<Account> account = store.account(id);
//     if (!account)
//         return tl::unexpected(account.error());
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace kanal
{

enum class ErrorKind {
    Address,      ///< what was typed is no server address, or one that may not be opened
    NameNotFound, ///< DNS does not know the host
    Refused,      ///< nobody listens there
    Timeout,      ///< no answer in time
    Tls,          ///< certificate expired, for another host, self-signed …; `detail` says which
    WebPage,      ///< a web page instead of an answer: captive portal, block page
    Credentials,  ///< wrong user name or password
    Expired,      ///< the account ran out, at Error::when if known
    Disabled,     ///< the account is disabled or banned
    Connections,  ///< the account's streams are all in use
    RateLimited,  ///< too many requests; see Error::retryAfter
    BadAnswer,    ///< an answer that cannot be read
    ServerError,  ///< 5xx
    Network,      ///< any other trouble on the way
    NotFound,     ///< no such account, channel, stream
    Unsupported,  ///< codec or container we do not play
    Storage,      ///< disk full, read-only, damaged
    Cancelled,    ///< the user took it back
};

/// The word of a kind in JSON and logs, for example "name_not_found".
std::string_view errorKindName(ErrorKind kind);

struct Error {
    ErrorKind kind = ErrorKind::Network;
    std::string detail = {}; ///< for the log and for Details; redacted
    /// What it is about; no secrets. Unsupported: a codec, a format, or one of `subjects`; else a host, channel or
    /// file.
    std::string subject = {};
    int httpStatus = 0;                                  ///< 0: none
    std::optional<std::chrono::seconds> retryAfter = {}; ///< what the server asked for
    std::optional<std::chrono::sys_seconds> when = {};   ///< Expired: since when
    std::string fingerprint = {};                        ///< Tls: SHA-256 of the certificate, hex with colons
    std::string proxy = {};                              ///< "host:port" of the proxy that failed; empty: none did

    friend bool operator==(const Error &, const Error &) = default;
};

/// What an Error is about, where that has no name of its own.
namespace subjects
{
inline constexpr char kEncryption[] = "encryption"; ///< of a broadcast: for receivers with a card
inline constexpr char kProtection[] = "protection"; ///< of a playlist: for certain players
inline constexpr char kSeeking[] = "seeking";       ///< the server gives a file from its beginning only
inline constexpr char kList[] = "list";         ///< NotFound: a panel that knows the account does not give it this list
inline constexpr char kAccount[] = "account";   ///< NotFound: there is none at all
inline constexpr char kRedirect[] = "redirect"; ///< Address: the server sent us to where Kanal does not go
} // namespace subjects

template<class T = void>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string detail = {}, std::string subject = {})
{
    return tl::unexpected(Error{kind, std::move(detail), std::move(subject)});
}

} // namespace kanal
