// SPDX-License-Identifier: MIT
// What the process owes its surroundings: no core file with passwords in it, memory given back, and a clean end when it
// is asked to go.
#pragma once

namespace kanal::app
{

/// First thing in main().
void forbidCoreFiles();
/// Pictures (megabytes each) get pages of their own and give them back when they are freed. By itself glibc moves them
/// into its arenas after the first few, where a hundred zaps leave 60 MB of holes (docs/performance.md). Before the
/// first thread.
void returnLargeMemory();
/// Gives back to the system what was read once and what was freed: a moment to do so is when a start or a refresh
/// is over. Loading and linking read nearly all of every library, 40 of 64 MB for never again (what is needed
/// after all is found in the system's cache), and glibc keeps freed memory below whatever is still in use.
/// Milliseconds; any thread.
void returnSpentMemory();
/// SIGTERM and SIGINT quit the application; whatever hangs after that is cut off after two seconds. Needs the
/// application object.
void quitOnSignals();

} // namespace kanal::app
