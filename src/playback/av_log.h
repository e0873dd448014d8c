// SPDX-License-Identifier: MIT
// libav's own messages, redacted, counted and quiet: a join in mid-GOP alone makes dozens of lines.
#pragma once

#include <string>

namespace kanal::playback
{

/// Sends libav's log through kanal::log. Safe to call often; does its work once.
void installAvLog();

/// What libav said against a certificate on this thread since the last call; empty: nothing.
std::string takeCertificateComplaint();

} // namespace kanal::playback
