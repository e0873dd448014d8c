// SPDX-License-Identifier: MIT
// How old something is, as people say it.
#pragma once

#include <QString>

#include <chrono>

namespace kanal::presenters
{

/// "Updated just now", "Updated 3 hours ago".
QString ageText(std::chrono::seconds age);

} // namespace kanal::presenters
