// SPDX-License-Identifier: MIT
// Levels loudness: measures what is heard (400 ms), moves the gain slowly up and quickly down, never past the limiter.
// Works on the device's samples without delay and keeps its gain across channels: those differ most. One thread.
#pragma once

#include <kanal/playback/playback_options.h>

#include <span>

namespace kanal::playback
{

class LoudnessLeveller
{
public:
    /// Changes interleaved samples in place. Off passes them as they are.
    void process(std::span<float> interleaved, int channels, int sampleRate, Levelling levelling);

    double gainDb() const { return m_gainDb; }

private:
    /// False: silence, nothing learnt.
    bool measure(std::span<const float> block, int channels, int sampleRate);

    double m_power = 0; ///< mean square, low-passed
    double m_gainDb = 0;
    double m_appliedGain = 1; ///< linear, at the last sample
};

} // namespace kanal::playback
