// SPDX-License-Identifier: MIT
// Tracks in words: for menus, the panel below the picture and the channel card.
#pragma once

#include <kanal/presenters/player_presenter.h>

#include <QString>

#include <vector>

namespace kanal::ui
{

/// "German · AC-3 5.1", "Track 2 · AAC"
QString trackText(const playback::Track &track, int number);
/// "1920 × 1080 · 50 fps · H.264 · AAC stereo" of the selected tracks; empty while nothing is known.
QString streamText(const std::vector<playback::Track> &tracks);
/// "hevc" as people write it: "HEVC".
QString codecText(const std::string &codec);

} // namespace kanal::ui
