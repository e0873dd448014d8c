// SPDX-License-Identifier: MIT
#include "hls_master.h"

#include "hls_attributes.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>

namespace kanal::playback
{

namespace
{

constexpr int kSparingHeight = 576;                   ///< of a television of old
constexpr std::int64_t kUsualThroughput = 16'000'000; ///< until this host was measured
constexpr double kShareOfThroughput = 0.7;
constexpr std::size_t kMostVariants = 64;
constexpr std::size_t kMostRenditions = 64; // of a kind
constexpr std::size_t kMostNameBytes = 64;
constexpr std::int64_t kMostPixels = 1 << 16;
/// Pictures, sound, and subtitles, whose fault it never is.
constexpr std::string_view kDecodable[] = {"avc1", "avc3", "hvc1", "hev1", "vp08", "vp09", "av01", "mp4v", "mp2v",
                                           "mp4a", "ac-3", "ec-3", "opus", "flac", "alac", "mp3",  "dtsc", "dtse",
                                           "dtsh", "dtsl", "wvtt", "stpp", "tx3g", "c608", "c708"};

/// As far as its names tell.
bool decodable(const std::string &codecs)
{
    for (const std::string_view codec : split(codecs, ',')) {
        const std::string_view name = trimmed(codec);
        const bool known =
            name.empty() || std::any_of(std::begin(kDecodable), std::end(kDecodable), [name](std::string_view prefix) {
                return equalsIgnoringCase(name.substr(0, prefix.size()), prefix);
            });
        if (!known)
            return false;
    }
    return true;
}

/// The address where it may be opened; nullopt: nowhere we go.
std::optional<std::string> allowed(const Url &base, std::string_view reference, const UrlPolicy &policy)
{
    const auto url = resolveUrl(base, reference);
    const bool web = url && (url->scheme == "http" || url->scheme == "https");
    return web && policy.check(*url) ? std::optional(url->str()) : std::nullopt;
}

void addRendition(HlsPlaylist &playlist, std::string_view attributes, const Url &base, const UrlPolicy &policy)
{
    const std::string_view type = hlsAttribute(attributes, "TYPE");
    if (type != "AUDIO" && type != "SUBTITLES")
        return;
    std::vector<HlsRendition> &list = type == "AUDIO" ? playlist.sounds : playlist.subtitles;
    if (list.size() >= kMostRenditions)
        return;
    HlsRendition rendition;
    rendition.group = hlsAttribute(attributes, "GROUP-ID");
    rendition.name = cleanText(hlsAttribute(attributes, "NAME"), kMostNameBytes);
    const std::string_view language = hlsAttribute(attributes, "LANGUAGE"); // "en-GB"
    rendition.language = cleanText(language.substr(0, language.find('-')), kMostNameBytes);
    rendition.byDefault = hlsAttribute(attributes, "DEFAULT") == "YES";
    rendition.forHardOfHearing =
        hlsAttribute(attributes, "CHARACTERISTICS").find("describes-music-and-sound") != std::string_view::npos;
    const std::string_view reference = hlsAttribute(attributes, "URI");
    if (!reference.empty()) {
        const auto url = allowed(base, reference, policy);
        if (!url)
            return;
        rendition.url = *url;
    }
    if (type == "AUDIO" || !rendition.url.empty())
        list.push_back(std::move(rendition));
}

HlsVariant describe(std::string_view attributes)
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
    variant.soundGroup = hlsAttribute(attributes, "AUDIO");
    variant.subtitleGroup = hlsAttribute(attributes, "SUBTITLES");
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
    std::string_view pending;
    HlsLines lines(text);
    for (std::string_view line; lines.count() < limits::kPlaylistLines && lines.next(line);) {
        if (const auto list = hlsTag(line, "#EXT-X-STREAM-INF:")) {
            playlist.kind = HlsKind::Master;
            pending = *list;
        } else if (const auto media = hlsTag(line, "#EXT-X-MEDIA:")) {
            addRendition(playlist, *media, base, policy);
        } else if (!line.empty() && line.front() != '#' && !pending.empty()) {
            HlsVariant variant = describe(pending);
            pending = {};
            const auto url = allowed(base, line, policy);
            if (!url || playlist.variants.size() >= kMostVariants)
                continue;
            variant.url = *url;
            playlist.variants.push_back(std::move(variant));
        }
    }
    for (HlsVariant &variant : playlist.variants) // groups may stand behind the variants that use them
        variant.separateSound = !soundsOf(variant, playlist.sounds).empty();
    return playlist;
}

std::vector<HlsRendition> soundsOf(const HlsVariant &variant, const std::vector<HlsRendition> &sounds)
{
    std::vector<HlsRendition> of;
    bool apart = false;
    for (const HlsRendition &sound : sounds) {
        if (variant.soundGroup.empty() || sound.group != variant.soundGroup)
            continue;
        of.push_back(sound);
        if (sound.url == variant.url) // radio: the variant is this sound
            of.back().url.clear();
        apart |= !of.back().url.empty();
    }
    return apart ? of : std::vector<HlsRendition>();
}

std::size_t chooseSound(const std::vector<HlsRendition> &sounds, const std::vector<std::string> &preferred)
{
    const auto find = [&](const auto &is) {
        const auto found = std::find_if(sounds.begin(), sounds.end(), is);
        return found == sounds.end() ? std::nullopt : std::optional(std::size_t(found - sounds.begin()));
    };
    for (const std::string &wish : preferred)
        if (const auto found =
                find([&](const HlsRendition &s) { return !wish.empty() && (wish == s.language || wish == s.name); }))
            return *found;
    return find([](const HlsRendition &s) { return s.byDefault; }).value_or(0);
}

std::vector<HlsRendition> subtitlesOf(const HlsVariant &variant, const std::vector<HlsRendition> &subtitles)
{
    std::vector<HlsRendition> of;
    std::copy_if(subtitles.begin(), subtitles.end(), std::back_inserter(of), [&](const HlsRendition &each) {
        return !variant.subtitleGroup.empty() && each.group == variant.subtitleGroup;
    });
    return of;
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
    // Names nobody knows are no reason to stay with one variant where all have them.
    const bool anyKnown = std::any_of(variants.begin(), variants.end(),
                                      [](const HlsVariant &variant) { return decodable(variant.codecs); });
    const double budget = double(wish.throughput > 0 ? wish.throughput : kUsualThroughput) * kShareOfThroughput;
    const HlsVariant *best = nullptr;
    const HlsVariant *smallest = nullptr;
    for (const HlsVariant &variant : variants) {
        if (anyKnown && !decodable(variant.codecs))
            continue;
        if (!smallest || variant.bandwidth < smallest->bandwidth)
            smallest = &variant;
        const bool fits = double(variant.bandwidth) <= budget && variant.height <= wish.screenHeight;
        if (fits && (!best || variant.bandwidth > best->bandwidth))
            best = &variant;
    }
    return best ? best : smallest;
}

} // namespace kanal::playback
