// SPDX-License-Identifier: MIT
#include "status_policy.h"

#include <algorithm>

namespace kanal::playback
{

using namespace std::chrono_literals;

namespace
{

/// Codes by which panels say "you already watch something", or say so among other things.
bool mayBeConnectionLimit(int status)
{
    switch (status) {
    case 401:
    case 403:
    case 429:
    case 456:
    case 458:
    case 502:
    case 503:
    case 509:
        return true;
    default:
        return false;
    }
}

bool isOutage(int status)
{
    return status == 408 || status == 425 || (status >= 500 && status < 600);
}

RetryRule ruleForStatus(const Error &error, Situation situation)
{
    const int status = error.httpStatus;
    const auto asked = std::chrono::duration_cast<std::chrono::milliseconds>(error.retryAfter.value_or(0s));
    if (status == 429)
        return {3, std::max<std::chrono::milliseconds>(asked, 2s)};
    if (status == 501 || status == 505 || status == 509 || status == 512 || status == 513 || !isOutage(status)) {
        if (situation.hasPlayed && (status == 401 || status == 403))
            return {3, 500ms};
        if (situation.hasPlayed && (status == 404 || status == 410))
            return {2, 1s};
        if (mayBeConnectionLimit(status) && (situation.ownStreamJustClosed || situation.hasPlayed))
            return {1, 1500ms};
        return {};
    }
    const auto slotFree = mayBeConnectionLimit(status) && situation.ownStreamJustClosed ? 1000ms : 0ms;
    return {kWhileOutageLasts, std::max(asked, slotFree)};
}

} // namespace

std::optional<ErrorKind> refusalOf(int status, Situation situation)
{
    if (status >= 200 && status < 300)
        return std::nullopt;
    switch (status) {
    case 401:
        return ErrorKind::Credentials;
    case 403:
        return situation.ownStreamJustClosed ? ErrorKind::Connections : ErrorKind::NotFound;
    case 404:
    case 406: // panels: not in the account's bouquet
    case 410:
        return ErrorKind::NotFound;
    case 405: // panels: this output format is not allowed
    case 415:
    case 501:
        return ErrorKind::Unsupported;
    case 408:
        return ErrorKind::Timeout;
    case 429:
        return ErrorKind::RateLimited;
    case 456:
    case 458:
    case 509:
        return ErrorKind::Connections;
    default:
        return status < 400 ? ErrorKind::BadAnswer : ErrorKind::ServerError;
    }
}

RetryRule retryRule(const Error &error, Situation situation)
{
    if (error.httpStatus >= 300)
        return ruleForStatus(error, situation);
    switch (error.kind) {
    case ErrorKind::NameNotFound:
    case ErrorKind::Timeout:
        return {situation.hasPlayed ? kWhileOutageLasts : 0};
    case ErrorKind::Refused:
        return situation.hasPlayed ? RetryRule{kWhileOutageLasts} : RetryRule{1, 500ms};
    case ErrorKind::Network:
        return {situation.hasPlayed ? kWhileOutageLasts : 3};
    case ErrorKind::WebPage: // a captive portal may have come up in between
    case ErrorKind::BadAnswer:
        return {situation.hasPlayed ? 3 : 0, 1s};
    case ErrorKind::Tls: // one of several machines behind a name may have another certificate
        return {situation.hasPlayed ? 3 : 0, 1s};
    default: // addresses we must not open, what we cannot play
        return {};
    }
}

} // namespace kanal::playback
