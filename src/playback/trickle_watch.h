// SPDX-License-Identifier: MIT
// Tells a connection that trickles: bytes come, so it is not silent, but next to nothing of the stream. Pure.
#pragma once

#include <kanal/core/clock.h>

#include <cstdint>
#include <deque>
#include <optional>

namespace kanal::playback
{

/// How far a connection has come, counted from anywhere.
struct StreamProgress {
    std::int64_t bytes = 0;
    std::optional<std::int64_t> units; ///< pictures and pieces of sound that began; null: not told apart
    std::optional<Nanos> time;         ///< of the stream's own clock; null: none is known
};

enum class Trickle { No, FewBytes, NothingBegins, ClockCrawls };

class TrickleWatch
{
public:
    /// Looked back on: a stream that ran before is judged by this alone.
    static constexpr Nanos kWindow = std::chrono::seconds(8);
    static constexpr Nanos kStep = std::chrono::seconds(1); ///< between two looks, about

    void begin(Nanos now, const StreamProgress &progress);
    /// What the last kWindow was; No before so much has passed.
    Trickle look(Nanos now, const StreamProgress &progress);
    Nanos nextLook() const { return m_samples.empty() ? Nanos::max() : m_samples.back().at + kStep; }

private:
    struct Sample {
        Nanos at;
        StreamProgress progress;
    };
    std::deque<Sample> m_samples; ///< the first is the latest that is older than the window, if one is
};

} // namespace kanal::playback
