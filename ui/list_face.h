// SPDX-License-Identifier: MIT
// What stands in place of a list when it has no rows to show.
#pragma once

#include "state_view.h"

#include <kanal/core/ids.h>

namespace kanal::presenters
{
struct ListState;
struct TitleListState;
} // namespace kanal::presenters

namespace kanal::ui
{

StateFace faceOf(const presenters::ListState &state);
StateFace faceOf(const presenters::TitleListState &state, EntryKind kind);

} // namespace kanal::ui
