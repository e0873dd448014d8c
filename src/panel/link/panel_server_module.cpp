// SPDX-License-Identifier: MIT
#include "panel_server.h"

#ifdef _WIN32
#define KANAL_GIVEN_OUT __declspec(dllexport)
#else
#define KANAL_GIVEN_OUT __attribute__((visibility("default")))
#endif

extern "C" KANAL_GIVEN_OUT void kanalPanel(kanal::panel::PanelEntry *entry)
{
    *entry = kanal::panel::panelOffers();
}
