// SPDX-License-Identifier: MIT
// The sound devices as a part of the program.
#include "audio_devices.h"
#include "null_audio_sink.h"

namespace kanal::playback
{

std::unique_ptr<AudioSink> makeAudioDevice(AudioBackend backend, Clock &clock)
{
    if (backend == AudioBackend::Null)
        return std::make_unique<NullAudioSink>(clock);
    return buildAudioDevice(backend, clock);
}

} // namespace kanal::playback
