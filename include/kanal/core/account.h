// SPDX-License-Identifier: MIT
// An account on a panel: how to reach it, who one is there, and what the panel last said about it.
#pragma once

#include <kanal/core/ids.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kanal
{

/// How a panel hears of us unless the account says otherwise; many refuse what browsers or libraries call themselves.
inline constexpr std::string_view kDefaultUserAgent = "Kanal/0.1";

/// A certificate no authority vouches for, that the user trusts for one host.
struct AcceptedCertificate {
    std::string host;
    std::string fingerprint; ///< SHA-256, hex, colons or not

    friend bool operator==(const AcceptedCertificate &, const AcceptedCertificate &) = default;
};
/// The exceptions of an account, at most one a host.
using AcceptedCertificates = std::vector<AcceptedCertificate>;

/// The fingerprint that is trusted for this host; empty: none.
std::string acceptedFor(const AcceptedCertificates &certificates, std::string_view host);
/// From now on this one, and no other, is trusted for its host.
void acceptCertificate(AcceptedCertificates &certificates, AcceptedCertificate certificate);

/// Everything a request to a panel needs. Holds the password: never stored, logged or shown; see SecretStore and
/// redact().
struct ServerLogin {
    std::string server; ///< base address, normalised: "http://host:8080" or "https://host/sub", no trailing slash
    std::string user;
    std::string password;
    std::string userAgent;             ///< empty: kDefaultUserAgent
    AcceptedCertificates certificates; ///< of the server, and of hosts it leads to
};

/// Whether both are the fingerprint of one certificate, however they are written; an empty one is none.
bool isSameFingerprint(std::string_view a, std::string_view b);

enum class AccountStatus { Unknown, Active, Trial, Expired, Disabled, Banned };

/// "active", "trial", "expired", "disabled", "banned", "unknown".
std::string_view accountStatusName(AccountStatus status);

/// What a panel says about an account at sign-in. Absent means the panel did not say.
struct AccountInfo {
    AccountStatus status = AccountStatus::Unknown;
    std::optional<std::chrono::sys_seconds> expires;
    std::optional<int> maxConnections;      ///< 0 = unlimited; advisory, panels misreport it
    std::optional<int> activeConnections;   ///< lags behind; display only
    std::vector<std::string> outputFormats; ///< "ts", "m3u8", "rtmp"; empty: unknown, try both
    std::string timeZone;                   ///< Olson name as the panel gave it; may be odd or empty
    std::optional<std::chrono::seconds>
        utcOffset;       ///< of the panel's local time at sign-in, from time_now - timestamp_now
    std::string message; ///< the panel's message of the day, plain text

    friend bool operator==(const AccountInfo &, const AccountInfo &) = default;
};

/// An account as the profile keeps it. The password lives in the SecretStore.
struct Account {
    AccountId id;
    std::string name;
    std::string server; ///< as ServerLogin::server
    std::string user;
    std::string guideUrl; ///< own XMLTV address; empty: the panel's
    std::string userAgent;
    AcceptedCertificates certificates;
    AccountInfo info;
    std::optional<std::chrono::sys_seconds> checkedAt; ///< when `info` was learned
};

} // namespace kanal
