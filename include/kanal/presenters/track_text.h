// SPDX-License-Identifier: MIT
// Tracks and times in words: for menus, notes, the panel below the picture and the channel card.
#pragma once

#include <kanal/playback/player.h>

#include <QString>

#include <vector>

namespace kanal::presenters
{

/// "German · AC-3 5.1", "Track 2 · AAC"; `number` counts the tracks of its kind, from 1.
QString trackText(const playback::Track &track, int number);
/// What a note says after a switch; null: the kind was turned off.
QString trackNote(playback::TrackKind kind, const playback::Track *track, int number);
/// "1920 × 1080 · 50 fps · H.264 · AAC stereo" of the selected tracks; empty while nothing is known.
QString streamText(const std::vector<playback::Track> &tracks);
/// "hevc" as people write it: "HEVC".
QString codecText(const std::string &codec);
/// "1:02:03" or "2:03".
QString durationText(qint64 ms);
/// "1 h 42 min" or "42 min".
QString runningTimeText(int seconds);

} // namespace kanal::presenters
