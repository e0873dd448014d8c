// SPDX-License-Identifier: MIT
#include "net_thread.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <charconv>

#include <curl/curl.h>

namespace kanal::playback
{

std::string_view NetHead::header(std::string_view lowerName) const
{
    for (const auto &[name, value] : headers) {
        if (name == lowerName)
            return value;
    }
    return {};
}

std::optional<std::int64_t> NetHead::number(std::string_view lowerName) const
{
    const std::string_view text = header(lowerName);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

namespace
{

/// Who asks for more is wrong; and it must fit wherever it is added to.
constexpr std::chrono::seconds kLongestPause = std::chrono::hours(1);

} // namespace

bool belongsToHost(std::string_view headerName)
{
    return equalsIgnoringCase(headerName, "Authorization") || equalsIgnoringCase(headerName, "Cookie");
}

std::optional<std::chrono::seconds> NetHead::retryAfter(std::chrono::sys_seconds now) const
{
    if (const auto seconds = number("retry-after"))
        return std::chrono::seconds(std::min<std::int64_t>(*seconds, kLongestPause.count()));
    const std::string text(header("retry-after"));
    const time_t date = text.empty() ? -1 : curl_getdate(text.c_str(), nullptr);
    if (date < 0)
        return std::nullopt;
    return std::clamp(std::chrono::seconds(date) - now.time_since_epoch(), std::chrono::seconds(0), kLongestPause);
}

} // namespace kanal::playback
