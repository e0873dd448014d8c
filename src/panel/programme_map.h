// SPDX-License-Identifier: MIT
// The programme map of a transport stream (ISO/IEC 13818-1, 2.4.4), changed on its way.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kanal::panel
{

/// What of a programme was seen on its way.
struct Programme {
    std::optional<int> mapPid; ///< of the first programme
    std::vector<int> pids;     ///< of its streams and its clock
    int picture = -1, sound = -1;
    bool inKeyPicture = false;
};

/// Announces every picture stream in whole packets as another stream type.
void retypePictures(std::string &packets, int streamType, Programme &programme);
/// Puts stuffing in the place of "sound", "picture", key pictures ("keys") or takes the times of the "clock" out.
void leaveOut(std::string &packets, const std::string &what, Programme &programme);
/// Moves every stream to a PID so much higher, in a new version of the map.
void movePids(std::string &packets, int by, Programme &programme);

} // namespace kanal::panel
