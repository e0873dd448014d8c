// SPDX-License-Identifier: MIT
#include "kind_option.h"

#include <CLI/App.hpp>

namespace kanal::cli
{

void addKindOption(CLI::App &command, std::vector<std::string> &kinds, const std::vector<std::string> &known)
{
    command.add_option("--kind", kinds, "Only these")
        ->delimiter(',')
        ->expected(1) // an option of a list takes every word up to the next option
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->check(CLI::IsMember(known))
        ->type_name("KIND,…");
}

} // namespace kanal::cli
