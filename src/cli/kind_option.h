// SPDX-License-Identifier: MIT
// --kind KIND,…: which lists a command is about.
#pragma once

#include <string>
#include <vector>

namespace CLI
{
class App;
}

namespace kanal::cli
{

/// Kinds are told apart by commas, in one value: the next word is the command's own again.
void addKindOption(CLI::App &command, std::vector<std::string> &kinds, const std::vector<std::string> &known);

} // namespace kanal::cli
