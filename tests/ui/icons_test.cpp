// SPDX-License-Identifier: MIT
#include "synthetic_frame.h"

#include <ui/icons.h>

#include <QDirIterator>
#include <QImage>
#include <QPainter>
#include <QSet>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

QStringList iconNames()
{
    QStringList names;
    for (QDirIterator files(QStringLiteral(":/icons"), {QStringLiteral("*.svg")}); files.hasNext();) {
        files.next();
        names << files.fileInfo().completeBaseName();
    }
    return names;
}

TEST(Icons, AreAllCompiledIn)
{
    const QStringList names = iconNames();
    for (const char *needed : {"tv", "star", "star-filled", "play", "pause", "volume", "mute", "fullscreen", "kanal"})
        EXPECT_TRUE(names.contains(QLatin1String(needed))) << needed;
    EXPECT_GE(names.size(), 40);
}

TEST(Icons, AreDrawnInTheColourAskedForAndNoOther)
{
    const QColor tint(0xF2, 0x10, 0x44);
    for (const QString &name : iconNames()) {
        if (name == QLatin1String("kanal"))
            continue; // the application's mark has its own colours
        const QImage image = iconPixmap(name, tint, 48).toImage().convertToFormat(QImage::Format_ARGB32);
        ASSERT_EQ(image.size(), QSize(48, 48));
        int solid = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QRgb pixel = image.pixel(x, y);
                if (qAlpha(pixel) < 255)
                    continue;
                ++solid;
                ASSERT_LE(test::farthest(pixel, tint.rgb()), 2) << name.toStdString();
            }
        EXPECT_GT(solid, 20) << name.toStdString();
        EXPECT_LT(solid, 48 * 48 / 2) << name.toStdString();
    }
}

TEST(Icons, AreSharpOnDenseScreens)
{
    const QPixmap pixmap = iconPixmap(QStringLiteral("tv"), Qt::white, 20, 2.0);
    EXPECT_EQ(pixmap.size(), QSize(40, 40));
    EXPECT_EQ(pixmap.devicePixelRatio(), 2.0);
}

TEST(Avatar, HasAColourThatBelongsToTheName)
{
    EXPECT_EQ(colourOfName(QStringLiteral("Channel One")), colourOfName(QStringLiteral("Channel One")));
    QSet<QRgb> colours;
    for (int i = 0; i < 50; ++i)
        colours.insert(colourOfName(QStringLiteral("Channel %1").arg(i)).rgb());
    EXPECT_GT(colours.size(), 40);
}

TEST(Avatar, PaintsTheInitialsOnIt)
{
    QImage image(64, 64, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintAvatar(painter, QRectF(0, 0, 64, 64), QStringLiteral("CO"), QStringLiteral("Channel One"), AvatarShape::Round);
    painter.end();
    EXPECT_EQ(qAlpha(image.pixel(0, 0)), 0) << "the corners of a round one are clear";
    EXPECT_EQ(image.pixelColor(32, 4).rgb(), colourOfName(QStringLiteral("Channel One")).rgb());
    bool white = false;
    for (int x = 10; x < 54; ++x)
        white |= image.pixel(x, 32) == qRgb(255, 255, 255);
    EXPECT_TRUE(white);
}

TEST(IconButton, SpeaksAndFollowsThePalette)
{
    IconButton button(QStringLiteral("star"), QStringLiteral("Favourite"));
    EXPECT_EQ(button.accessibleName(), QStringLiteral("Favourite"));
    const auto shown = [&] { return button.icon().pixmap(QSize(24, 24), 1.0).toImage(); };
    QPalette palette;
    palette.setColor(QPalette::Text, Qt::red);
    button.setPalette(palette);
    const QImage red = shown();
    palette.setColor(QPalette::Text, Qt::green);
    button.setPalette(palette);
    EXPECT_NE(red, shown());
}

} // namespace
} // namespace kanal::ui
