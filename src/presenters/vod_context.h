// SPDX-License-Identifier: MIT
// What the presenters of films and series share: the account in view, its marks and its history. GUI thread.
#pragma once

#include "user_marks.h"
#include "watch_history.h"

#include <kanal/presenters/settings.h>

namespace kanal::session
{
class Services;
}

namespace kanal::presenters
{

struct VodContext {
    session::Services &services;
    Settings settings;
    UserMarks movieMarks;
    UserMarks seriesMarks;
    WatchHistory history;
    AccountId account = {};
    bool saidNotKept = false; ///< that the history cannot be written: once is enough

    UserMarks &marks(EntryKind kind) { return kind == EntryKind::Movie ? movieMarks : seriesMarks; }
};

} // namespace kanal::presenters
