// SPDX-License-Identifier: MIT
#include "sound.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace kanal::panel
{
namespace
{

constexpr double kTurn = 2 * std::numbers::pi;
constexpr int kBeepSamples = kSampleRate * 40 / 1000;
constexpr int kNotesPerSecond = 2;

/// Semitones above the root: a slow walk over a pentatonic scale.
constexpr std::array<int, 16> kWalk{0, 7, 12, 9, 4, 7, 2, 9, 0, 4, 7, 12, 14, 9, 7, 4};

} // namespace

Sound::Sound(Spec spec)
    : m_music(std::size_t(std::max(1, spec.period)) * kSampleRate)
    , m_beep(kBeepSamples)
{
    // Plucked notes that ring on for a second, wrapped round the end so that the last ones ring into the next turn.
    const int notes = int(m_music.size()) / kSampleRate * kNotesPerSecond;
    for (int note = 0; note < notes; ++note) {
        const double hz = spec.root * std::pow(2.0, kWalk[std::size_t(note) % kWalk.size()] / 12.0);
        const std::size_t start = std::size_t(note) * kSampleRate / kNotesPerSecond;
        for (int i = 0; i < kSampleRate; ++i) {
            const double t = double(i) / kSampleRate;
            const double fade = std::min(1.0, t * 60) * std::exp(-4.5 * t) * std::min(1.0, (1 - t) * 20);
            const double tone = std::sin(kTurn * hz * t) + 0.3 * std::sin(2 * kTurn * hz * t);
            m_music[(start + std::size_t(i)) % m_music.size()] += float(spec.music * fade * tone);
        }
    }
    for (int i = 0; i < kBeepSamples; ++i) {
        const double fadeOut = std::min(1.0, double(kBeepSamples - i) / (kSampleRate / 500.0));
        m_beep[std::size_t(i)] = float(0.5 * fadeOut * std::sin(kTurn * spec.beepHz * i / kSampleRate));
    }
}

float Sound::at(std::int64_t sample) const
{
    const auto wrapped = [sample](std::int64_t period) { return std::size_t((sample % period + period) % period); };
    float value = m_music[wrapped(std::int64_t(m_music.size()))];
    if (const std::size_t inSecond = wrapped(kSampleRate); inSecond < m_beep.size())
        value += m_beep[inSecond];
    return std::clamp(value, -1.0f, 1.0f);
}

} // namespace kanal::panel
