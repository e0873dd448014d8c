// SPDX-License-Identifier: MIT
// What a MediaRequest prefers to get a chosen track again. Pure.
#pragma once

#include <kanal/playback/player.h>

#include <string>
#include <vector>

namespace kanal::presenters
{

/// Its language, or its title where that says more; kNoSubtitles where subtitles were turned off (`chosen` is null);
/// empty: nothing to remember.
std::string trackWish(const std::vector<playback::Track> &tracks, playback::TrackKind kind,
                      const playback::Track *chosen);

} // namespace kanal::presenters
