// SPDX-License-Identifier: MIT
// Asking the person at the terminal. Questions go to stderr, so that stdout stays what the command prints.
#pragma once

#include <kanal/core/error.h>

#include <string>

namespace kanal::cli
{

bool stdinIsTerminal();
bool stderrIsTerminal();

/// A line of standard input, without echo where a person types it; Cancelled on Ctrl+C. Empty when there is none.
Result<std::string> readPassword(const std::string &question);
/// Everything on standard input up to 64 KiB.
std::string readAll();
/// Yes only for "y" or "yes".
bool confirmed(const std::string &question);

} // namespace kanal::cli
