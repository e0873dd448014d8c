// SPDX-License-Identifier: MIT
#include "sound_place.h"

#include <cstdlib>
#include <limits>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kTurnUs = (std::int64_t(1) << 33) * 100 / 9;
constexpr std::int64_t kSameUs = 1000; ///< a clock that ran over is rounded otherwise
constexpr std::size_t kStretchesKept = 4;
constexpr std::int64_t kSlackUs = 1'000'000;  ///< sound and picture cross a joint at different places
constexpr std::int64_t kPassedUs = 1'500'000; ///< a picture so far ahead has crossed it, if there is one

/// The time congruent to `us` that lies nearest to `near`.
std::int64_t unturned(std::int64_t us, std::int64_t near)
{
    const std::int64_t ahead = ((us - near) % kTurnUs + kTurnUs) % kTurnUs;
    return near + (ahead > kTurnUs / 2 ? ahead - kTurnUs : ahead);
}

} // namespace

void PictureTimes::note(std::int64_t rawUs, std::int64_t mediaUs, std::int64_t durationUs)
{
    const std::int64_t offsetUs = mediaUs - rawUs;
    if (m_stretches.empty() || std::llabs(offsetUs - m_stretches.back().offsetUs) > kSameUs) {
        m_stretches.push_back({mediaUs, offsetUs});
        if (m_stretches.size() > kStretchesKept)
            m_stretches.erase(m_stretches.begin());
    }
    m_reachedUs = mediaUs + durationUs;
}

SoundPlace::Verdict SoundPlace::of(std::int64_t rawUs, const PictureTimes &picture) const
{
    using What = Verdict::What;
    const auto &stretches = picture.stretches();
    if (stretches.empty())
        return {picture.over() ? What::Drop : What::Wait};
    constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();
    const std::int64_t horizonUs = picture.over() ? kEver : picture.reachedUs() + kSlackUs;
    const std::int64_t nearUs = m_expectedUs.value_or(picture.reachedUs());
    std::optional<std::int64_t> best;
    std::int64_t newestUs = 0;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        newestUs = unturned(rawUs + stretches[i].offsetUs, picture.reachedUs());
        const std::int64_t endUs = i + 1 < stretches.size() ? stretches[i + 1].fromUs + kSlackUs : horizonUs;
        const bool inside = newestUs >= stretches[i].fromUs - kSlackUs && newestUs <= endUs;
        const bool goesOn = !m_expectedUs || newestUs >= *m_expectedUs - kSlackUs;
        if (inside && goesOn && (!best || std::llabs(newestUs - nearUs) < std::llabs(*best - nearUs)))
            best = newestUs;
    }
    if (best)
        return {What::At, *best};
    const bool passed = picture.over() || !m_expectedUs || picture.reachedUs() >= *m_expectedUs + kPassedUs;
    return {newestUs > horizonUs || !passed ? What::Wait : What::Drop};
}

} // namespace kanal::playback
