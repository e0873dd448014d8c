// SPDX-License-Identifier: MIT
#include <ui/row_painting.h>

#include <QFontMetrics>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

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

} // namespace
} // namespace kanal::ui
