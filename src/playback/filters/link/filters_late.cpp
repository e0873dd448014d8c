// SPDX-License-Identifier: MIT
// libavfilter behind a library of our own.
#include "filter_chain.h"

#include <kanal/core/late_library.h>

namespace kanal::playback
{

std::unique_ptr<FilterChain> makeFilterChain(const FilterWish &wish)
{
    static const auto found = findInLateLibrary(kFilterLibrary, kFilterSymbol);
    if (!found)
        return nullptr;
    return std::unique_ptr<FilterChain>(reinterpret_cast<FilterChain *(*)(const FilterWish *)>(*found)(&wish));
}

} // namespace kanal::playback
