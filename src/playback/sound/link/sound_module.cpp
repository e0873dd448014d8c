// SPDX-License-Identifier: MIT
#include "audio_devices.h"

#include <kanal/core/late_library.h>

KANAL_GIVEN_OUT kanal::playback::AudioSink *kanalAudioDevice(kanal::playback::AudioBackend backend, kanal::Clock *clock)
{
    return kanal::playback::buildAudioDevice(backend, *clock).release();
}
