// SPDX-License-Identifier: MIT
#include <kanal/playback/track_wish.h>

#include <algorithm>

namespace kanal::playback
{

std::string trackWish(const std::vector<Track> &tracks, TrackKind kind, int id)
{
    const auto chosen = std::find_if(tracks.begin(), tracks.end(),
                                     [&](const Track &track) { return track.kind == kind && track.id == id; });
    if (chosen == tracks.end())
        return kind == TrackKind::Subtitle ? kNoSubtitles : "";
    const auto alike = std::count_if(tracks.begin(), tracks.end(), [&](const Track &track) {
        return track.kind == kind && track.language == chosen->language;
    });
    return (alike > 1 && !chosen->title.empty()) || chosen->language.empty() ? chosen->title : chosen->language;
}

void wishFirst(MediaRequest &request, TrackKind kind, const std::string &wish)
{
    if (wish.empty() || kind == TrackKind::Video)
        return;
    if (kind == TrackKind::Subtitle && wish == kNoSubtitles) {
        request.preferredSubtitles = {kNoSubtitles};
        return;
    }
    std::vector<std::string> &wishes = kind == TrackKind::Audio ? request.preferredAudio : request.preferredSubtitles;
    std::erase(wishes, wish);
    std::erase(wishes, kNoSubtitles);
    wishes.insert(wishes.begin(), wish);
}

} // namespace kanal::playback
