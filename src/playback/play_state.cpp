// SPDX-License-Identifier: MIT
#include <kanal/playback/player.h>

namespace kanal::playback
{

std::string_view playStateName(PlayState state)
{
    switch (state) {
    case PlayState::Idle:
        return "idle";
    case PlayState::Opening:
        return "opening";
    case PlayState::Buffering:
        return "buffering";
    case PlayState::Playing:
        return "playing";
    case PlayState::Paused:
        return "paused";
    case PlayState::Reconnecting:
        return "reconnecting";
    case PlayState::Ended:
        return "ended";
    case PlayState::Failed:
        return "failed";
    }
    return "idle";
}

} // namespace kanal::playback
