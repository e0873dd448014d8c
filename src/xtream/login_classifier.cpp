// SPDX-License-Identifier: MIT
#include "login_classifier.h"

#include "answer_words.h"
#include "json_text.h"

#include <kanal/core/limits.h>
#include <kanal/core/redact.h>
#include <kanal/core/text.h>
#include <kanal/core/time_text.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace kanal::xtream
{

namespace
{

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::string_view kMayBeOther = "; the user agent or the IP address may be the reason, too";

Error errorOf(ErrorKind kind, const HttpAnswer &answer, std::string detail)
{
    Error error{kind, redact(detail)};
    error.httpStatus = answer.status;
    return error;
}

std::string inQuotes(std::string_view text)
{
    return std::string(1, '"').append(trimmed(cleanText(text, 200))).append(1, '"');
}

/// An HTML body is a refusal only where it is the bare page panels hide behind; anything else is a captive portal, a
/// block page, a shop.
Error classifyPage(const HttpAnswer &answer, std::string_view body)
{
    if (body.find("INVALID_CREDENTIALS") != std::string_view::npos)
        return errorOf(ErrorKind::Credentials, answer, "the panel's error page says INVALID_CREDENTIALS");
    const std::string title = pageTitle(body);
    const bool refusal = answer.status < 500 || answer.status >= 600;
    if (answer.status == 401 || (isBareErrorPage(body) && refusal))
        return errorOf(ErrorKind::Credentials, answer,
                       "refused with the error page " + inQuotes(title) + std::string(kMayBeOther));
    if (!refusal && answer.status != 511)
        return errorOf(ErrorKind::ServerError, answer,
                       "server error " + std::to_string(answer.status) + ", page " + inQuotes(title));
    return errorOf(ErrorKind::WebPage, answer,
                   title.empty() ? "a web page without a title" : "web page " + inQuotes(title));
}

/// What a status alone says. Codes beyond 599 and the odd ones below have no definition but folklore: all of them
/// refuse.
Error classifyStatus(const HttpAnswer &answer)
{
    const int status = answer.status;
    const std::string code = "HTTP status " + std::to_string(status);
    if (status == 429)
        return errorOf(ErrorKind::RateLimited, answer, code);
    if (status == 458 || status == 509)
        return errorOf(ErrorKind::Connections, answer, code);
    if (status == 511)
        return errorOf(ErrorKind::WebPage, answer, code + ": the network wants a sign-in of its own");
    if (status == 512 || status == 513 || status == 514 || status >= 600)
        return errorOf(ErrorKind::Credentials, answer, code + std::string(kMayBeOther));
    if (status == 408)
        return errorOf(ErrorKind::Timeout, answer, code);
    if (status >= 500)
        return errorOf(ErrorKind::ServerError, answer, code);
    if (status >= 400)
        return errorOf(ErrorKind::Credentials, answer, code + std::string(kMayBeOther));
    return errorOf(ErrorKind::BadAnswer, answer, code);
}

Error classifyText(const HttpAnswer &answer, std::string_view body)
{
    if (answer.status >= 400)
        return classifyStatus(answer);
    constexpr std::size_t kShortText = 300;
    if (body.empty())
        return errorOf(ErrorKind::BadAnswer, answer, "the answer is empty" + std::string(kMayBeOther));
    if (const auto kind = body.size() <= kShortText ? kindInWords(body) : std::nullopt)
        return errorOf(*kind, answer, "the server says " + inQuotes(body) + std::string(kMayBeOther));
    return errorOf(ErrorKind::BadAnswer, answer, "no JSON: " + inQuotes(body));
}

/// A JSON answer without an account in it.
Error classifyMessage(const HttpAnswer &answer, const Json &json)
{
    const std::string message = jsonText(member(json, {"message", "error", "msg", "detail", "reason"}), 300);
    if (const auto kind = message.empty() ? std::nullopt : kindInWords(message))
        return errorOf(*kind, answer, "the server says " + inQuotes(message));
    if (answer.status >= 400)
        return classifyStatus(answer);
    return errorOf(ErrorKind::BadAnswer, answer,
                   message.empty() ? "JSON without an account" : "the server says " + inQuotes(message));
}

bool isBlank(const Json &json)
{
    const JsonScalar scalar(json);
    return scalar.value().kind != Scalar::Kind::Compound && toText(scalar).empty() &&
           scalar.value().kind != Scalar::Kind::True;
}

AccountStatus statusOf(std::string_view word)
{
    const std::string text = folded(word);
    const auto has = [&text](std::string_view part) { return text.find(part) != std::string::npos; };
    if (has("ban") || has("block"))
        return AccountStatus::Banned;
    if (has("expired"))
        return AccountStatus::Expired;
    if (has("disabl") || has("inactive") || has("suspend") || has("deactiv"))
        return AccountStatus::Disabled;
    if (has("trial"))
        return AccountStatus::Trial;
    // Unknown words ("Enabled", "Pending") come with accounts that work.
    return text.empty() ? AccountStatus::Unknown : AccountStatus::Active;
}

std::optional<sys_seconds> timeOf(const Json &json)
{
    const auto time = toTime(JsonScalar(json));
    return time ? std::optional(sys_seconds(seconds(*time))) : std::nullopt;
}

std::optional<int> countOf(const Json &json)
{
    const JsonScalar scalar(json);
    const auto count = scalar.value().kind == Scalar::Kind::False ? std::nullopt : toInt64(scalar);
    return count && *count >= 0 && *count <= 1'000'000 ? std::optional(int(*count)) : std::nullopt;
}

/// A list, or a text that holds one: "[\"ts\"]", "m3u8,ts".
std::vector<std::string> formatsOf(const Json &json)
{
    std::vector<std::string> formats;
    for (const std::string &item : jsonTexts(json)) {
        std::string word;
        for (char c : item + ",") {
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter)
                word += c;
            else if (!word.empty())
                formats.push_back(lowered(std::exchange(word, {})));
        }
    }
    return formats;
}

/// The panel's local time minus UTC, to the quarter of an hour. Nothing when the two do not fit together.
std::optional<seconds> offsetOf(const Json &server)
{
    const auto utc = timeOf(member(server, "timestamp_now"));
    const auto local = parsePlainTime(toText(JsonScalar(member(server, "time_now"))));
    if (!utc || !local)
        return {};
    constexpr double kQuarter = 900;
    const auto offset = seconds(std::int64_t(std::round(double((*local - *utc).count()) / kQuarter) * kQuarter));
    constexpr std::chrono::hours kWidest(15);
    return offset >= -kWidest && offset <= kWidest ? std::optional(offset) : std::nullopt;
}

AccountInfo accountOf(const Json &user, const Json &server)
{
    AccountInfo info;
    info.status = statusOf(toText(JsonScalar(member(user, "status"))));
    if (info.status == AccountStatus::Active && toBool(JsonScalar(member(user, "is_trial"))).value_or(false))
        info.status = AccountStatus::Trial;
    info.expires = timeOf(member(user, "exp_date"));
    info.maxConnections = countOf(member(user, "max_connections"));
    info.activeConnections = countOf(member(user, "active_cons"));
    info.outputFormats = formatsOf(member(user, "allowed_output_formats"));
    info.timeZone = jsonText(member(server, "timezone"), 64);
    info.utcOffset = offsetOf(server);
    info.message = jsonText(member(user, "message"), limits::kNameBytes);
    return info;
}

/// What keeps an account from being used, if anything.
std::optional<Error> obstacle(const HttpAnswer &answer, const AccountInfo &info, sys_seconds now)
{
    if (info.status == AccountStatus::Banned || info.status == AccountStatus::Disabled)
        return errorOf(ErrorKind::Disabled, answer, "account status " + std::string(accountStatusName(info.status)));
    if (info.status != AccountStatus::Expired && !(info.expires && *info.expires <= now))
        return {};
    Error error =
        errorOf(ErrorKind::Expired, answer, info.expires ? "expired on " + isoTime(*info.expires) : "expired");
    // An expired account with a date in the future ran out on a day nobody tells.
    if (info.expires && *info.expires <= now)
        error.when = info.expires;
    return error;
}

Result<AccountInfo> classifyAccount(const HttpAnswer &answer, const Json &json, sys_seconds now)
{
    const Json &user = member(json, "user_info");
    const Json &server = member(json, "server_info");
    if (const auto panelNow = timeOf(member(server, "timestamp_now")))
        now = *panelNow;
    const AccountInfo info = accountOf(user, server);
    const bool named = !isBlank(member(user, "username"));
    const auto authorised = toBool(JsonScalar(member(user, "auth")));
    if (authorised == false) {
        // Only an account the panel knows by name can be expired; the rest is made up ("Disabled" for a wrong
        // password).
        if (const auto error = named ? obstacle(answer, info, now) : std::nullopt)
            return tl::unexpected(*error);
        const std::string message = jsonText(member(user, {"msg", "message"}), 300);
        const auto kind = kindInWords(message).value_or(ErrorKind::Credentials);
        return tl::unexpected(
            errorOf(kind, answer, message.empty() ? "the panel says auth 0" : "the panel says " + inQuotes(message)));
    }
    if (!named && isBlank(member(user, "status")))
        return tl::unexpected(
            errorOf(ErrorKind::Credentials, answer, "the panel sent an account without name and status"));
    if (const auto error = obstacle(answer, info, now))
        return tl::unexpected(*error);
    return info;
}

/// The body is asked first: a working account under a status of 404 works, and a dead one says more than "401" does.
Result<AccountInfo> classify(const HttpAnswer &answer, sys_seconds now)
{
    const std::string_view body = strippedBody(answer.body);
    if (answer.status == 429)
        return tl::unexpected(classifyStatus(answer));
    // A page may hold scripts full of brackets: it is never searched for an answer. PHP's notices begin with "<br" or
    // "<b>".
    const bool notice = body.starts_with("<br") || body.starts_with("<b>");
    if (looksLikeHtml(body) && !(notice && !jsonIn(body).empty()))
        return tl::unexpected(classifyPage(answer, body));
    const auto json = parseJson(body);
    if (!json) {
        const bool cutOff = opensJson(body) && answer.status < 400;
        return tl::unexpected(cutOff ? errorOf(ErrorKind::BadAnswer, answer, json.error().detail)
                                     : classifyText(answer, body));
    }
    if (json->is_object() && json->contains("user_info"))
        return classifyAccount(answer, *json, now);
    return tl::unexpected(classifyMessage(answer, *json));
}

Error withRetryAfter(Error error, const HttpAnswer &answer, sys_seconds now)
{
    const bool waits = error.kind == ErrorKind::RateLimited || error.kind == ErrorKind::ServerError ||
                       error.kind == ErrorKind::Connections;
    if (waits)
        error.retryAfter = parseRetryAfter(answer.retryAfter, now);
    return error;
}

} // namespace

Result<AccountInfo> classifyLogin(const HttpAnswer &answer, sys_seconds now)
{
    auto result = classify(answer, now);
    if (!result)
        return tl::unexpected(withRetryAfter(result.error(), answer, now));
    return result;
}

Error classifyRefusal(const HttpAnswer &answer, sys_seconds now)
{
    auto result = classify(answer, now);
    if (!result)
        return withRetryAfter(result.error(), answer, now);
    // Unknown actions are answered with the account itself, which is in order.
    return errorOf(ErrorKind::BadAnswer, answer,
                   "the account instead of what was asked for: the panel does not know the action");
}

} // namespace kanal::xtream
