// SPDX-License-Identifier: MIT
#include "backoff.h"

#include <algorithm>
#include <array>

namespace kanal::playback
{

std::chrono::milliseconds Backoff::next()
{
    static constexpr std::array<int, 6> kSteps{0, 500, 1000, 2000, 4000, 8000};
    const int step = kSteps[std::size_t(std::min(m_attempts, int(kSteps.size()) - 1))];
    ++m_attempts;
    return std::chrono::milliseconds(std::uniform_int_distribution(step * 8 / 10, step * 12 / 10)(m_random));
}

} // namespace kanal::playback
