// SPDX-License-Identifier: MIT
// The engine in a library of its own.
#include "engine_entry.h"

#include <kanal/core/late_library.h>

namespace kanal::playback
{

namespace
{

std::atomic<bool> g_loaded{false};

Result<EngineEntry> load()
{
    const auto found = findInLateLibrary(kEngineLibrary, kEngineSymbol);
    g_loaded = true;
    if (!found)
        return tl::unexpected(found.error());
    EngineEntry entry;
    reinterpret_cast<void (*)(EngineEntry *)> (*found)(&entry);
    return entry;
}

} // namespace

const Result<EngineEntry> &engineEntry()
{
    static const Result<EngineEntry> entry = load();
    return entry;
}

bool engineIsLoaded()
{
    return g_loaded;
}

} // namespace kanal::playback
