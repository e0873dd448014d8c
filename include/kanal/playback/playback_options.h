// SPDX-License-Identifier: MIT
// What the user chose about sound and picture. Values; they take effect at once, without a break of the picture.
#pragma once

#include <chrono>
#include <cstdint>

namespace kanal::playback
{

/// Quiet speech louder, loud effects quieter.
enum class Levelling : std::uint8_t { Off, Light, Strong };

/// Auto: 5.1 where the device has it, else stereo.
enum class SoundOutput : std::uint8_t { Auto, Mono, Stereo, Surround };

struct SoundOptions {
    Levelling levelling = Levelling::Off;
    std::chrono::milliseconds delay{0}; ///< sound later (> 0) or earlier than its picture; within ±1 s
    SoundOutput output = SoundOutput::Stereo;
};

enum class Deinterlace : std::uint8_t { Auto, On, Off };

enum class HardwareDecoding : std::uint8_t { Auto, Off };

/// Which variant of an adaptive stream.
enum class Quality : std::uint8_t {
    Auto,    ///< the best that line and screen carry
    Best,    ///< the best the line carries, whatever the screen
    Sparing, ///< no more lines than a television of old
};

struct PictureOptions {
    Deinterlace deinterlace = Deinterlace::Auto;
    HardwareDecoding hardware = HardwareDecoding::Auto; ///< from the next start of a decoder on
    Quality quality = Quality::Auto;                    ///< from the next segment on
};

struct SubtitleOptions {
    std::chrono::milliseconds delay{0}; ///< later (> 0) or earlier than their picture; within ±60 s
    double scale = 1;                   ///< of their letters; bitmaps follow with the next one
};

constexpr double kSlowestSpeed = 0.5;
constexpr double kFastestSpeed = 2.0;
constexpr std::chrono::milliseconds kMostSoundDelay{1000};
constexpr std::chrono::milliseconds kMostSubtitleDelay{60'000};
constexpr double kSmallestSubtitles = 0.5;
constexpr double kLargestSubtitles = 2.0;

} // namespace kanal::playback
