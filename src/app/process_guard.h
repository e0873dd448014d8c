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
/// Loading and linking read nearly all of every library, and most of it is never needed again: 40 of 64 MB. Once the
/// start is over those pages go back to the system's cache, where the few that are needed after all are found at once.
/// Any thread.
void returnLoadedPages();
/// SIGTERM and SIGINT quit the application; whatever hangs after that is cut off after two seconds. Needs the
/// application object.
void quitOnSignals();

} // namespace kanal::app
