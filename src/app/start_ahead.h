// SPDX-License-Identifier: MIT
// What the first picture of the window needs, done beside the start or before the engine's libraries are loaded: as
// long as that lasts, glibc lets no thread begin and nobody have a first thread-local object that wants to be
// destroyed.
#pragma once

#include <thread>

namespace kanal::app
{

/// Reads the names in all of the system's font files; whoever measures the first text waits for it. Needs no
/// application object.
std::jthread readFontNames();

/// What Qt keeps for each thread that has animations; layouts of a main window have one. On the GUI thread.
void beginAnimations();

/// The threads that Qt fills large areas with, its own list of all fonts, and the icons that every start shows. Needs
/// the application, and ends before it does: the first QPainter anywhere asks it for its font.
std::jthread drawAhead();

} // namespace kanal::app
