// SPDX-License-Identifier: MIT
#include <kanal/presenters/playback_settings.h>
#include <kanal/presenters/settings.h>

#include <QCoreApplication>

#include <algorithm>

namespace kanal::presenters
{

namespace
{

using playback::Deinterlace;
using playback::HardwareDecoding;
using playback::Levelling;
using playback::SoundOutput;

QString say(const char *text)
{
    return QCoreApplication::translate("kanal::presenters::PlaybackSettings", text);
}

/// What another version wrote may be out of range.
template<class Choice>
Choice choice(const Settings &settings, const SettingKey<int> &key, Choice last)
{
    const int value = settings.get(key);
    return Choice(value >= 0 && value <= int(last) ? value : key.fallback);
}

} // namespace

playback::SoundOptions soundOptions(const Settings &settings)
{
    playback::SoundOptions options;
    options.levelling = choice(settings, settings::kLevelling, Levelling::Strong);
    options.output = choice(settings, settings::kSoundOutput, SoundOutput::Surround);
    const int most = int(playback::kMostSoundDelay.count());
    options.delay = std::chrono::milliseconds(std::clamp(settings.get(settings::kSoundDelayMs), -most, most));
    return options;
}

void storeSoundOptions(Settings &settings, const playback::SoundOptions &options)
{
    settings.set(settings::kLevelling, int(options.levelling));
    settings.set(settings::kSoundOutput, int(options.output));
    settings.set(settings::kSoundDelayMs, int(options.delay.count()));
}

playback::PictureOptions pictureOptions(const Settings &settings)
{
    playback::PictureOptions options;
    options.deinterlace = choice(settings, settings::kDeinterlace, Deinterlace::Off);
    options.hardware = settings.get(settings::kHardwareDecoding) ? HardwareDecoding::Auto : HardwareDecoding::Off;
    return options;
}

void storePictureOptions(Settings &settings, const playback::PictureOptions &options)
{
    settings.set(settings::kDeinterlace, int(options.deinterlace));
    settings.set(settings::kHardwareDecoding, options.hardware == HardwareDecoding::Auto);
}

QString soundDelayText(std::chrono::milliseconds delay)
{
    const int ms = int(delay.count());
    if (ms == 0)
        return say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Sound with the picture"));
    return ms > 0 ? say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Sound %1 ms later")).arg(ms)
                  : say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Sound %1 ms earlier")).arg(-ms);
}

QString deinterlaceText(Deinterlace mode)
{
    switch (mode) {
    case Deinterlace::On:
        return say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Deinterlacing: on"));
    case Deinterlace::Off:
        return say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Deinterlacing: off"));
    case Deinterlace::Auto:
        break;
    }
    return say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Deinterlacing: automatic"));
}

} // namespace kanal::presenters
