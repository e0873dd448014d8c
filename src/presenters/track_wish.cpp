// SPDX-License-Identifier: MIT
#include "track_wish.h"

#include <kanal/core/media_request.h>

#include <algorithm>

namespace kanal::presenters
{

std::string trackWish(const std::vector<playback::Track> &tracks, playback::TrackKind kind,
                      const playback::Track *chosen)
{
    if (!chosen)
        return kind == playback::TrackKind::Subtitle ? kNoSubtitles : "";
    const auto alike = std::count_if(tracks.begin(), tracks.end(), [&](const playback::Track &track) {
        return track.kind == kind && track.language == chosen->language;
    });
    return (alike > 1 && !chosen->title.empty()) || chosen->language.empty() ? chosen->title : chosen->language;
}

} // namespace kanal::presenters
