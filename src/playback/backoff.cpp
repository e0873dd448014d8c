// SPDX-License-Identifier: MIT
#include "backoff.h"

#include <algorithm>

namespace kanal::playback
{

std::chrono::milliseconds Backoff::next()
{
    constexpr int kQuick[] = {0, 500, 1000};
    constexpr int kSteady = 2000,
                  kSteadyTimes = 16; // so that most outages end within two seconds of the server's return
    constexpr int kSlow[] = {4000, 8000};
    const int quick = int(std::size(kQuick)), slow = m_attempts - quick - kSteadyTimes;
    const int step = m_attempts < quick ? kQuick[m_attempts]
                     : slow < 0         ? kSteady
                                        : kSlow[std::min(slow, int(std::size(kSlow)) - 1)];
    ++m_attempts;
    return std::chrono::milliseconds(std::uniform_int_distribution(step * 8 / 10, step * 12 / 10)(m_random));
}

} // namespace kanal::playback
