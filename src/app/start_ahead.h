// SPDX-License-Identifier: MIT
// What the first picture of the window needs, done on threads beside the start.
#pragma once

#include <thread>

namespace kanal::app
{

/// Reads the names in all of the system's font files; whoever measures the first text waits for it. Needs no
/// application object.
std::jthread readFontNames();

/// Qt's own list of all fonts, and the icons that every start shows. Needs the application, and ends before it does:
/// the first QPainter anywhere asks it for its font.
std::jthread drawAhead();

} // namespace kanal::app
