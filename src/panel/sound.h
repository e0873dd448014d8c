// SPDX-License-Identifier: MIT
// What our clips sound like: a beep at the start of each second, to the sample where the picture flashes, over soft
// music that repeats with the loop. Computed for any sample, negative ones included, so loops have no seam.
#pragma once

#include <cstdint>
#include <vector>

namespace kanal::panel
{

inline constexpr int kSampleRate = 48'000;

class Sound
{
public:
    struct Spec {
        double root = 220;   ///< the key of the music, Hz
        double music = 0.05; ///< its loudness, 0..1
        double beepHz = 1'000;
        int period = 8; ///< seconds until the music repeats
    };

    explicit Sound(Spec spec);

    /// Mono, -1..1, at `sample` since the clip's start.
    float at(std::int64_t sample) const;

private:
    std::vector<float> m_music; // one period
    std::vector<float> m_beep;  // 40 ms
};

} // namespace kanal::panel
