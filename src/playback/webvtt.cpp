// SPDX-License-Identifier: MIT
#include "webvtt.h"

#include "hls_attributes.h"

#include <kanal/core/text.h>

#include <charconv>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostCues = 5000;
constexpr std::size_t kMostCueBytes = 4096;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Walks over lines as they are; empty ones count here.
class Lines
{
public:
    explicit Lines(std::string_view text)
        : m_rest(text)
    {
    }
    bool next(std::string_view &line)
    {
        if (m_over)
            return false;
        const auto end = m_rest.find('\n');
        m_over = end == std::string_view::npos;
        line = m_rest.substr(0, end);
        m_rest.remove_prefix(m_over ? m_rest.size() : end + 1);
        while (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        return true;
    }

private:
    std::string_view m_rest;
    bool m_over = false;
};

std::optional<std::int64_t> number(std::string_view digits)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || value > 1'000'000)
        return std::nullopt;
    return value;
}

/// "01:02:03.004" or "02:03.004".
std::optional<std::int64_t> timeUs(std::string_view text)
{
    const auto dot = text.find('.');
    const auto parts = split(text.substr(0, dot), ':');
    if (dot == std::string_view::npos || parts.size() < 2 || parts.size() > 3)
        return std::nullopt;
    std::int64_t seconds = 0;
    for (const std::string_view part : parts) {
        const auto value = number(part);
        if (!value)
            return std::nullopt;
        seconds = seconds * 60 + *value;
    }
    const auto milliseconds = number(text.substr(dot + 1));
    return milliseconds ? std::optional(seconds * 1'000'000 + *milliseconds * 1000) : std::nullopt;
}

/// "00:01.000 --> 00:04.000 align:start"
std::optional<VttCue> timing(std::string_view line)
{
    constexpr std::string_view kArrow = "-->";
    const auto arrow = line.find(kArrow);
    if (arrow == std::string_view::npos)
        return std::nullopt;
    const std::string_view behind = trimmed(line.substr(arrow + kArrow.size()));
    const auto begin = timeUs(trimmed(line.substr(0, arrow)));
    const auto end = timeUs(behind.substr(0, behind.find_first_of(" \t")));
    return begin && end && *end > *begin ? std::optional(VttCue{*begin, *end, {}}) : std::nullopt;
}

/// "LOCAL:00:00:00.000,MPEGTS:900000", in any order.
std::optional<std::int64_t> clockOffset(std::string_view map)
{
    std::optional<std::int64_t> localUs, ticks;
    for (const std::string_view part : split(map, ',')) {
        if (const auto local = hlsTag(trimmed(part), "LOCAL:"))
            localUs = timeUs(*local);
        else if (const auto clock = hlsTag(trimmed(part), "MPEGTS:"))
            ticks = hlsNumber(*clock);
    }
    if (!localUs || !ticks || *ticks < 0 || *ticks >= std::int64_t(1) << 33)
        return std::nullopt;
    return *ticks * 100 / 9 - *localUs;
}

} // namespace

std::optional<VttSegment> parseVtt(std::string_view text)
{
    if (text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());
    Lines lines(text);
    std::string_view line;
    if (!lines.next(line) || !line.starts_with("WEBVTT"))
        return std::nullopt;
    VttSegment segment;
    while (lines.next(line) && !line.empty())
        if (const auto map = hlsTag(line, "X-TIMESTAMP-MAP="))
            segment.clockOffsetUs = clockOffset(*map);
    while (segment.cues.size() < kMostCues && lines.next(line)) {
        std::optional<VttCue> cue = timing(line); // else a name, a note, a style: what follows tells
        if (!cue)
            continue;
        while (lines.next(line) && !line.empty())
            if (cue->text.size() + line.size() < kMostCueBytes)
                cue->text += (cue->text.empty() ? "" : "\n") + std::string(line);
        if (!cue->text.empty())
            segment.cues.push_back(*std::move(cue));
    }
    return segment;
}

} // namespace kanal::playback
