// SPDX-License-Identifier: MIT
#include "text.h"

#include <kanal/presenters/playback_settings.h>
#include <kanal/presenters/settings.h>

#include <QCoreApplication>
#include <QLocale>

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
    options.quality = choice(settings, settings::kQuality, playback::Quality::Sparing);
    options.hardware = settings.get(settings::kHardwareDecoding) ? HardwareDecoding::Auto : HardwareDecoding::Off;
    return options;
}

void storePictureOptions(Settings &settings, const playback::PictureOptions &options)
{
    settings.set(settings::kDeinterlace, int(options.deinterlace));
    settings.set(settings::kQuality, int(options.quality));
    settings.set(settings::kHardwareDecoding, options.hardware == HardwareDecoding::Auto);
}

double subtitleScale(const Settings &settings)
{
    return std::clamp(settings.get(settings::kSubtitleScale), playback::kSmallestSubtitles,
                      playback::kLargestSubtitles);
}

std::vector<std::string> languageCodes(const QString &code)
{
    if (code.isEmpty())
        return {};
    std::vector<std::string> codes{toUtf8(code)};
    const QLocale::Language language = QLocale::codeToLanguage(code);
    for (const auto part : {QLocale::ISO639Part1, QLocale::ISO639Part2T, QLocale::ISO639Part2B, QLocale::ISO639Part3}) {
        std::string other = toUtf8(QLocale::languageToCode(language, part));
        if (!other.empty() && std::find(codes.begin(), codes.end(), other) == codes.end())
            codes.push_back(std::move(other));
    }
    return codes;
}

std::vector<std::pair<QString, QString>> commonLanguages()
{
    static constexpr const char *kCodes[] = {"ar", "bg", "bs", "cs", "da", "de", "el", "en", "es", "et", "fa",
                                             "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko", "ku",
                                             "lt", "lv", "mk", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl",
                                             "sq", "sr", "sv", "th", "tr", "uk", "ur", "vi", "zh"};
    std::vector<std::pair<QString, QString>> languages;
    for (const char *code : kCodes) {
        const QLocale locale(QLocale::codeToLanguage(QString::fromLatin1(code)));
        QString name = locale.nativeLanguageName();
        if (name.isEmpty())
            name = QLocale::languageToString(locale.language());
        name[0] = name[0].toUpper();
        languages.emplace_back(QString::fromLatin1(code), name);
    }
    std::sort(languages.begin(), languages.end(),
              [](const auto &a, const auto &b) { return QString::localeAwareCompare(a.second, b.second) < 0; });
    return languages;
}

QString soundDelayText(std::chrono::milliseconds delay)
{
    const int ms = int(delay.count());
    if (ms == 0)
        return say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Sound with the picture"));
    return ms > 0 ? say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Sound %1 ms later")).arg(ms)
                  : say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Sound %1 ms earlier")).arg(-ms);
}

QString subtitleDelayText(std::chrono::milliseconds delay)
{
    const int ms = int(delay.count());
    if (ms == 0)
        return say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Subtitles with the picture"));
    return ms > 0 ? say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Subtitles %1 ms later")).arg(ms)
                  : say(QT_TRANSLATE_NOOP("kanal::presenters::PlaybackSettings", "Subtitles %1 ms earlier")).arg(-ms);
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
