// SPDX-License-Identifier: MIT
#include "hls.h"

#include <algorithm>

namespace kanal::panel
{
namespace
{

constexpr Ticks kSegment = kHlsSegmentSeconds * kTicksPerSecond;
/// Counting from 2020 keeps the numbers short.
constexpr std::int64_t kFirstSegment = 1'577'836'800 / kHlsSegmentSeconds;
/// Segments stay for a while after they left the playlist.
constexpr int kKept = 3 * kHlsWindow;

/// Entries are evenly spread over the loop, so the n-th segment begins at the entry that many segments in.
std::int64_t entryOf(const TsClip &clip, std::int64_t segment)
{
    const std::int64_t segmentsPerLoop = std::max<std::int64_t>(1, clip.loopTicks() / kSegment);
    return segment * std::max<std::int64_t>(1, clip.entriesPerLoop() / segmentsPerLoop);
}

/// The last segment that is complete.
std::int64_t newestSegment(const TsClip &clip, Ticks now)
{
    std::int64_t segment = now / kSegment + 1;
    while (clip.timeOf(clip.entry(entryOf(clip, segment + 1))) > now)
        --segment;
    return segment;
}

} // namespace

std::string hlsPlaylist(const TsClip &clip, Ticks now, const std::string &folderUrl, const std::string &ending,
                        const PlaylistTwist &twist)
{
    now -= Ticks(twist.olderSeconds * double(kTicksPerSecond));
    const std::int64_t newest = newestSegment(clip, now);
    std::string out =
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:" + std::to_string(kHlsSegmentSeconds) +
        "\n#EXT-X-MEDIA-SEQUENCE:" + std::to_string(newest - kHlsWindow + 1 - kFirstSegment + twist.sequenceShift) +
        "\n";
    if (twist.missingKey)
        out += "#EXT-X-KEY:METHOD=AES-128,URI=\"" + folderUrl + "key\"\n";
    for (std::int64_t segment = newest - kHlsWindow + 1; segment <= newest; ++segment)
        out += "#EXTINF:" + std::to_string(kHlsSegmentSeconds) + ".000,\n" + folderUrl +
               std::to_string(segment - kFirstSegment) + ending + "\n";
    return out;
}

std::string hlsFilmPlaylist(const TsClip &clip, const std::string &folderUrl)
{
    std::string out = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-TARGETDURATION:" +
                      std::to_string(kHlsSegmentSeconds) + "\n";
    for (std::int64_t segment = 0; segment < clip.loopTicks() / kSegment; ++segment)
        out +=
            "#EXTINF:" + std::to_string(kHlsSegmentSeconds) + ".000,\n" + folderUrl + std::to_string(segment) + ".ts\n";
    return out + "#EXT-X-ENDLIST\n";
}

std::optional<std::pair<PacketNo, PacketNo>> hlsFilmSegmentSpan(const TsClip &clip, std::int64_t number)
{
    if (number < 0 || number >= clip.loopTicks() / kSegment)
        return std::nullopt;
    return std::pair(clip.entry(entryOf(clip, number)), clip.entry(entryOf(clip, number + 1)));
}

std::optional<std::pair<PacketNo, PacketNo>> hlsSegmentSpan(const TsClip &clip, std::int64_t sequence, Ticks now)
{
    const std::int64_t segment = sequence + kFirstSegment, newest = newestSegment(clip, now);
    if (segment > newest || segment < newest - kKept)
        return std::nullopt;
    return std::pair(clip.entry(entryOf(clip, segment)), clip.entry(entryOf(clip, segment + 1)));
}

} // namespace kanal::panel
