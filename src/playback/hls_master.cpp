// SPDX-License-Identifier: MIT
#include "hls_master.h"

#include "hls_attributes.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <limits>
#include <set>

namespace kanal::playback
{

namespace
{

constexpr int kSparingHeight = 576;                   ///< of a television of old
constexpr std::int64_t kUsualThroughput = 16'000'000; ///< until this host was measured
constexpr double kShareOfThroughput = 0.7;
constexpr std::size_t kMostVariants = 64;
constexpr std::int64_t kMostPixels = 1 << 16;
constexpr std::string_view kDecodable[] = {"avc1", "avc3", "hvc1", "hev1", "mp4v", "mp4a",
                                           "ac-3", "ec-3", "vp09", "av01", "opus", "mp3"};

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
    variant.bandwidth = std::max<std::int64_t>(0, hlsNumber(hlsAttribute(attributes, "BANDWIDTH")).value_or(0));
    variant.codecs = hlsAttribute(attributes, "CODECS");
    const std::string_view resolution = hlsAttribute(attributes, "RESOLUTION");
    if (const auto cross = resolution.find('x'); cross != std::string_view::npos) {
        variant.width =
            int(std::clamp<std::int64_t>(hlsNumber(resolution.substr(0, cross)).value_or(0), 0, kMostPixels));
        variant.height =
            int(std::clamp<std::int64_t>(hlsNumber(resolution.substr(cross + 1)).value_or(0), 0, kMostPixels));
    }
    variant.separateSound = soundGroups.contains(hlsAttribute(attributes, "AUDIO"));
    return variant;
}

} // namespace

HlsPlaylist parseHls(std::string_view text, const Url &base, const UrlPolicy &policy)
{
    text = text.substr(0, limits::kPlaylistBytes);
    HlsPlaylist playlist;
    std::string_view head;
    HlsLines begin(text);
    while (begin.next(head) && head.empty()) {
    }
    if (!head.starts_with("#EXTM3U"))
        return playlist;
    playlist.kind = HlsKind::Media;
    std::set<std::string, std::less<>> soundGroups;
    HlsLines first(text); // groups may stand behind the variants that use them
    for (std::string_view line; first.count() < limits::kPlaylistLines && first.next(line);)
        if (const auto list = hlsTag(line, "#EXT-X-MEDIA:"))
            if (hlsAttribute(*list, "TYPE") == "AUDIO" && !hlsAttribute(*list, "URI").empty())
                soundGroups.emplace(hlsAttribute(*list, "GROUP-ID"));
    std::string_view pending;
    HlsLines lines(text);
    for (std::string_view line; lines.count() < limits::kPlaylistLines && lines.next(line);) {
        if (const auto list = hlsTag(line, "#EXT-X-STREAM-INF:")) {
            playlist.kind = HlsKind::Master;
            pending = *list;
        } else if (!line.empty() && line.front() != '#' && !pending.empty()) {
            HlsVariant variant = describe(pending, soundGroups);
            pending = {};
            const auto url = resolveUrl(base, line);
            const bool web = url && (url->scheme == "http" || url->scheme == "https");
            if (!web || !policy.check(*url) || playlist.variants.size() >= kMostVariants)
                continue;
            variant.url = url->str();
            playlist.variants.push_back(std::move(variant));
        }
    }
    return playlist;
}

HlsWish withQuality(HlsWish wish, Quality quality)
{
    if (quality == Quality::Sparing)
        wish.screenHeight = kSparingHeight;
    if (quality != Quality::Best)
        return wish;
    wish.screenHeight = std::numeric_limits<int>::max();
    if (wish.throughput == 0) // begins at the top; what comes decides
        wish.throughput = std::numeric_limits<std::int64_t>::max();
    return wish;
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
