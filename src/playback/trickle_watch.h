// SPDX-License-Identifier: MIT
// Tells a connection that trickles: bytes come, so it is not silent, but next to nothing of the stream. Pure.
#pragma once

#include <kanal/core/clock.h>

#include <cstdint>
#include <deque>
#include <map>
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

/// How far a transport stream has run, by whichever of its clocks runs best: one may stand still or go away while
/// picture and sound come as they should.
class StreamTime
{
public:
    /// `clock` is named by anything, `ticks` are 90 kHz in 33 bits.
    void see(int clock, std::int64_t ticks);
    std::optional<Nanos> run() const { return m_clocks.empty() ? std::nullopt : std::optional(m_run); }

private:
    struct Clock {
        std::int64_t last;
        Nanos run;
    };
    std::map<int, Clock> m_clocks;
    Nanos m_run{0};
};

} // namespace kanal::playback
