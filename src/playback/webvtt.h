// SPDX-License-Identifier: MIT
// A piece of WebVTT as HLS carries it: lines with their times, and how those times lie on the stream's clock. Pure; the
// text is hostile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kanal::playback
{

struct VttCue {
    std::int64_t beginUs = 0, endUs = 0; ///< as written
    std::string text;                    ///< with its tags

    friend bool operator==(const VttCue &, const VttCue &) = default;
};

struct VttSegment {
    /// X-TIMESTAMP-MAP: what must be added to a cue's times to have the stream's, in µs; nullopt: it says nothing.
    std::optional<std::int64_t> clockOffsetUs;
    std::vector<VttCue> cues;
};

/// nullopt: it is no WebVTT. At most 5,000 cues of 4 KiB.
std::optional<VttSegment> parseVtt(std::string_view text);

} // namespace kanal::playback
