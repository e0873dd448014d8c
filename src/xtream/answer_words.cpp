// SPDX-License-Identifier: MIT
#include "answer_words.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <charconv>

namespace kanal::xtream
{

namespace
{

struct Word {
    std::string_view word; ///< folded
    ErrorKind kind;
};

/// In the order they are looked for: "account expired or invalid" is expired.
constexpr Word kWords[] = {
    {"too many request", ErrorKind::RateLimited},
    {"rate limit", ErrorKind::RateLimited},
    {"flood", ErrorKind::RateLimited},
    {"slow down", ErrorKind::RateLimited},
    {"connection limit", ErrorKind::Connections},
    {"max connection", ErrorKind::Connections},
    {"maximum connection", ErrorKind::Connections},
    {"too many connection", ErrorKind::Connections},
    {"already connected", ErrorKind::Connections},
    {"expire", ErrorKind::Expired},
    {"abgelaufen", ErrorKind::Expired},
    {"expirado", ErrorKind::Expired},
    {"caducad", ErrorKind::Expired},
    {"banned", ErrorKind::Disabled},
    {"disabled", ErrorKind::Disabled},
    {"suspended", ErrorKind::Disabled},
    {"inactive", ErrorKind::Disabled},
    {"deactivated", ErrorKind::Disabled},
    {"unauthori", ErrorKind::Credentials},
    {"not authori", ErrorKind::Credentials},
    {"invalid", ErrorKind::Credentials},
    {"incorrect", ErrorKind::Credentials},
    {"credential", ErrorKind::Credentials},
    {"password", ErrorKind::Credentials},
    {"wrong user", ErrorKind::Credentials},
    {"forbidden", ErrorKind::Credentials},
    {"denied", ErrorKind::Credentials},
    {"blocked", ErrorKind::Credentials},
    {"authentication", ErrorKind::Credentials},
    {"not allowed", ErrorKind::Credentials},
    {"not found", ErrorKind::Credentials}, // "User not found"
};

std::optional<int> monthOf(std::string_view name)
{
    constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                            "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int i = 0; i < 12; ++i)
        if (equalsIgnoringCase(name, kMonths[i]))
            return i + 1;
    return {};
}

std::optional<int> numberIn(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// "Wed, 21 Oct 2026 07:28:00 GMT"
std::optional<std::chrono::sys_seconds> parseHttpDate(std::string_view text)
{
    const auto parts = split(text, ' ');
    if (parts.size() != 6)
        return {};
    const auto clock = split(parts[4], ':');
    const auto month = monthOf(parts[2]);
    const auto day = numberIn(parts[1]);
    const auto year = numberIn(parts[3]);
    if (!month || !day || !year || clock.size() != 3)
        return {};
    const auto date = std::chrono::year(*year) / *month / *day;
    const auto hour = numberIn(clock[0]);
    const auto minute = numberIn(clock[1]);
    const auto second = numberIn(clock[2]);
    if (!date.ok() || !hour || !minute || !second)
        return {};
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second);
}

} // namespace

std::optional<ErrorKind> kindInWords(std::string_view message)
{
    const std::string text = folded(message);
    for (const Word &known : kWords)
        if (text.find(known.word) != std::string::npos)
            return known.kind;
    return {};
}

bool looksLikeHtml(std::string_view body)
{
    const std::string start = lowered(trimmed(body).substr(0, 512));
    if (!start.starts_with("<"))
        return false;
    return !start.starts_with("<?xml") || start.find("<html") != std::string::npos ||
           start.find("xhtml") != std::string::npos;
}

bool isBareErrorPage(std::string_view body)
{
    constexpr std::size_t kLargest = 2048;
    if (!looksLikeHtml(body) || body.size() > kLargest)
        return false;
    const std::string page = lowered(body);
    const bool server = page.find("<center>nginx") != std::string::npos || page.find("openresty") != std::string::npos;
    return server && page.find("<title>") != std::string::npos;
}

std::string pageTitle(std::string_view body)
{
    const std::string page = lowered(body.substr(0, 64 * 1024));
    const auto open = page.find("<title");
    const auto begin = open == std::string::npos ? open : page.find('>', open);
    const auto end = begin == std::string::npos ? begin : page.find("</title", begin);
    if (end == std::string::npos)
        return {};
    return std::string(trimmed(cleanText(decodeHtmlEntities(body.substr(begin + 1, end - begin - 1)), 120)));
}

std::optional<std::chrono::seconds> parseRetryAfter(std::string_view text, std::chrono::sys_seconds now)
{
    text = trimmed(text);
    if (const auto seconds = numberIn(text))
        return *seconds >= 0 ? std::optional(std::chrono::seconds(*seconds)) : std::nullopt;
    const auto date = parseHttpDate(text);
    if (!date)
        return {};
    return std::max(*date - now, std::chrono::seconds(0));
}

} // namespace kanal::xtream
