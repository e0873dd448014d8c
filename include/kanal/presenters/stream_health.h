// SPDX-License-Identifier: MIT
// One plain sentence about a stream that does not run well: whose fault it is, with the figure that shows it. Pure.
#pragma once

#include <kanal/playback/player.h>

#include <QString>

namespace kanal::presenters
{

/// Empty: all is well, or it is too early to say.
QString streamHealth(const playback::PlayerStats &stats);
/// The sentence for an input speed below playback::kTooSlow.
QString tooSlowText(double inputSpeed);

} // namespace kanal::presenters
