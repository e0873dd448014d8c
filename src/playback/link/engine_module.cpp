// SPDX-License-Identifier: MIT
#include "engine_entry.h"

#include <kanal/core/late_library.h>

KANAL_GIVEN_OUT void kanalEngine(kanal::playback::EngineEntry *entry)
{
    *entry = kanal::playback::engineOffers();
}
