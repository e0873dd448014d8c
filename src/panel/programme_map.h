// SPDX-License-Identifier: MIT
// The programme map of a transport stream (ISO/IEC 13818-1, 2.4.4), changed on its way.
#pragma once

#include <optional>
#include <string>

namespace kanal::panel
{

/// Announces every picture stream in whole packets as another stream type. `mapPid` remembers where the map is.
void retypePictures(std::string &packets, int streamType, std::optional<int> &mapPid);

} // namespace kanal::panel
