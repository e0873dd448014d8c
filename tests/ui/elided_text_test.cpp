// SPDX-License-Identifier: MIT
#include <ui/elided_text.h>

#include <QImage>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

const QString kLong = QStringLiteral("UK: A channel with a name that is longer than two lines of this have room for");

QImage shown(int lines, QSize size)
{
    ElidedText text(lines, QPalette::WindowText);
    text.setText(kLong);
    text.resize(size);
    return text.grab().toImage();
}

TEST(ElidedText, EndsInDotsWhereItsHeightEnds)
{
    const ElidedText text(2, QPalette::WindowText);
    const QSize oneLine(160, text.fontMetrics().lineSpacing() + 3);
    EXPECT_EQ(shown(2, oneLine), shown(1, oneLine)) << "no second line is cut off below";
    const QSize twoLines(160, 2 * oneLine.height());
    EXPECT_NE(shown(2, twoLines), shown(1, twoLines));
}

TEST(ElidedText, TellsTheWholeInItsToolTip)
{
    ElidedText text(1, QPalette::WindowText);
    text.setText(QStringLiteral("Tom & Co"));
    EXPECT_EQ(text.toolTip(), QStringLiteral("<p>Tom &amp; Co</p>"));
}

} // namespace
} // namespace kanal::ui
