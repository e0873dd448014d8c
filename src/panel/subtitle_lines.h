// SPDX-License-Identifier: MIT
// What every kind of demo subtitle shares: which line stands when, and the way of a packet into the clip.
#pragma once

#include "av.h"

#include <string>

namespace kanal::panel
{

inline constexpr int kLineEvery = 4;      ///< seconds from one line to the next
inline constexpr int kLineShown = 3;      ///< seconds a line stays
inline constexpr double kLineFirst = 0.5; ///< seconds before the first

/// "Subtitle 2", in the language.
std::string subtitleLine(const std::string &language, int number);

/// Null: no memory.
AVStream *addSubtitleStream(AVFormatContext &output, AVCodecID codec, const std::string &language);
Result<> writeSubtitle(AVFormatContext &output, const AVStream &stream, const std::uint8_t *bytes, int size, double at,
                       double duration);

} // namespace kanal::panel
