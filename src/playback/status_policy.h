// SPDX-License-Identifier: MIT
// What an HTTP status on a stream address means and how often to come back after a failure. Pure tables.
// A status of 400 and above, 600 and above included, is a refusal: no byte behind it ever reaches a demuxer. A refusal
// is not retried blindly, because asking again into a connection limit kills the stream that already works.
#pragma once

#include <kanal/core/error.h>

#include <chrono>
#include <limits>
#include <optional>

namespace kanal::playback
{

struct Situation {
    bool hasPlayed = false;           ///< bytes of this stream were delivered before
    bool ownStreamJustClosed = false; ///< this process closed a stream of the same host within kSlotRelease
};

/// How long a panel may take to notice that our last stream is gone.
inline constexpr std::chrono::seconds kSlotRelease{10};

/// The kind of refusal a status is; nullopt: media may follow.
std::optional<ErrorKind> refusalOf(int status, Situation situation);

struct RetryRule {
    int retries = 0;                      ///< in a row; 0: final at once
    std::chrono::milliseconds atLeast{0}; ///< wait, whatever the back-off says
};
inline constexpr int kWhileOutageLasts = std::numeric_limits<int>::max();

/// What to do about a failed try.
RetryRule retryRule(const Error &error, Situation situation);

} // namespace kanal::playback
