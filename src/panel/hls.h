// SPDX-License-Identifier: MIT
// The HLS form of an endless stream: two-second segments cut at entries, numbered by the clock, so every viewer sees
// the same ones. And of a film: the same segments, once, from the first to the last.
#pragma once

#include "ts_clip.h"

#include <optional>
#include <string>
#include <utility>

namespace kanal::panel
{

inline constexpr int kHlsSegmentSeconds = 2;
inline constexpr int kHlsWindow = 5;

/// What a live playlist says instead of the truth.
struct PlaylistTwist {
    double olderSeconds = 0; ///< it says what it said then
    std::int64_t sequenceShift = 0;
    bool missingKey = false; ///< the segments are said to be encrypted
};

/// `ending`: of the names of segments.
std::string hlsPlaylist(const TsClip &clip, Ticks now, const std::string &folderUrl, const std::string &ending = ".ts",
                        const PlaylistTwist &twist = {});

/// The packets of a segment; none if it is not there yet or has long been gone.
std::optional<std::pair<PacketNo, PacketNo>> hlsSegmentSpan(const TsClip &clip, std::int64_t sequence, Ticks now);

/// Of what has an end: the clip once.
std::string hlsFilmPlaylist(const TsClip &clip, const std::string &folderUrl);
std::optional<std::pair<PacketNo, PacketNo>> hlsFilmSegmentSpan(const TsClip &clip, std::int64_t number);

} // namespace kanal::panel
