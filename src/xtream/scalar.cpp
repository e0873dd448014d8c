// SPDX-License-Identifier: MIT
#include "scalar.h"

#include <kanal/core/text.h>
#include <kanal/core/time_text.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace kanal::xtream
{

namespace
{

using Kind = Scalar::Kind;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool hasText(Scalar value)
{
    return value.kind == Kind::Number || value.kind == Kind::Text;
}

/// From the first digit on, with its sign and a leading point.
std::string_view fromFirstNumber(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size() && !isDigit(text[at]))
        ++at;
    if (at == text.size())
        return {};
    if (at > 0 && text[at - 1] == '.')
        --at;
    if (at > 0 && text[at - 1] == '-')
        --at;
    return text.substr(at);
}

std::optional<double> parseDouble(std::string_view text)
{
    text = fromFirstNumber(text);
    char plain[64]; // "7,5" is 7.5, and from_chars knows the point only
    const std::size_t length = std::min(text.size(), sizeof plain);
    for (std::size_t i = 0; i < length; ++i)
        plain[i] = text[i] == ',' ? '.' : text[i];
    double value = 0;
    const auto [end, error] = std::from_chars(plain, plain + length, value);
    if (error != std::errc() || end == plain || !std::isfinite(value))
        return {};
    return value;
}

/// "d/m/Y[ H:i:s]" as "Y-m-d[ H:i:s]".
std::optional<std::chrono::sys_seconds> parseDayFirst(std::string_view text)
{
    if (text.size() < 10 || text.size() > 19 || text[2] != '/' || text[5] != '/')
        return {};
    std::string yearFirst(text.substr(6, 4));
    yearFirst.append("-").append(text.substr(3, 2)).append("-").append(text.substr(0, 2)).append(text.substr(10));
    return parsePlainTime(yearFirst);
}

} // namespace

std::string_view toId(Scalar value)
{
    if (!hasText(value))
        return {};
    const std::string_view text = trimmed(value.text);
    const auto whole = std::size_t(std::find_if_not(text.begin(), text.end(), isDigit) - text.begin());
    const bool isFraction = whole > 0 && whole < text.size() && text[whole] == '.';
    return isFraction && text.find_first_not_of('0', whole + 1) == std::string_view::npos ? text.substr(0, whole)
                                                                                          : text;
}

std::string_view toText(Scalar value)
{
    return hasText(value) ? trimmed(value.text) : std::string_view();
}

std::optional<std::int64_t> toInt64(Scalar value)
{
    if (value.kind == Kind::True || value.kind == Kind::False)
        return value.kind == Kind::True;
    if (!hasText(value))
        return {};
    const std::string_view text = fromFirstNumber(value.text);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = end == text.data() + text.size() || (*end != '.' && *end != 'e' && *end != 'E');
    if (error == std::errc() && whole)
        return number;
    const auto fraction = parseDouble(text); // 4.0, 1.7e9
    if (!fraction || std::abs(*fraction) >= 9.2e18)
        return {};
    return std::int64_t(*fraction);
}

std::optional<double> toDouble(Scalar value)
{
    if (value.kind == Kind::True || value.kind == Kind::False)
        return value.kind == Kind::True ? 1.0 : 0.0;
    return hasText(value) ? parseDouble(value.text) : std::nullopt;
}

std::optional<bool> toBool(Scalar value)
{
    if (value.kind == Kind::True || value.kind == Kind::False)
        return value.kind == Kind::True;
    if (!hasText(value))
        return {};
    const std::string_view text = trimmed(value.text);
    for (std::string_view yes : {"1", "true", "yes", "on"})
        if (equalsIgnoringCase(text, yes))
            return true;
    for (std::string_view no : {"0", "false", "no", "off", ""})
        if (equalsIgnoringCase(text, no))
            return false;
    if (const auto number = toInt64(value); number && isDigit(text.front()))
        return *number != 0;
    return {};
}

std::optional<std::int64_t> toTime(Scalar value)
{
    if (!hasText(value))
        return {};
    const std::string_view text = trimmed(value.text);
    const bool numeric = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return isDigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+';
    });
    std::optional<std::int64_t> seconds;
    if (numeric || value.kind == Kind::Number) {
        seconds = toInt64(Scalar::of(text));
        if (seconds && *seconds >= 100'000'000'000)
            *seconds /= 1000; // milliseconds
    } else {
        auto time = parsePlainTime(text);
        if (!time)
            time = parseDayFirst(text);
        if (!time)
            time = parseIsoTime(text);
        if (time)
            seconds = time->time_since_epoch().count();
    }
    constexpr std::int64_t kYear9999 = 253'402'300'799;
    if (!seconds || *seconds <= 0 || *seconds > kYear9999)
        return {};
    return seconds;
}

std::int32_t toYear(Scalar value)
{
    if (!hasText(value))
        return 0;
    const std::string_view text = value.text;
    for (std::size_t at = 0; at + 4 <= text.size();) {
        if (!isDigit(text[at])) {
            ++at;
            continue;
        }
        std::size_t length = 1;
        while (at + length < text.size() && isDigit(text[at + length]))
            ++length;
        if (length == 4) {
            const int year =
                (text[at] - '0') * 1000 + (text[at + 1] - '0') * 100 + (text[at + 2] - '0') * 10 + (text[at + 3] - '0');
            if (year >= 1888 && year <= 2200)
                return year;
        }
        at += length;
    }
    return 0;
}

std::int32_t toDuration(Scalar value)
{
    constexpr std::int64_t kLongest = 7 * 24 * 3600;
    if (!hasText(value))
        return 0;
    std::int64_t seconds = 0;
    if (value.text.find(':') == std::string_view::npos) {
        seconds = toInt64(value).value_or(0);
    } else {
        for (std::string_view part : split(trimmed(value.text), ':')) {
            const auto number = toInt64(Scalar::of(part));
            if (!number || *number < 0 || *number > kLongest)
                return 0;
            seconds = seconds * 60 + *number;
            if (seconds > kLongest)
                return 0;
        }
    }
    return seconds > 0 && seconds <= kLongest ? std::int32_t(seconds) : 0;
}

} // namespace kanal::xtream
