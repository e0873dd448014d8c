// SPDX-License-Identifier: MIT
#include "engine_entry.h"

#ifdef _WIN32
#define KANAL_GIVEN_OUT __declspec(dllexport)
#else
#define KANAL_GIVEN_OUT __attribute__((visibility("default")))
#endif

extern "C" KANAL_GIVEN_OUT void kanalEngine(kanal::playback::EngineEntry *entry)
{
    *entry = kanal::playback::engineOffers();
}
