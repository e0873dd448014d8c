// SPDX-License-Identifier: MIT
// The sound devices behind a library of our own.
#include "audio_devices.h"
#include "null_audio_sink.h"

#include <kanal/core/late_library.h>

namespace kanal::playback
{

std::unique_ptr<AudioSink> makeAudioDevice(AudioBackend backend, Clock &clock)
{
    if (backend == AudioBackend::Null)
        return std::make_unique<NullAudioSink>(clock);
    static const auto found = findInLateLibrary(kSoundLibrary, kSoundSymbol);
    if (!found)
        return nullptr;
    return std::unique_ptr<AudioSink>(reinterpret_cast<AudioSink *(*)(AudioBackend, Clock *)>(*found)(backend, &clock));
}

} // namespace kanal::playback
