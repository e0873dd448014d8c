// SPDX-License-Identifier: MIT
// The small grammar of HLS tags: attribute lists, numbers, durations. Pure; every byte may be hostile.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kanal::playback
{

/// The value of NAME=value or NAME="value" in an attribute list; commas inside quotes do not count. Empty: not there.
std::string_view hlsAttribute(std::string_view list, std::string_view name);

/// Decimal, from the beginning of the text; nullopt: no number, or none that fits.
std::optional<std::int64_t> hlsNumber(std::string_view text);
/// Decimal seconds, fractions and a sign allowed; nullopt: none, or more than a year.
std::optional<std::chrono::microseconds> hlsSeconds(std::string_view text);
/// "2026-01-05T12:00:00.5Z" or with an offset, as time since 1970; nullopt: something else.
std::optional<std::chrono::milliseconds> hlsDate(std::string_view text);

/// Walks over the lines of a playlist, without blanks around them. False when the text is over.
class HlsLines
{
public:
    explicit HlsLines(std::string_view text);
    bool next(std::string_view &line);
    int count() const { return m_count; } ///< lines handed out so far

private:
    std::string_view m_rest;
    int m_count = 0;
};

/// The text behind `tag` where the line is this tag ("#EXTINF:"); nullopt: another line.
std::optional<std::string_view> hlsTag(std::string_view line, std::string_view tag);

} // namespace kanal::playback
