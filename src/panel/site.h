// SPDX-License-Identifier: MIT
// What every part of the panel's site needs to know. Server thread.
#pragma once

#include "content.h"
#include "panel_clock.h"
#include "scenario.h"

#include <kanal/panel/panel.h>

#include <string>

namespace kanal::panel
{

class StreamLedger;

struct Site {
    const PanelOptions &options;
    const Scenario &scenario;
    const Content &content;
    const PanelClock &clock;
    StreamLedger &ledger;
    std::string url; ///< "http://127.0.0.1:PORT"

    bool knows(const std::string &user, const std::string &password) const
    {
        return user == options.user && password == options.password;
    }
};

/// Channels and films of the mixed scenario have ids above 2^31; they play all the same.
inline constexpr long long kHugeId = 3'000'000'000;

/// The entry meant by an id in an address: huge ids and the huge scenario's thousands lead back to one of ours. None:
/// 0.
int channelIdOf(const Site &site, const std::string &text);
int filmIdOf(const Site &site, const std::string &text);
int seriesIdOf(const Site &site, const std::string &text);
int episodeIdOf(const Site &site, const std::string &text);

} // namespace kanal::panel
