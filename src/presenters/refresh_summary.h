// SPDX-License-Identifier: MIT
// "31 new, 12 gone, 3 renamed": what a refresh changed, in one line. Pure.
#pragma once

#include <kanal/session/catalogue_sync.h>

#include <QString>

namespace kanal::presenters
{

/// Empty when nothing changed, and for lists that were filled for the first time.
QString refreshSummary(const session::SyncReport &report);

} // namespace kanal::presenters
