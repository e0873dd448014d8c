// SPDX-License-Identifier: MIT
// Whether a name says "for adults only". Panels rarely set their flag, so names have to tell (docs/xtream-api.md §8.6).
#pragma once

#include <string_view>

namespace kanal::xtream
{

enum class NameOf {
    Category, ///< "XXX", "For Adults", "18+", "Erwachsene"
    Channel,  ///< the same, without words that are innocent in a channel's name ("Adult Swim")
    Title,    ///< of a film or series: "Sex Education" and "xXx" are no reason
};

bool namesAdultContent(std::string_view name, NameOf what);

} // namespace kanal::xtream
