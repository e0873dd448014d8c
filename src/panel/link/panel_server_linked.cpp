// SPDX-License-Identifier: MIT
// The panel as a part of the program.
#include "panel_server.h"

namespace kanal::panel
{

const Result<PanelEntry> &panelEntry()
{
    static const Result<PanelEntry> entry = panelOffers();
    return entry;
}

} // namespace kanal::panel
