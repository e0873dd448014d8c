// SPDX-License-Identifier: MIT
// A track as people read it: "German, stereo (AC-3)".
#pragma once

#include <kanal/playback/player.h>

#include <QString>

namespace kanal::presenters
{

/// The language of an ISO 639 code, the code itself when it is unknown, empty for none.
QString languageText(const std::string &code);
QString trackText(const playback::Track &track);
/// What a note says after a switch; null: the kind was turned off.
QString trackNote(playback::TrackKind kind, const playback::Track *track);
/// "1:02:03" or "2:03".
QString durationText(qint64 ms);
/// "1 h 42 min" or "42 min".
QString runningTimeText(int seconds);

} // namespace kanal::presenters
