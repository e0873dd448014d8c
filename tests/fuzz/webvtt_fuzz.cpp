// SPDX-License-Identifier: MIT
// rooms: playback core
// Subtitles of strangers: lines that end after they begin, and no more of them than there may be.
#include "webvtt.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace kanal::playback;
    const auto segment = parseVtt({reinterpret_cast<const char *>(data), size});
    if (!segment)
        return 0;
    if (segment->cues.size() > 5000)
        std::abort();
    for (const VttCue &cue : segment->cues)
        if (cue.beginUs < 0 || cue.endUs <= cue.beginUs || cue.text.empty() || cue.text.size() > 4096)
            std::abort();
    return 0;
}
