// SPDX-License-Identifier: MIT
// The sound devices of this system. The ten libraries they need are in a library of our own (kanal-sound), loaded when
// sound is first wanted: the first picture does not wait for them.
#pragma once

#include <kanal/playback/audio_sink.h>

namespace kanal::playback
{

/// What makeAudioSink() means, when it is to be opened. Null: that library is missing; the log says why.
std::unique_ptr<AudioSink> makeAudioDevice(AudioBackend backend, Clock &clock);

/// The same but for AudioBackend::Null, in the library that has the devices. One that does not open where this program
/// was built without any.
std::unique_ptr<AudioSink> buildAudioDevice(AudioBackend backend, Clock &clock);

/// The name that library finds it by: `AudioSink *kanalAudioDevice(AudioBackend, Clock *)`.
inline constexpr char kSoundLibrary[] = "kanal-sound";
inline constexpr char kSoundSymbol[] = "kanalAudioDevice";

} // namespace kanal::playback
