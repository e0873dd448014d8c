// SPDX-License-Identifier: MIT
#include "audio_renderer.h"
#include "loudness.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

constexpr int kRate = 48000;

/// Stereo sine; returns the level in dB of the last half second.
double play(LoudnessLeveller &leveller, double amplitude, double seconds, Levelling levelling, float *peak = nullptr)
{
    double sum = 0;
    std::size_t counted = 0;
    const int periods = int(seconds * 100);
    for (int period = 0; period < periods; ++period) {
        std::vector<float> samples(960);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] =
                float(amplitude * std::sin(2 * M_PI * 440 * double(std::size_t(period) * 480 + i / 2) / kRate));
        leveller.process(samples, 2, kRate, levelling);
        for (const float sample : samples) {
            if (peak)
                *peak = std::max(*peak, std::fabs(sample));
            if (period >= periods - 50) {
                sum += double(sample) * double(sample);
                ++counted;
            }
        }
    }
    return 10 * std::log10(sum / double(counted) + 1e-20);
}

TEST(LoudnessLeveller, OffChangesNothing)
{
    LoudnessLeveller leveller;
    std::vector<float> samples(960, 0.95f);
    leveller.process(samples, 2, kRate, Levelling::Off);
    EXPECT_EQ(samples, std::vector<float>(960, 0.95f));
}

TEST(LoudnessLeveller, BringsLoudAndQuietTogether)
{
    for (const auto &[levelling, most] : {std::pair(Levelling::Light, 16.0), std::pair(Levelling::Strong, 8.0)}) {
        LoudnessLeveller leveller;
        const double loud = play(leveller, 0.8, 4, levelling);
        const double quiet = play(leveller, 0.025, 8, levelling); // 30 dB below
        EXPECT_LT(loud - quiet, most);
        EXPECT_GT(loud, quiet);
    }
}

TEST(LoudnessLeveller, ALoudStartAfterQuietIsLimitedAtOnce)
{
    LoudnessLeveller leveller;
    play(leveller, 0.02, 6, Levelling::Strong);
    float peak = 0;
    play(leveller, 1.0, 1, Levelling::Strong, &peak);
    EXPECT_LE(peak, 1.0f);
}

TEST(LoudnessLeveller, SilenceAndNoiseAreNotMadeLoud)
{
    LoudnessLeveller leveller;
    play(leveller, 0.3, 3, Levelling::Strong);
    const double before = leveller.gainDb();
    play(leveller, 0.0, 2, Levelling::Strong);
    play(leveller, 0.0005, 5, Levelling::Strong);
    EXPECT_NEAR(leveller.gainDb(), before, 12);
    EXPECT_LT(play(leveller, 0.0005, 1, Levelling::Strong), -50);
}

TEST(LoudnessLeveller, GoesBackToUntouchedWhenSwitchedOff)
{
    LoudnessLeveller leveller;
    play(leveller, 0.8, 3, Levelling::Strong);
    play(leveller, 0.5, 5, Levelling::Off);
    EXPECT_NEAR(leveller.gainDb(), 0, 0.01);
}

TEST(SoftLimiter, NeverPassesOneAndNeverTurnsBack)
{
    float before = 0;
    for (float sample = 0; sample < 4; sample += 0.01f) {
        const float limited = softLimited(sample);
        EXPECT_LE(limited, 1.0f);
        EXPECT_GE(limited, before);
        EXPECT_EQ(softLimited(-sample), -limited);
        before = limited;
    }
}

} // namespace
} // namespace kanal::playback
