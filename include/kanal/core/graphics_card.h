// SPDX-License-Identifier: MIT
// Whether there is a graphics card to ask for anything. Looking for its driver loads libraries of 40 MB and writes to
// stderr: not where there is nothing to find. Any thread.
#pragma once

#include <filesystem>

namespace kanal
{

/// Costs a look into a folder. Always true where that is no question (macOS, Windows).
bool graphicsCardExists(const std::filesystem::path &devices = "/dev");

} // namespace kanal
