// SPDX-License-Identifier: MIT
// What stands in place of the channel list when it has no rows to show.
#pragma once

#include "state_view.h"

namespace kanal::presenters
{
struct LiveState;
}

namespace kanal::ui
{

StateFace faceOf(const presenters::LiveState &state);

} // namespace kanal::ui
