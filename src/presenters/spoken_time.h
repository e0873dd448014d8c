// SPDX-License-Identifier: MIT
// Times as people say them, in the language and zone of the user.
#pragma once

#include <QString>

#include <chrono>

namespace kanal::presenters
{

/// "Updated just now", "Updated 3 hours ago".
QString ageText(std::chrono::seconds age);
/// "24 December 2026"
QString dateText(std::chrono::sys_seconds time);

} // namespace kanal::presenters
