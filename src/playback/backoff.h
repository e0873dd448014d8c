// SPDX-License-Identifier: MIT
// How long to wait before the next try: 0, 0.5, 1, then 2 seconds for half a minute, 4, 8, 8 … seconds, each ±20 % so
// that a thousand players do not come back at once.
#pragma once

#include <chrono>
#include <random>

namespace kanal::playback
{

class Backoff
{
public:
    explicit Backoff(std::uint32_t seed)
        : m_random(seed)
    {
    }

    /// The wait before the next try; counts it.
    std::chrono::milliseconds next();
    /// Tries counted since the last reset.
    int attempts() const { return m_attempts; }
    void reset() { m_attempts = 0; }

private:
    std::minstd_rand m_random;
    int m_attempts = 0;
};

} // namespace kanal::playback
