// SPDX-License-Identifier: MIT
// libav's own messages, redacted, counted and quiet: a join in mid-GOP alone makes dozens of lines.
#pragma once

namespace kanal::playback
{

/// Sends libav's log through kanal::log. Safe to call often; does its work once.
void installAvLog();

} // namespace kanal::playback
