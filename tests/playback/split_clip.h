// SPDX-License-Identifier: MIT
// A clip taken apart: pictures in one row of segments, sound in another, each in the container a server would send it
// in, and all on the clock of the clip they come from.
#pragma once

#include <string>
#include <vector>

namespace kanal::playback
{

struct SplitTrack {
    std::string head;                  ///< of fragmented MP4; else empty
    std::vector<std::string> segments; ///< of a second each
};

struct SplitClip {
    SplitTrack picture;
    std::vector<SplitTrack> sounds;
};

/// `clip` is a transport stream with a key picture each second. Containers are "mpegts", "mp4" and, for sound only,
/// "adts": bare frames behind a tag that says when they are.
SplitClip splitClip(const std::string &clip, const std::string &picture = "mpegts",
                    const std::string &sound = "mpegts");

} // namespace kanal::playback
