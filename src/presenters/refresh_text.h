// SPDX-License-Identifier: MIT
// What a refresh changed, in one quiet line.
#pragma once

#include <kanal/session/catalogue_sync.h>

#include <QString>

namespace kanal::presenters
{

/// "Channels: 31 new, 12 gone, 3 renamed · Films: 4 new"; empty when nothing changed, and for lists that were there for
/// the first time.
QString refreshText(const session::SyncReport &report);

} // namespace kanal::presenters
