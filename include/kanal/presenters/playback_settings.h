// SPDX-License-Identifier: MIT
// The sound and picture options as the profile keeps them, and their words. GUI thread.
#pragma once

#include <kanal/playback/playback_options.h>

#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace kanal::presenters
{

class Settings;

playback::SoundOptions soundOptions(const Settings &settings);
void storeSoundOptions(Settings &settings, const playback::SoundOptions &options);
playback::PictureOptions pictureOptions(const Settings &settings);
void storePictureOptions(Settings &settings, const playback::PictureOptions &options);

double subtitleScale(const Settings &settings);
/// Every code a stream may use for the language ("de", "deu", "ger"); `code` first, none for an empty one.
std::vector<std::string> languageCodes(const QString &code);
/// What one may prefer: code and the language's own name, by name.
std::vector<std::pair<QString, QString>> commonLanguages();

/// "Sound 150 ms later", for the note.
QString soundDelayText(std::chrono::milliseconds delay);
/// "Subtitles 250 ms later"
QString subtitleDelayText(std::chrono::milliseconds delay);
/// "Deinterlacing: automatic"
QString deinterlaceText(playback::Deinterlace mode);

} // namespace kanal::presenters
