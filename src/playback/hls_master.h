// SPDX-License-Identifier: MIT
// The master playlist of an HLS stream: which variants there are and which one to open. libavformat would open every
// one of them (19 requests for six variants, docs/playback.md). Pure.
#pragma once

#include <kanal/core/url.h>
#include <kanal/playback/playback_options.h>

#include <string>
#include <string_view>
#include <vector>

namespace kanal::playback
{

/// Sound or subtitles of variants that may be a playlist of their own.
struct HlsRendition {
    std::string group;
    std::string name, language; ///< "English", "en"
    std::string url;            ///< absolute; empty: it is in the variant's own segments
    bool byDefault = false;
    bool forHardOfHearing = false; ///< subtitles
};

struct HlsVariant {
    std::string url;            ///< absolute
    std::int64_t bandwidth = 0; ///< bits per second at peak; 0: not said
    int width = 0, height = 0;  ///< 0: not said
    std::string codecs;         ///< RFC 6381, as written
    std::string soundGroup;     ///< whose sounds go with it; empty: its own
    std::string subtitleGroup;  ///< empty: it has none
    bool separateSound = false; ///< one of these is a playlist of its own
};

enum class HlsKind { Master, Media, None };

struct HlsPlaylist {
    HlsKind kind = HlsKind::None;
    std::vector<HlsVariant> variants;    ///< Master: those whose address may be opened
    std::vector<HlsRendition> sounds;    ///< of all groups; likewise
    std::vector<HlsRendition> subtitles; ///< of all groups; likewise
};

/// `base` is the address the text really came from. At most limits::kPlaylistBytes are looked at.
HlsPlaylist parseHls(std::string_view text, const Url &base, const UrlPolicy &policy);

struct HlsWish {
    std::int64_t throughput = 0; ///< bits per second this host delivered lately; 0: unknown
    int screenHeight = 1080;     ///< more lines than that cannot be seen
};

/// What there is to choose beside the variant, in the order of the list; none where all of it is in its own segments.
std::vector<HlsRendition> soundsOf(const HlsVariant &variant, const std::vector<HlsRendition> &sounds);
/// The sound to begin with: in a language or of a name the user prefers, else the list's default, else its first.
std::size_t chooseSound(const std::vector<HlsRendition> &sounds, const std::vector<std::string> &preferred);

std::vector<HlsRendition> subtitlesOf(const HlsVariant &variant, const std::vector<HlsRendition> &subtitles);

/// The wish as the user wants it: more lines than the screen has, or fewer.
HlsWish withQuality(HlsWish wish, Quality quality);

/// The best variant that fits the line and the screen; the smallest where none fits. Null: there are none.
const HlsVariant *chooseVariant(const std::vector<HlsVariant> &variants, const HlsWish &wish);

} // namespace kanal::playback
