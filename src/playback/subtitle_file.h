// SPDX-License-Identifier: MIT
// A subtitle file of the user's own (SRT, ASS, WebVTT, MicroDVD …), read whole, whatever its letters are encoded in.
#pragma once

#include "subtitle_decoder.h"

#include <kanal/core/error.h>

#include <filesystem>
#include <string>
#include <vector>

namespace kanal::playback
{

struct SubtitleText {
    std::string header; ///< of ASS
    std::vector<SubtitleItem> items;
};

/// NotFound, Storage; Unsupported: no subtitles of a kind we read. At most 10 MB.
Result<SubtitleText> readSubtitleFile(const std::filesystem::path &file);

/// The name of the encoding as iconv knows it; empty where nothing needs to be converted (UTF-8, or UTF-16 with a
/// mark).
std::string charsetOf(const std::string &text);

} // namespace kanal::playback
