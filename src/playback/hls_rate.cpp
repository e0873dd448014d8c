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
constexpr Nanos kTells = 1500ms;                         ///< of a segment: less may be the server thinking
constexpr std::chrono::microseconds kKeptBackAbove = 3s; ///< of what is to be played
constexpr std::chrono::microseconds kWorthAGap = 8s;     ///< of standing still

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

void ThroughputMeter::fallTo(std::int64_t bitsPerSecond)
{
    for (Average *average : {&m_fast, &m_slow}) {
        average->sum = double(bitsPerSecond);
        average->weight = 1;
    }
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

std::optional<std::int64_t> rateOf(const HlsProgress &progress)
{
    if (progress.running < kTells)
        return std::nullopt;
    return std::int64_t(double(progress.received) * 8 / std::chrono::duration<double>(progress.running).count());
}

std::optional<std::size_t> variantInstead(const std::vector<HlsVariant> &variants, std::size_t current,
                                          const HlsSituation &situation, const HlsProgress &progress)
{
    const auto rate = rateOf(progress);
    if (!rate || current >= variants.size())
        return std::nullopt;
    const double rest = double(std::max<std::int64_t>(progress.whole - progress.received, 0)) * 8 /
                        double(std::max<std::int64_t>(*rate, 1));
    const auto bearable = situation.level + (progress.handedOut ? kWorthAGap : std::chrono::microseconds(0));
    if (rest <= std::chrono::duration<double>(bearable).count())
        return std::nullopt;
    HlsWish wish = situation.wish;
    wish.throughput = std::max<std::int64_t>(*rate, 1);
    const HlsVariant *best = chooseVariant(variants, wish);
    if (!best || best->bandwidth >= variants[current].bandwidth ||
        best->separateSound != variants[current].separateSound)
        return std::nullopt;
    return std::size_t(best - variants.data());
}

bool mayBeKeptBack(std::chrono::microseconds level)
{
    return level > kKeptBackAbove;
}

} // namespace kanal::playback
