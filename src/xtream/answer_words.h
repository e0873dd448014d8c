// SPDX-License-Identifier: MIT
// What the words of a server mean: messages in JSON, plain refusals, error pages.
#pragma once

#include <kanal/core/error.h>

#include <optional>
#include <string>
#include <string_view>

namespace kanal::xtream
{

/// The kind a message tells of ("account expired", "Unauthorized", "too many connections"); nothing when it tells of
/// none.
std::optional<ErrorKind> kindInWords(std::string_view message);

bool looksLikeHtml(std::string_view body);
/// The bare error page of a web server ("404 Not Found", a rule, "nginx"): panels imitate it to refuse.
bool isBareErrorPage(std::string_view body);
/// <title>, cleaned; empty: none.
std::string pageTitle(std::string_view body);

/// Seconds, or an HTTP date, of a Retry-After header.
std::optional<std::chrono::seconds> parseRetryAfter(std::string_view text, std::chrono::sys_seconds now);

} // namespace kanal::xtream
