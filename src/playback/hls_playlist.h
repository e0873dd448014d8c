// SPDX-License-Identifier: MIT
// The media playlist of an HLS stream: its segments, and all that is needed to fetch and decrypt them. Pure; the text
// is hostile. What may not be opened (UrlPolicy) is in the list without an address, so that the times stay right.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/url.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kanal::playback
{

using HlsBlock = std::array<std::uint8_t, 16>; ///< of AES: a key, an initial vector

struct HlsKey {
    std::string url;            ///< empty: it may not be opened, and neither may what it locks
    std::optional<HlsBlock> iv; ///< none: the segment's sequence number is it
};

/// A piece of a file; length −1: all of it.
struct HlsSpan {
    std::int64_t from = 0;
    std::int64_t length = -1;
    bool whole() const { return length < 0; }
    friend bool operator==(const HlsSpan &, const HlsSpan &) = default;
};

/// The head of fragmented MP4 segments.
struct HlsMap {
    std::string url;
    HlsSpan span;
    std::shared_ptr<const HlsKey> key;
    bool sameAs(const HlsMap &other) const { return url == other.url && span == other.span; }
};

struct HlsSegment {
    std::string url; ///< absolute; empty: it may not be opened
    HlsSpan span;
    std::chrono::microseconds duration{0};
    std::chrono::microseconds start{0}; ///< from the beginning of this playlist
    bool gap = false;                   ///< the server has nothing there
    bool discontinuity = false;         ///< times or formats begin anew
    std::shared_ptr<const HlsKey> key;
    std::shared_ptr<const HlsMap> map;
    std::optional<std::chrono::milliseconds> date; ///< wall time of its beginning

    bool usable() const { return !gap && !url.empty(); }
};

struct HlsMediaPlaylist {
    std::chrono::microseconds target{0};                  ///< 0.2 s to 2 min
    std::int64_t sequence = 0;                            ///< number of the first segment
    bool ended = false;                                   ///< no more will come
    bool foreignKeys = false;                             ///< encrypted in a way only libavformat may know
    std::optional<std::chrono::microseconds> holdBack;    ///< keep so far from the end
    std::optional<std::chrono::microseconds> startOffset; ///< where to begin; negative: from the end
    std::vector<HlsSegment> segments;

    std::int64_t end() const { return sequence + std::int64_t(segments.size()); } ///< number behind the last one
    std::chrono::microseconds duration() const
    {
        return segments.empty() ? std::chrono::microseconds(0) : segments.back().start + segments.back().duration;
    }
};

/// `base` is the address the text came from. Fails with BadAnswer on what is no media playlist and beyond the limits,
/// with Address where every segment leads to places that may not be opened.
Result<HlsMediaPlaylist> parseHlsMedia(std::string_view text, const Url &base, const UrlPolicy &policy);

} // namespace kanal::playback
