// SPDX-License-Identifier: MIT
#include "picture_saver.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QThreadPool>

namespace kanal::ui
{

namespace
{

struct PictureSaver {
    Q_DECLARE_TR_FUNCTIONS(kanal::ui::PictureSaver)
};

QString fileName(const QString &channel)
{
    // A channel's name is a server's text: nothing but letters, digits and blanks of it gets into a path.
    static const QRegularExpression kUnfit(QStringLiteral("[^\\w\\s.-]+"),
                                           QRegularExpression::UseUnicodePropertiesOption);
    QString name = channel.left(60);
    name.replace(kUnfit, QStringLiteral(" "));
    const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH-mm-ss-zzz"));
    return QStringLiteral("Kanal %1 %2.png").arg(name, stamp).simplified();
}

} // namespace

void savePicture(playback::FrameRef picture, Subtitles subtitles, const QString &channel,
                 std::function<void(const QString &note)> done)
{
    if (!picture) {
        done(PictureSaver::tr("There is no picture to save"));
        return;
    }
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString path = QDir(folder).filePath(fileName(channel));
    QThreadPool::globalInstance()->start(
        [picture = std::move(picture), subtitles, path, folder, done = std::move(done)]() mutable {
            const playback::FrameRef whole = picture->source ? picture->source->decodedAgain(*picture) : nullptr;
            const QImage image = displayImageOf(whole ? whole : picture, subtitles);
            picture.reset(); // its memory goes back to the engine before the long part
            const bool saved = QDir().mkpath(folder) && image.save(path, "PNG");
            const QString shown = QDir::toNativeSeparators(saved ? path : folder);
            QMetaObject::invokeMethod(qApp, [saved, shown, done] {
                done(saved ? PictureSaver::tr("Saved as %1").arg(shown)
                           : PictureSaver::tr("The picture could not be saved in %1").arg(shown));
            });
        });
}

} // namespace kanal::ui
