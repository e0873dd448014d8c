// SPDX-License-Identifier: MIT
#include "detail_decoders.h"
#include "json_text.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>
#include <kanal/core/time_text.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace kanal::xtream
{

namespace
{

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::size_t kMostProgrammes = 100'000;
constexpr std::chrono::minutes kUsualLength(30);

struct Times {
    std::optional<sys_seconds> start;
    std::optional<sys_seconds> stop;
};

/// A number is UTC; "Y-m-d H:i:s" is the panel's local time.
std::optional<sys_seconds> readTime(const Json &json, seconds utcOffset)
{
    const JsonScalar scalar(json);
    if (const auto local = parsePlainTime(toText(scalar)))
        return *local - utcOffset;
    const auto time = toTime(scalar);
    return time ? std::optional(sys_seconds(seconds(*time))) : std::nullopt;
}

/// `end` is local text with one family of panels and a number as text with the other, whose local text is in `stop`.
Times timesOf(const Json &row, seconds utcOffset)
{
    Times times;
    for (std::string_view name : {"start_timestamp", "start"})
        if (!times.start)
            times.start = readTime(member(row, name), utcOffset);
    for (std::string_view name : {"stop_timestamp", "end_timestamp", "end", "stop"})
        if (!times.stop)
            times.stop = readTime(member(row, name), utcOffset);
    return times;
}

struct RawProgramme {
    Programme programme;
    bool hasStop = false;
};

std::string panelStartOf(const Json &row)
{
    const JsonScalar scalar(member(row, "start"));
    const std::string_view text = toText(scalar);
    return parsePlainTime(text) ? std::string(text) : std::string();
}

std::optional<RawProgramme> decodeRow(const Json &row, std::string_view streamId, seconds utcOffset)
{
    if (!row.is_object())
        return {};
    const Times times = timesOf(row, utcOffset);
    if (!times.start)
        return {};
    RawProgramme raw;
    raw.programme.channelId = streamId;
    raw.programme.start = *times.start;
    raw.programme.stop = times.stop.value_or(*times.start);
    raw.programme.title = std::string(trimmed(
        cleanText(decodeHtmlEntities(decodeGuideText(toText(JsonScalar(member(row, "title"))))), limits::kNameBytes)));
    raw.programme.description = std::string(
        trimmed(cleanText(decodeHtmlEntities(decodeGuideText(toText(JsonScalar(member(row, {"description", "desc"}))))),
                          limits::kTextBytes)));
    raw.programme.panelStart = panelStartOf(row);
    raw.programme.hasArchive = toBool(JsonScalar(member(row, "has_archive"))).value_or(false);
    raw.hasStop = times.stop.has_value();
    return raw;
}

/// The rows may stand in a list, in an object keyed by index, or in lists keyed by stream id.
void collect(const Json &listings, std::string_view streamId, seconds utcOffset, int depth,
             std::vector<RawProgramme> &out)
{
    if (!listings.is_array() && !listings.is_object())
        return;
    if (const Json &own = member(listings, streamId); !own.is_null() && own.is_structured() && !own.contains("title"))
        return collect(own, streamId, utcOffset, depth + 1, out);
    for (const Json &row : listings) {
        if (out.size() == kMostProgrammes)
            return;
        if (auto programme = decodeRow(row, streamId, utcOffset))
            out.push_back(std::move(*programme));
        else if (row.is_array() && depth < 2)
            collect(row, streamId, utcOffset, depth + 1, out);
    }
}

bool isMostlyPrintable(std::string_view text)
{
    const auto controls = std::count_if(text.begin(), text.end(), [](char c) {
        return (c >= 0 && c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
    });
    return controls == 0;
}

} // namespace

std::string decodeGuideText(std::string_view text)
{
    std::string compact;
    for (char c : text)
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            compact += c;
    // Base64 that was line-wrapped has blanks, prose has them, too: text with blanks is base64 only when it says so by
    // its padding.
    const bool wrapped = compact.size() != trimmed(text).size();
    const bool padded = compact.size() % 4 == 0 || compact.ends_with("=");
    std::string decoded;
    if (compact.size() < 4 || (wrapped && !padded) || !base64Decode(compact, decoded))
        return std::string(text);
    if (decoded.empty() || !isValidUtf8(decoded) || !isMostlyPrintable(decoded))
        return std::string(text);
    return decoded; // "News" and "Live" never come here: letters taken for base64 make bytes that are no UTF-8
}

Result<std::vector<Programme>> decodeGuide(std::string_view body, std::string_view streamId, seconds utcOffset)
{
    const auto json = parseJson(body);
    if (!json)
        return tl::unexpected(json.error());
    std::vector<RawProgramme> rows;
    const Json &listings = member(*json, "epg_listings");
    collect(listings.is_null() ? *json : listings, streamId, utcOffset, 0, rows);
    std::stable_sort(rows.begin(), rows.end(), [](const RawProgramme &a, const RawProgramme &b) {
        return a.programme.start < b.programme.start;
    });

    std::optional<sys_seconds> later; // the next different start
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        const bool sameAsNext = row != rows.rbegin() && std::prev(row)->programme.start == row->programme.start;
        if (row != rows.rbegin() && !sameAsNext)
            later = std::prev(row)->programme.start;
        if (!row->hasStop)
            row->programme.stop = later.value_or(row->programme.start + kUsualLength);
    }

    std::vector<Programme> programmes;
    for (RawProgramme &row : rows) {
        Programme &programme = row.programme;
        const bool repeated = !programmes.empty() && programmes.back().start == programme.start;
        if (programme.stop > programme.start && !repeated)
            programmes.push_back(std::move(programme));
    }
    return programmes;
}

} // namespace kanal::xtream
