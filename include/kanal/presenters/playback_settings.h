// SPDX-License-Identifier: MIT
// The sound and picture options as the profile keeps them, and their words. GUI thread.
#pragma once

#include <kanal/playback/playback_options.h>

#include <QString>

namespace kanal::presenters
{

class Settings;

playback::SoundOptions soundOptions(const Settings &settings);
void storeSoundOptions(Settings &settings, const playback::SoundOptions &options);
playback::PictureOptions pictureOptions(const Settings &settings);
void storePictureOptions(Settings &settings, const playback::PictureOptions &options);

/// "Sound 150 ms later", for the note.
QString soundDelayText(std::chrono::milliseconds delay);
/// "Deinterlacing: automatic"
QString deinterlaceText(playback::Deinterlace mode);

} // namespace kanal::presenters
