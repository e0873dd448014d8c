// SPDX-License-Identifier: MIT
// What an answer says about the part of a file it carries. Panels get every piece of this wrong.
#pragma once

#include "net_thread.h"

namespace kanal::playback
{

/// "bytes 5-9/100", "bytes 5-9/*", "bytes */100"; −1: not said.
struct ContentRange {
    std::int64_t first = -1;
    std::int64_t total = -1;
};
ContentRange parseContentRange(std::string_view text);

/// Where the body of a 200 or 206 begins and how long the whole file is.
struct BodyPlace {
    std::int64_t begin = 0;
    std::int64_t fileSize = -1; ///< −1: not said
};
BodyPlace placeOf(const NetHead &head, std::int64_t askedFrom);

/// What identifies the file for If-Range: a strong ETag, or its date; empty: nothing that would do.
std::string validatorOf(const NetHead &head);

/// A 200 says that ranges would be honoured. "Accept-Ranges: 0-1000" (sic) counts.
bool promisesRanges(const NetHead &head);

} // namespace kanal::playback
