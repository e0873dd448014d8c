// SPDX-License-Identifier: MIT
#include "hls_attributes.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace kanal::playback
{

namespace
{

constexpr double kMostSeconds = 366.0 * 86400;

/// `digits` digits at the front of `text`, which is cut off; nullopt: something else stands there.
std::optional<int> takeDigits(std::string_view &text, std::size_t digits)
{
    if (text.size() < digits)
        return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool takeChar(std::string_view &text, char wanted)
{
    if (text.empty() || text.front() != wanted)
        return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

std::string_view hlsAttribute(std::string_view list, std::string_view name)
{
    while (!list.empty()) {
        const auto equals = list.find('=');
        if (equals == std::string_view::npos)
            return {};
        const std::string_view key = trimmed(list.substr(0, equals));
        std::string_view rest = list.substr(equals + 1);
        std::size_t end = 0;
        std::string_view value;
        if (!rest.empty() && rest.front() == '"') {
            end = rest.find('"', 1);
            if (end == std::string_view::npos)
                return {};
            value = rest.substr(1, end - 1);
            end = std::min(rest.find(',', end), rest.size());
        } else {
            end = std::min(rest.find(','), rest.size());
            value = trimmed(rest.substr(0, end));
        }
        if (key == name)
            return value;
        list = rest.substr(std::min(end + 1, rest.size()));
    }
    return {};
}

std::optional<std::int64_t> hlsNumber(std::string_view text)
{
    text = trimmed(text);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? std::optional(value) : std::nullopt;
}

std::optional<std::chrono::microseconds> hlsSeconds(std::string_view text)
{
    text = trimmed(text);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || !std::isfinite(value) || std::fabs(value) > kMostSeconds)
        return std::nullopt;
    return std::chrono::microseconds(std::llround(value * 1e6));
}

std::optional<std::chrono::milliseconds> hlsDate(std::string_view text)
{
    using namespace std::chrono;
    text = trimmed(text);
    const auto years = takeDigits(text, 4);
    const bool dash1 = takeChar(text, '-');
    const auto months = takeDigits(text, 2);
    const bool dash2 = takeChar(text, '-');
    const auto days = takeDigits(text, 2);
    if (!years || !dash1 || !months || !dash2 || !days || !(takeChar(text, 'T') || takeChar(text, ' ')))
        return std::nullopt;
    const auto hours_ = takeDigits(text, 2);
    const bool colon1 = takeChar(text, ':');
    const auto minutes_ = takeDigits(text, 2);
    const bool colon2 = takeChar(text, ':');
    const auto seconds_ = takeDigits(text, 2);
    const year_month_day date{year{*years}, month{unsigned(*months)}, day{unsigned(*days)}};
    if (!hours_ || !colon1 || !minutes_ || !colon2 || !seconds_ || !date.ok())
        return std::nullopt;
    milliseconds at = sys_days(date).time_since_epoch() + hours(*hours_) + minutes(*minutes_) + seconds(*seconds_);
    if (takeChar(text, '.')) {
        for (int unit = 100; !text.empty() && text.front() >= '0' && text.front() <= '9'; unit /= 10) {
            at += milliseconds(unit * (text.front() - '0'));
            text.remove_prefix(1);
        }
    }
    const bool east = !text.empty() && text.front() == '+';
    if (east || takeChar(text, '-')) {
        if (east)
            text.remove_prefix(1);
        const auto offsetHours = takeDigits(text, 2);
        takeChar(text, ':');
        const auto offsetMinutes = takeDigits(text, 2);
        const milliseconds offset = hours(offsetHours.value_or(0)) + minutes(offsetMinutes.value_or(0));
        at += east ? -offset : offset;
    }
    return at;
}

HlsLines::HlsLines(std::string_view text)
    : m_rest(text)
{
    if (m_rest.starts_with("\xef\xbb\xbf"))
        m_rest.remove_prefix(3);
}

bool HlsLines::next(std::string_view &line)
{
    if (m_rest.empty())
        return false;
    const std::size_t end = std::min(m_rest.find('\n'), m_rest.size());
    line = trimmed(m_rest.substr(0, end));
    m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
    ++m_count;
    return true;
}

std::optional<std::string_view> hlsTag(std::string_view line, std::string_view tag)
{
    if (!line.starts_with(tag))
        return std::nullopt;
    return line.substr(tag.size());
}

} // namespace kanal::playback
