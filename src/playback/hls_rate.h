// SPDX-License-Identifier: MIT
// How fast the line is, and which variant of a stream that allows. Pure.
#pragma once

#include "hls_master.h"

#include <kanal/core/clock.h>

#include <cstddef>

namespace kanal::playback
{

/// Two moving averages of what downloads brought: one follows within 3 s, one within 9 s. The slower of both counts, so
/// that a drop is believed at once and a rise only when it lasts.
class ThroughputMeter
{
public:
    void add(std::int64_t bytes, Nanos took);
    std::int64_t bitsPerSecond() const; ///< 0: not known

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

} // namespace kanal::playback
