// SPDX-License-Identifier: MIT
#include "filter_chain.h"

#include <kanal/core/late_library.h>

KANAL_GIVEN_OUT kanal::playback::FilterChain *kanalFilterChain(const kanal::playback::FilterWish *wish)
{
    return kanal::playback::buildFilterChain(*wish).release();
}
