// SPDX-License-Identifier: MIT
// What stands behind a Panel. It draws its pictures and makes its clips with FFmpeg, so it lives in a library of its
// own (kanal-panel), which is loaded by who wants a panel; tests have it linked in.
#pragma once

#include <kanal/panel/panel.h>

namespace kanal::panel
{

class PanelServer
{
public:
    virtual ~PanelServer() = default;

    virtual Result<> start() = 0;
    virtual Result<> prepareClips() = 0;
    virtual void stop() = 0;
    virtual std::string url() const = 0;
    virtual const PanelOptions &options() const = 0;
    virtual PanelCounters counters() const = 0; ///< any thread
};

using ScenarioList = std::vector<std::pair<std::string, std::string>>;

/// What the panel's library gives out.
struct PanelEntry {
    std::unique_ptr<PanelServer> (*makeServer)(PanelOptions options) = nullptr;
    ScenarioList (*scenarios)() = nullptr;
};

/// The panel; where it is not linked in, the first call loads it. Any thread.
const Result<PanelEntry> &panelEntry();

/// What the panel's library gives out, wherever it is linked.
PanelEntry panelOffers();

/// In the library of its own, the name it is found by: `void kanalPanel(PanelEntry *)`.
inline constexpr char kPanelLibrary[] = "kanal-panel";
inline constexpr char kPanelSymbol[] = "kanalPanel";

} // namespace kanal::panel
