// SPDX-License-Identifier: MIT
#include "track_text.h"

#include "text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace kanal::presenters
{

namespace
{

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kanal::presenters::TrackText)
};

QString channelsText(int channels)
{
    switch (channels) {
    case 0:
        return {};
    case 1:
        return Text::tr("mono");
    case 2:
        return Text::tr("stereo");
    case 6:
        return QStringLiteral("5.1");
    case 8:
        return QStringLiteral("7.1");
    default:
        return Text::tr("%n channels", nullptr, channels);
    }
}

QString kindText(playback::TrackKind kind)
{
    switch (kind) {
    case playback::TrackKind::Video:
        return Text::tr("Picture");
    case playback::TrackKind::Audio:
        return Text::tr("Audio");
    case playback::TrackKind::Subtitle:
        return Text::tr("Subtitles");
    }
    Q_UNREACHABLE();
}

} // namespace

QString languageText(const std::string &code)
{
    const QString text = toQString(code);
    const QLocale::Language language = QLocale::codeToLanguage(text);
    if (language == QLocale::AnyLanguage || language == QLocale::C)
        return text == QLatin1String("und") ? QString() : text;
    return QLocale::languageToString(language);
}

QString trackText(const playback::Track &track)
{
    QStringList parts;
    if (const QString language = languageText(track.language); !language.isEmpty())
        parts << language;
    if (!track.title.empty())
        parts << toQString(track.title);
    if (track.kind == playback::TrackKind::Video && track.height > 0)
        parts << QStringLiteral("%1 × %2").arg(track.width).arg(track.height);
    if (const QString channels = channelsText(track.channels); !channels.isEmpty())
        parts << channels;
    QString text = parts.join(QStringLiteral(", "));
    if (text.isEmpty())
        text = Text::tr("Track %1").arg(track.id);
    return track.codec.empty() ? text : QStringLiteral("%1 (%2)").arg(text, toQString(track.codec).toUpper());
}

QString trackNote(playback::TrackKind kind, const playback::Track *track)
{
    return QStringLiteral("%1: %2").arg(kindText(kind), track ? trackText(*track) : Text::tr("off"));
}

QString durationText(qint64 ms)
{
    const qint64 seconds = std::max<qint64>(ms, 0) / 1000;
    const QString tail = QStringLiteral(":%1").arg(seconds % 60, 2, 10, QLatin1Char('0'));
    if (seconds < 3600)
        return QString::number(seconds / 60) + tail;
    return QStringLiteral("%1:%2").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0')) + tail;
}

QString runningTimeText(int seconds)
{
    const int minutes = std::max(1, (seconds + 30) / 60);
    if (minutes < 60)
        return QCoreApplication::translate("kanal::presenters::RunningTime", "%1 min").arg(minutes);
    return QCoreApplication::translate("kanal::presenters::RunningTime", "%1 h %2 min")
        .arg(minutes / 60)
        .arg(minutes % 60);
}

} // namespace kanal::presenters
