// SPDX-License-Identifier: MIT
// The engine as a part of the program.
#include "engine_entry.h"

namespace kanal::playback
{

const Result<EngineEntry> &engineEntry()
{
    static const Result<EngineEntry> entry = engineOffers();
    return entry;
}

bool engineIsLoaded()
{
    return true;
}

} // namespace kanal::playback
