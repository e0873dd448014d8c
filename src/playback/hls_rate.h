// SPDX-License-Identifier: MIT
// How fast the line is, and which variant of a stream that allows. Pure.
#pragma once

#include "hls_master.h"

#include <kanal/core/clock.h>

#include <cstddef>
#include <optional>

namespace kanal::playback
{

/// Two moving averages of what downloads brought: one follows within 3 s, one within 9 s. The slower of both counts, so
/// that a drop is believed at once and a rise only when it lasts.
class ThroughputMeter
{
public:
    void add(std::int64_t bytes, Nanos took);
    void fallTo(std::int64_t bitsPerSecond); ///< what was known before counts no more
    std::int64_t bitsPerSecond() const;      ///< 0: not known

private:
    struct Average {
        double halfLife; ///< seconds
        double sum = 0, weight = 0;
        void add(double value, double seconds);
        double value() const { return weight > 0 ? sum / weight : 0; }
    };
    Average m_fast{3}, m_slow{9};
};

struct HlsSituation {
    HlsWish wish;
    std::chrono::microseconds level{0};  ///< fetched and not yet played
    std::chrono::microseconds target{0}; ///< length of a segment
};

/// The variant the next segment is taken from. Down as soon as the line does not carry the current one; up only with
/// something in reserve.
std::size_t nextVariant(const std::vector<HlsVariant> &variants, std::size_t current, const HlsSituation &situation);

/// A segment on its way.
struct HlsProgress {
    std::int64_t received = 0, whole = 0; ///< bytes; `whole` may be a guess
    Nanos running{0};                     ///< since it was asked for
    bool handedOut = false;               ///< part of it is with the demuxer: breaking off leaves a gap
};

/// Bits per second of this segment alone; nullopt: it is too early to say.
std::optional<std::int64_t> rateOf(const HlsProgress &progress);
/// The variant to take instead, where the rest of the segment would come too late for what is still to be played;
/// nullopt: it is waited for. A gap is made only where the stream would stand far longer.
std::optional<std::size_t> variantInstead(const std::vector<HlsVariant> &variants, std::size_t current,
                                          const HlsSituation &situation, const HlsProgress &progress);
/// With so much still to be played a segment is kept back while it comes, so that it can be taken from another variant.
bool mayBeKeptBack(std::chrono::microseconds level);

} // namespace kanal::playback
