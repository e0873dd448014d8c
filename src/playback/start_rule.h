// SPDX-License-Identifier: MIT
// When a session starts to play, and from where. Pure; the reasons are in docs/playback.md
#pragma once

#include "audio_renderer.h"

#include <optional>

namespace kanal::playback
{

struct StartView {
    bool live = true;
    bool hasVideo = false, hasAudio = false;
    bool ended = false;                ///< everything there is has been read
    std::optional<MediaTime> key;      ///< time of the first key picture, once it was read
    std::optional<Nanos> sincePicture; ///< since it was shown
    Nanos sinceTracks{0};              ///< since the streams are known
    AudioRenderer::Queue sound;        ///< decoded
    std::optional<MediaTime> soundEnd; ///< end of what was read, decoded or not
    std::optional<MediaTime> pictureEnd;
};

struct StartDecision {
    bool ready = false;
    MediaTime from{0};
};

StartDecision decideStart(const StartView &view);

struct RefillKind {
    bool live = true;
    MediaTime segment{0}; ///< of a playlist: what its pieces last; they come in lumps
};

/// How much must be there to go on after the n-th interruption within two minutes.
MediaTime rebufferTarget(int interruptions, const RefillKind &kind);

} // namespace kanal::playback
