// SPDX-License-Identifier: MIT
#include "hls_rate.h"

#include <algorithm>
#include <cmath>

namespace kanal::playback
{

using namespace std::chrono_literals;

namespace
{

constexpr std::int64_t kLeastBytes = 8 * 1024; ///< less says more about the way than about its width
constexpr Nanos kShortest = 1ms;
constexpr double kCarries = 0.9; ///< share of the line that the current variant may take
constexpr std::chrono::microseconds kPlenty = 8s;

} // namespace

void ThroughputMeter::Average::add(double value, double seconds)
{
    const double keep = std::pow(0.5, seconds / halfLife);
    sum = sum * keep + value * (1 - keep);
    weight = weight * keep + (1 - keep);
}

void ThroughputMeter::add(std::int64_t bytes, Nanos took)
{
    if (bytes < kLeastBytes)
        return;
    const double seconds = std::chrono::duration<double>(std::max(took, kShortest)).count();
    const double rate = double(bytes) * 8 / seconds;
    // A quick download is short, but counts as a sample all the same.
    const double weight = std::max(seconds, 0.5);
    m_fast.add(rate, weight);
    m_slow.add(rate, weight);
}

std::int64_t ThroughputMeter::bitsPerSecond() const
{
    return std::int64_t(std::min({m_fast.value(), m_slow.value(), 1e12}));
}

std::size_t nextVariant(const std::vector<HlsVariant> &variants, std::size_t current, const HlsSituation &situation)
{
    if (current >= variants.size() || situation.wish.throughput <= 0)
        return current;
    const HlsVariant *best = chooseVariant(variants, situation.wish);
    if (!best)
        return current;
    const HlsVariant &now = variants[current];
    if (best->bandwidth > now.bandwidth) {
        const auto reserve = std::min(kPlenty, situation.target * 3 / 2);
        if (situation.level < reserve)
            return current;
    } else if (best->bandwidth < now.bandwidth) {
        const bool carried = double(now.bandwidth) <= kCarries * double(situation.wish.throughput);
        if (carried && now.height <= situation.wish.screenHeight)
            return current;
    } else {
        return current;
    }
    if (best->separateSound != now.separateSound)
        return current;
    return std::size_t(best - variants.data());
}

} // namespace kanal::playback
