// SPDX-License-Identifier: MIT
#include "panel_server.h"

#include <kanal/core/late_library.h>

KANAL_GIVEN_OUT void kanalPanel(kanal::panel::PanelEntry *entry)
{
    *entry = kanal::panel::panelOffers();
}
