// SPDX-License-Identifier: MIT
#include "hls_master.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kUsualThroughput = 16'000'000; ///< until this host was measured
constexpr double kShareOfThroughput = 0.7;
constexpr std::size_t kMostVariants = 64;
constexpr std::string_view kDecodable[] = {"avc1", "avc3", "hvc1", "hev1", "mp4v", "mp4a",
                                           "ac-3", "ec-3", "vp09", "av01", "opus", "mp3"};

std::int64_t number(std::string_view text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// The value of NAME=value or NAME="value" in an attribute list; commas inside quotes do not count.
std::string_view attribute(std::string_view list, std::string_view name)
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

bool decodable(const std::string &codecs)
{
    for (const std::string_view codec : split(codecs, ',')) {
        const std::string_view name = trimmed(codec);
        const bool known =
            name.empty() || std::any_of(std::begin(kDecodable), std::end(kDecodable), [name](std::string_view prefix) {
                return name.substr(0, prefix.size()) == prefix;
            });
        if (!known)
            return false;
    }
    return true;
}

HlsVariant describe(std::string_view attributes, const std::set<std::string, std::less<>> &soundGroups)
{
    HlsVariant variant;
    variant.bandwidth = number(attribute(attributes, "BANDWIDTH"));
    variant.codecs = attribute(attributes, "CODECS");
    const std::string_view resolution = attribute(attributes, "RESOLUTION");
    if (const auto cross = resolution.find('x'); cross != std::string_view::npos) {
        variant.width = int(number(resolution.substr(0, cross)));
        variant.height = int(number(resolution.substr(cross + 1)));
    }
    variant.separateSound = soundGroups.contains(attribute(attributes, "AUDIO"));
    return variant;
}

} // namespace

HlsPlaylist parseHls(std::string_view text, const Url &base, const UrlPolicy &policy)
{
    text = text.substr(0, limits::kPlaylistBytes);
    if (text.substr(0, 3) == "\xef\xbb\xbf")
        text.remove_prefix(3);
    HlsPlaylist playlist;
    if (text.substr(0, 7) != "#EXTM3U")
        return playlist;
    playlist.kind = HlsKind::Media;
    std::set<std::string, std::less<>> soundGroups;
    for (const std::string_view line : split(text, '\n')) // groups may stand behind the variants that use them
        if (const std::string_view tag = trimmed(line); tag.substr(0, 13) == "#EXT-X-MEDIA:")
            if (attribute(tag.substr(13), "TYPE") == "AUDIO" && !attribute(tag.substr(13), "URI").empty())
                soundGroups.emplace(attribute(tag.substr(13), "GROUP-ID"));
    std::string_view pending;
    for (const std::string_view raw : split(text, '\n')) {
        const std::string_view line = trimmed(raw);
        if (line.substr(0, 18) == "#EXT-X-STREAM-INF:") {
            playlist.kind = HlsKind::Master;
            pending = line.substr(18);
        } else if (!line.empty() && line.front() != '#' && !pending.empty()) {
            HlsVariant variant = describe(pending, soundGroups);
            pending = {};
            const auto url = resolveUrl(base, line);
            if (!url || !policy.check(*url) || playlist.variants.size() >= kMostVariants)
                continue;
            variant.url = url->str();
            playlist.variants.push_back(std::move(variant));
        }
    }
    return playlist;
}

const HlsVariant *chooseVariant(const std::vector<HlsVariant> &variants, const HlsWish &wish)
{
    const double budget = double(wish.throughput > 0 ? wish.throughput : kUsualThroughput) * kShareOfThroughput;
    const HlsVariant *best = nullptr;
    const HlsVariant *smallest = nullptr;
    for (const HlsVariant &variant : variants) {
        if (!decodable(variant.codecs))
            continue;
        if (!smallest || variant.bandwidth < smallest->bandwidth)
            smallest = &variant;
        const bool fits = double(variant.bandwidth) <= budget && variant.height <= wish.screenHeight;
        if (fits && (!best || variant.bandwidth > best->bandwidth))
            best = &variant;
    }
    if (best)
        return best;
    return smallest ? smallest : variants.empty() ? nullptr : &variants.front();
}

} // namespace kanal::playback
