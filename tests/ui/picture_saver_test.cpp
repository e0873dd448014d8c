// SPDX-License-Identifier: MIT
#include "shown_widget.h"
#include "synthetic_frame.h"

#include <ui/picture_saver.h>

#include <QDir>
#include <QTemporaryDir>

namespace kanal::ui
{
namespace
{

using playback::ColourInfo;

/// A home of its own, and what was saved there.
class PictureSaver : public testing::Test
{
protected:
    void SetUp() override
    {
        for (const char *name : {"HOME", "XDG_CONFIG_HOME"}) {
            m_before.emplace_back(name, qgetenv(name));
            qputenv(name, m_home.path().toUtf8());
        }
    }
    void TearDown() override
    {
        for (const auto &[name, value] : m_before)
            qputenv(name, value);
    }
    QImage saved(playback::FrameRef frame, Subtitles subtitles)
    {
        QString note;
        savePicture(std::move(frame), subtitles, QStringLiteral("../A channel"),
                    [&](const QString &said) { note = said; });
        EXPECT_TRUE(note.isEmpty()) << "it was made on this thread";
        EXPECT_TRUE(test::waitUntil([&] { return !note.isEmpty(); }));
        QDir folder(m_home.path());
        folder.cd(folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
        const QString file = folder.entryList({QStringLiteral("*.png")}).value(0);
        EXPECT_TRUE(note.contains(file)) << note.toStdString();
        QImage image(folder.filePath(file));
        folder.remove(file);
        return image;
    }

    QTemporaryDir m_home;
    std::vector<std::pair<const char *, QByteArray>> m_before;
};

std::shared_ptr<test::SyntheticFrame> hdrFrame()
{
    auto frame = test::yuvFrame(playback::PixelLayout::Nv12, {10, true}, {573, 512, 512}, 1440, 1080);
    frame->displayAspect = 16.0 / 9;
    frame->colour = {ColourInfo::Matrix::Bt2020, ColourInfo::Transfer::Pq, false, ColourInfo::Primaries::Bt2020};
    playback::OverlayRect line{0.25, 0.8, 0.5, 0.1, 1, 1, {255, 0, 0, 255}};
    frame->overlays = std::make_shared<const playback::Overlays>(playback::Overlays{line});
    return frame;
}

TEST_F(PictureSaver, KeepsThePictureInItsOwnResolutionProportionsAndColours)
{
    const QImage image = saved(hdrFrame(), Subtitles::LeftOut);
    EXPECT_EQ(image.size(), QSize(1920, 1080));
    EXPECT_LE(test::farthest(image.pixel(960, 300), qRgb(238, 238, 238)), 2);
    EXPECT_LE(test::farthest(image.pixel(960, 918), qRgb(238, 238, 238)), 2);
}

TEST_F(PictureSaver, KeepsSubtitlesAsTheyAreSeen)
{
    const QImage image = saved(hdrFrame(), Subtitles::Drawn);
    EXPECT_LE(test::farthest(image.pixel(960, 918), qRgb(255, 0, 0)), 2);
    EXPECT_LE(test::farthest(image.pixel(960, 300), qRgb(238, 238, 238)), 2);
}

TEST_F(PictureSaver, SaysWhereThereIsNothingToKeep)
{
    QString note;
    savePicture(nullptr, Subtitles::Drawn, QStringLiteral("A channel"), [&](const QString &said) { note = said; });
    EXPECT_FALSE(note.isEmpty());
}

} // namespace
} // namespace kanal::ui
