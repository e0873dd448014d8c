// SPDX-License-Identifier: MIT
// libavfilter as a part of the program.
#include "filter_chain.h"

namespace kanal::playback
{

std::unique_ptr<FilterChain> makeFilterChain(const FilterWish &wish)
{
    return buildFilterChain(wish);
}

} // namespace kanal::playback
