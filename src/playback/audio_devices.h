// SPDX-License-Identifier: MIT
#pragma once

#include <kanal/playback/audio_sink.h>

namespace kanal::playback
{

/// What makeAudioSink() means, with the libraries that takes.
std::unique_ptr<AudioSink> makeAudioDevice(AudioBackend backend, Clock &clock);

} // namespace kanal::playback
