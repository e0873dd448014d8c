// SPDX-License-Identifier: MIT
#include "start_rule.h"

#include <algorithm>

namespace kanal::playback
{

namespace
{

using std::chrono::milliseconds;

constexpr MediaTime kReserve = milliseconds(200); ///< sound that must be queued where it arrives in real time
constexpr MediaTime kLeast = milliseconds(40);    ///< … and where the picture already waits for it
constexpr MediaTime kBurst = milliseconds(700);   ///< so much at once: the server sent its past first
constexpr Nanos kSoundAfterPicture = milliseconds(110);
constexpr Nanos kWithoutSound = milliseconds(1000);   ///< announced sound that does not come: start without it
constexpr Nanos kPicturePatience = milliseconds(400); ///< its key picture was read and is being decoded

StartDecision at(MediaTime from)
{
    return {true, from};
}

StartDecision withPicture(const StartView &view)
{
    const AudioRenderer::Queue &sound = view.sound;
    const MediaTime queued = sound.end - sound.first;
    const MediaTime read = std::max(sound.end, view.soundEnd.value_or(sound.end));
    if (view.key) {
        if (sound.first > *view.key && sound.first - *view.key < std::chrono::seconds(2) &&
            (read - *view.key >= kReserve || view.ended))
            return at(*view.key); // sound joins in when it is due
        if (sound.first <= *view.key && sound.end > *view.key && (read - *view.key >= kReserve || view.ended))
            return at(*view.key);
        if (!view.live && sound.first > *view.key) // a film begins at its beginning, and be it silent
            return at(*view.key);
    }
    const bool enough = queued >= kReserve || view.ended;
    const bool picturesWait = *view.sincePicture >= kSoundAfterPicture && queued >= kLeast;
    if (!enough && !picturesWait)
        return {};
    const MediaTime latest = enough ? std::max(sound.first, sound.end - kReserve) : sound.first;
    return at(view.key ? std::max(sound.first, std::min(*view.key, latest)) : latest);
}

StartDecision soundOnly(const StartView &view)
{
    const AudioRenderer::Queue &sound = view.sound;
    const MediaTime read = std::max(sound.end, view.soundEnd.value_or(sound.end));
    const bool pictureComes = view.hasVideo && (view.key || !view.live);
    if (pictureComes && view.sinceTracks < kPicturePatience)
        return {};
    if (sound.end - sound.first < kReserve && !view.ended)
        return {};
    if (!view.live || read - sound.first >= kBurst)
        return at(sound.first);
    return at(sound.end - std::min(kReserve, sound.end - sound.first));
}

} // namespace

StartDecision decideStart(const StartView &view)
{
    if (view.hasAudio && !view.sound.empty)
        return view.hasVideo && view.sincePicture ? withPicture(view) : soundOnly(view);
    if (!view.hasVideo || !view.sincePicture || !view.key)
        return {};
    if (view.hasAudio && *view.sincePicture < kWithoutSound && !view.ended)
        return {};
    const bool enough = view.pictureEnd && *view.pictureEnd - *view.key >= kReserve;
    return enough || view.ended ? at(*view.key) : StartDecision{};
}

MediaTime rebufferTarget(int interruptions, const RefillKind &kind)
{
    constexpr MediaTime kMost = std::chrono::seconds(8);
    const int n = std::clamp(interruptions, 1, 4);
    if (kind.live && kind.segment > MediaTime(0))
        return std::min<MediaTime>(kMost, std::chrono::seconds(1) + std::min(n * kind.segment / 2, kind.segment));
    return std::min<MediaTime>(kMost, std::chrono::seconds((kind.live ? 1 : 2) << (n - 1)));
}

} // namespace kanal::playback
