// SPDX-License-Identifier: MIT
#include <kanal/presenters/track_text.h>

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace kanal::presenters
{

namespace
{

using playback::Track;
using playback::TrackKind;

QString say(const char *text)
{
    return QCoreApplication::translate("kanal::presenters::TrackText", text);
}

QString languageText(const std::string &code)
{
    if (code.empty() || code == "und")
        return {};
    const QString given = QString::fromStdString(code);
    const QLocale::Language language = QLocale::codeToLanguage(given);
    return language == QLocale::AnyLanguage || language == QLocale::C ? given.toUpper()
                                                                      : QLocale::languageToString(language);
}

QString channelsText(int channels)
{
    switch (channels) {
    case 0:
        return {};
    case 1:
        return say(QT_TRANSLATE_NOOP("kanal::presenters::TrackText", "mono"));
    case 2:
        return say(QT_TRANSLATE_NOOP("kanal::presenters::TrackText", "stereo"));
    case 6:
        return QStringLiteral("5.1");
    case 8:
        return QStringLiteral("7.1");
    default:
        return QString::number(channels);
    }
}

QString soundText(const Track &track)
{
    QStringList words{codecText(track.codec), channelsText(track.channels)};
    words.removeAll(QString());
    return words.join(QLatin1Char(' '));
}

QString kindText(playback::TrackKind kind)
{
    switch (kind) {
    case playback::TrackKind::Video:
        return say(QT_TRANSLATE_NOOP("kanal::presenters::TrackText", "Picture"));
    case playback::TrackKind::Audio:
        return say(QT_TRANSLATE_NOOP("kanal::presenters::TrackText", "Audio"));
    case playback::TrackKind::Subtitle:
        return say(QT_TRANSLATE_NOOP("kanal::presenters::TrackText", "Subtitles"));
    }
    Q_UNREACHABLE();
}

} // namespace

QString codecText(const std::string &codec)
{
    static const std::pair<const char *, const char *> kNames[] = {
        {"h264", "H.264"},
        {"hevc", "HEVC"},
        {"mpeg2video", "MPEG-2"},
        {"av1", "AV1"},
        {"vp9", "VP9"},
        {"mpeg4", "MPEG-4"},
        {"aac", "AAC"},
        {"aac_latm", "AAC"},
        {"ac3", "AC-3"},
        {"eac3", "E-AC-3"},
        {"mp2", "MP2"},
        {"mp3", "MP3"},
        {"opus", "Opus"},
        {"dts", "DTS"},
        {"dvb_subtitle", "DVB"},
        {"dvb_teletext", "Teletext"},
        {"subrip", "SRT"},
        {"ass", "ASS"},
        {"webvtt", "WebVTT"},
        {"eia_608", "CC"},
        {"hdmv_pgs_subtitle", "PGS"},
        {"mov_text", "Text"},
    };
    for (const auto &[name, text] : kNames)
        if (codec == name)
            return QString::fromLatin1(text);
    return QString::fromStdString(codec).toUpper();
}

QString trackText(const Track &track, int number)
{
    QString name = languageText(track.language);
    if (name.isEmpty())
        name = say(QT_TRANSLATE_NOOP("kanal::presenters::TrackText", "Track %1")).arg(number);
    QStringList parts{name};
    if (!track.title.empty())
        parts << QString::fromStdString(track.title);
    if (track.forHardOfHearing)
        parts << say(QT_TRANSLATE_NOOP("kanal::presenters::TrackText", "for the hard of hearing"));
    if (track.forced)
        parts << say(QT_TRANSLATE_NOOP("kanal::presenters::TrackText", "signs and foreign speech only"));
    parts << (track.kind == TrackKind::Audio ? soundText(track) : codecText(track.codec));
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString streamText(const std::vector<Track> &tracks)
{
    QStringList parts;
    for (const TrackKind kind : {TrackKind::Video, TrackKind::Audio}) {
        const auto track =
            std::find_if(tracks.begin(), tracks.end(), [kind](const Track &t) { return t.kind == kind && t.selected; });
        if (track == tracks.end())
            continue;
        if (kind == TrackKind::Audio) {
            parts << soundText(*track);
            continue;
        }
        if (track->width > 0)
            parts << QStringLiteral("%1 × %2").arg(track->width).arg(track->height);
        if (track->frameRate > 0)
            parts << say(QT_TRANSLATE_NOOP("kanal::presenters::TrackText", "%1 fps"))
                         .arg(QLocale().toString(track->frameRate, 'g', 4));
        parts << codecText(track->codec);
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString trackNote(TrackKind kind, const Track *track, int number)
{
    return QStringLiteral("%1: %2").arg(kindText(kind),
                                        track ? trackText(*track, number)
                                              : say(QT_TRANSLATE_NOOP("kanal::presenters::TrackText", "off")));
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
