// SPDX-License-Identifier: MIT
// The addresses of a panel. All hold the credentials: redact() before showing.
#pragma once

#include <kanal/core/account.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kanal::xtream
{

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// {server}/player_api.php?username=…&password=…[&action=…][&name=value…]; action empty: the account's own answer.
std::string apiUrl(const ServerLogin &login, std::string_view action = {}, const Parameters &parameters = {});
std::string guideUrl(const ServerLogin &login); ///< xmltv.php

std::string liveUrl(const ServerLogin &login, std::string_view id, std::string_view extension); ///< "ts" or "m3u8"
std::string movieUrl(const ServerLogin &login, std::string_view id,
                     std::string_view extension); ///< extension as given; empty: mp4
std::string episodeUrl(const ServerLogin &login, std::string_view id, std::string_view extension);

/// The spellings panels know for catch-up, in the order to try them.
enum class TimeshiftForm { Path, PathM3u8, PathUnderscore, Query };
/// `panelLocalStart` is "YYYY-MM-DD:HH-MM" in the panel's local time; minutes >= 1.
std::string timeshiftUrl(const ServerLogin &login, std::string_view id, std::string_view panelLocalStart, int minutes,
                         TimeshiftForm form);

} // namespace kanal::xtream
