// SPDX-License-Identifier: MIT
#include "content_range.h"

#include <kanal/core/text.h>

#include <charconv>
#include <limits>

namespace kanal::playback
{

namespace
{

/// Takes a number off the front; −1 where there is none.
std::int64_t takeNumber(std::string_view &text)
{
    std::int64_t value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < 0)
        return -1;
    text.remove_prefix(std::size_t(end - text.data()));
    return value;
}

} // namespace

ContentRange parseContentRange(std::string_view text)
{
    ContentRange range;
    if (!equalsIgnoringCase(text.substr(0, 5), "bytes"))
        return range;
    text = trimmed(text.substr(5));
    if (text.starts_with('=')) // seen in the wild
        text.remove_prefix(1);
    range.first = takeNumber(text);
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        text.remove_prefix(slash + 1);
        range.total = takeNumber(text);
    }
    if (range.total >= 0 && range.first > range.total)
        range = {};
    return range;
}

BodyPlace placeOf(const NetHead &head, std::int64_t askedFrom)
{
    const auto length = head.number("content-length");
    if (head.status != 206) // some put a Content-Range on a 200; it means nothing there
        return {0, length.value_or(-1)};
    const ContentRange range = parseContentRange(head.header("content-range"));
    const std::int64_t begin = range.first >= 0 ? range.first : std::max<std::int64_t>(askedFrom, 0);
    if (range.total >= 0)
        return {begin, range.total};
    if (!length || *length > std::numeric_limits<std::int64_t>::max() - begin)
        return {begin, -1};
    return {begin, begin + *length}; // we ask to the end, so the part ends where the file does
}

std::string validatorOf(const NetHead &head)
{
    const std::string_view tag = head.header("etag");
    if (tag.starts_with('"'))
        return std::string(tag);
    return std::string(head.header("last-modified"));
}

bool promisesRanges(const NetHead &head)
{
    const std::string_view accepted = head.header("accept-ranges");
    return !accepted.empty() && !equalsIgnoringCase(accepted, "none");
}

} // namespace kanal::playback
