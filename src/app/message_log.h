// SPDX-License-Identifier: MIT
// Qt's own messages go the way of all others: through kanal::log, which takes the secrets out.
#pragma once

namespace kanal::app
{

void installMessageLog();

} // namespace kanal::app
