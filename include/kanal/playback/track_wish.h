// SPDX-License-Identifier: MIT
// What a MediaRequest prefers to get a chosen track again. Pure.
#pragma once

#include <kanal/playback/player.h>

#include <string>
#include <vector>

namespace kanal::playback
{

/// Its language, or its title where that says more; kNoSubtitles where subtitles were turned off (`id` is none of
/// them); empty: nothing to remember.
std::string trackWish(const std::vector<Track> &tracks, TrackKind kind, int id);

/// The request with that wish before all others.
void wishFirst(MediaRequest &request, TrackKind kind, const std::string &wish);

} // namespace kanal::playback
