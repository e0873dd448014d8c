// SPDX-License-Identifier: MIT
// The panel in a library of its own.
#include "panel_server.h"

#include <kanal/core/late_library.h>

namespace kanal::panel
{

namespace
{

Result<PanelEntry> load()
{
    const auto found = findInLateLibrary(kPanelLibrary, kPanelSymbol);
    if (!found)
        return tl::unexpected(found.error());
    PanelEntry entry;
    reinterpret_cast<void (*)(PanelEntry *)> (*found)(&entry);
    return entry;
}

} // namespace

const Result<PanelEntry> &panelEntry()
{
    static const Result<PanelEntry> entry = load();
    return entry;
}

} // namespace kanal::panel
