// SPDX-License-Identifier: MIT
// Times as text.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kanal
{

/// "2026-11-24T20:00:00Z", or with "+01:00" for an offset.
std::string isoTime(std::chrono::sys_seconds time, std::chrono::minutes offset = {});
/// ISO 8601 with Z, an offset or none (then UTC); a date alone is midnight.
std::optional<std::chrono::sys_seconds> parseIsoTime(std::string_view text);
/// "Y-m-d H:i:s" and "Y-m-d:H-M" (and the like) taken as if they were UTC. "0000-00-00…" is none.
std::optional<std::chrono::sys_seconds> parsePlainTime(std::string_view text);

} // namespace kanal
