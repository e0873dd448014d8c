// SPDX-License-Identifier: MIT
#include "loudness.h"

#include "audio_renderer.h"

#include <algorithm>
#include <cmath>

namespace kanal::playback
{

namespace
{

constexpr double kAimDb = -23;     ///< broadcast loudness (EBU R 128)
constexpr double kSilenceDb = -55; ///< below it the gain stands still: noise is not speech
constexpr double kWindow = 0.4;    ///< seconds
constexpr double kDownDbPerSecond = 60;
constexpr double kUpDbPerSecond = 6;
constexpr std::size_t kBlockFrames = 480;

struct Strength {
    double ratio; ///< of the distance to the aim that is evened out
    double leastDb, mostDb;
};

Strength strengthOf(Levelling levelling)
{
    return levelling == Levelling::Strong ? Strength{0.85, -20, 15} : Strength{0.5, -10, 8};
}

double amplitude(double decibels)
{
    return std::pow(10.0, decibels / 20);
}

} // namespace

bool LoudnessLeveller::measure(std::span<const float> block, int channels, int sampleRate)
{
    double sum = 0;
    for (const float sample : block)
        sum += double(sample) * double(sample);
    const double power = sum / double(block.size());
    if (power < std::pow(10.0, kSilenceDb / 10))
        return false;
    const double seconds = double(block.size()) / channels / sampleRate;
    m_power += (power - m_power) * (1 - std::exp(-seconds / kWindow));
    return true;
}

void LoudnessLeveller::process(std::span<float> interleaved, int channels, int sampleRate, Levelling levelling)
{
    if (levelling == Levelling::Off && m_appliedGain == 1.0)
        return;
    const Strength strength = strengthOf(levelling);
    for (std::size_t at = 0; at < interleaved.size();) {
        const std::size_t count = std::min(interleaved.size() - at, kBlockFrames * std::size_t(channels));
        const std::span<float> block = interleaved.subspan(at, count);
        at += count;
        const bool sound = measure(block, channels, sampleRate);
        const double seconds = double(count) / channels / sampleRate;
        const double level = 10 * std::log10(std::max(m_power, 1e-12));
        double aim = m_gainDb;
        if (levelling == Levelling::Off)
            aim = 0;
        else if (sound)
            aim = std::clamp((kAimDb - level) * strength.ratio, strength.leastDb, strength.mostDb);
        m_gainDb += std::clamp(aim - m_gainDb, -kDownDbPerSecond * seconds, kUpDbPerSecond * seconds);
        const double target = m_gainDb == 0.0 ? 1.0 : amplitude(m_gainDb);
        const double step = (target - m_appliedGain) * channels / double(count); // no clicks inside a block
        for (std::size_t i = 0; i < count; i += std::size_t(channels)) {
            m_appliedGain += step;
            for (std::size_t c = i; c < std::min(count, i + std::size_t(channels)); ++c)
                block[c] = softLimited(float(block[c] * m_appliedGain));
        }
        m_appliedGain = target;
    }
}

} // namespace kanal::playback
