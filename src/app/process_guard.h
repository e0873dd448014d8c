// SPDX-License-Identifier: MIT
// What the process owes its surroundings: no core file with passwords in it, and a clean end when it is asked to go.
#pragma once

namespace kanal::app
{

/// First thing in main().
void forbidCoreFiles();
/// SIGTERM and SIGINT quit the application; whatever hangs after that is cut off after two seconds. Needs the
/// application object.
void quitOnSignals();

} // namespace kanal::app
