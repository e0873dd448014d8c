// SPDX-License-Identifier: MIT
#include <ui/row_painting.h>

#include <QFontMetrics>
#include <QImage>
#include <QPainter>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

/// In how many of the two lines of a box something was painted, and how many were said to be needed.
std::pair<int, int> twoLinesOf(const QString &text, int width)
{
    QImage image(width, 2 * 18, QImage::Format_RGB32);
    image.fill(Qt::black);
    QPainter painter(&image);
    QFont font;
    font.setPixelSize(13);
    const int needed = paintTwoLines(painter, image.rect(), text, font, Qt::white);
    painter.end();
    QImage blank(width, 18, QImage::Format_RGB32);
    blank.fill(Qt::black);
    return {int(image.copy(0, 0, width, 18) != blank) + int(image.copy(0, 18, width, 18) != blank), needed};
}

TEST(TwoLines, AreUsedOnlyWhereOneDoesNotHoldTheText)
{
    using Lines = std::pair<int, int>;
    EXPECT_EQ(twoLinesOf(QStringLiteral("Bridge"), 140), Lines(1, 1));
    EXPECT_EQ(twoLinesOf(QStringLiteral("The Bridge of the Silver River"), 140), Lines(2, 2));
    EXPECT_EQ(twoLinesOf(QStringLiteral("The Bridge of the Silver River and all that came behind it"), 140),
              Lines(2, 2));
    EXPECT_EQ(twoLinesOf(QStringLiteral("Donaudampfschifffahrtsgesellschaft"), 140), Lines(1, 1));
    EXPECT_EQ(twoLinesOf(QString(), 140).first, 0);
}

TEST(WrappedLines, LoseNoWordAndFit)
{
    const QString sentence =
        QStringLiteral("This computer is too slow for the stream: 57 % of the pictures are left out.");
    const QFont font;
    const int width = QFontMetrics(font).horizontalAdvance(sentence) * 2 / 5;
    const QStringList lines = wrappedLines(sentence, font, width);
    EXPECT_GE(lines.size(), 3);
    EXPECT_EQ(lines.join(u' '), sentence);
    for (const QString &line : lines)
        EXPECT_LE(QFontMetrics(font).horizontalAdvance(line), width) << line.toStdString();
}

TEST(WrappedLines, AreNoneOfNothingAndOneOfWhatFits)
{
    EXPECT_TRUE(wrappedLines(QString(), QFont(), 100).isEmpty());
    EXPECT_EQ(wrappedLines(QStringLiteral("Short"), QFont(), 1000), QStringList{QStringLiteral("Short")});
}

/// What `paint` leaves on a canvas; text is painted in a box of its own width and more.
template<class Paint>
QImage canvas(Qt::LayoutDirection direction, Paint paint)
{
    QImage image(400, 60, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::black);
    QPainter painter(&image);
    painter.setLayoutDirection(direction);
    painter.setFont(QFont());
    painter.setPen(Qt::white);
    paint(painter);
    return image;
}

// Rows whose names fit stand beside rows whose names were cut: both are where Qt puts a text.
TEST(PaintText, PutsWhatFitsWhereQtWouldPutIt)
{
    const QRect box(20, 5, 360, 41);
    for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft})
        for (const int across : {int(Qt::AlignLeft), int(Qt::AlignRight), int(Qt::AlignHCenter)})
            for (const int down : {int(Qt::AlignTop), int(Qt::AlignVCenter), int(Qt::AlignBottom)})
                for (const char *text : {"Das Erste HD", "Ég", "قناة الأخبار 2"}) {
                    const int alignment = across | down;
                    const QString shown = QString::fromUtf8(text);
                    const QImage ours = canvas(direction, [&](QPainter &painter) {
                        paintText(painter, box, shown, QFont(), Qt::white, Qt::Alignment(alignment));
                    });
                    const QImage qts = canvas(direction, [&](QPainter &painter) {
                        painter.drawText(box, alignment | Qt::TextSingleLine, shown);
                    });
                    EXPECT_EQ(ours, qts) << text << " alignment " << alignment << " direction " << direction;
                    EXPECT_NE(ours, canvas(direction, [](QPainter &) {})) << text;
                }
}

TEST(PaintText, CutsWhatDoesNotFit)
{
    const QRect box(20, 5, 60, 41);
    const QString text = QStringLiteral("A name that is much too long for its box");
    const QImage image = canvas(Qt::LeftToRight, [&](QPainter &painter) {
        paintText(painter, box, text, QFont(), Qt::white, Qt::AlignLeft | Qt::AlignVCenter);
    });
    const QString cut = QFontMetrics(QFont()).elidedText(text, Qt::ElideRight, box.width());
    EXPECT_EQ(image, canvas(Qt::LeftToRight, [&](QPainter &painter) {
                  painter.drawText(box, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine, cut);
              }));
}

} // namespace
} // namespace kanal::ui
