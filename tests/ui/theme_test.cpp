// SPDX-License-Identifier: MIT
#include <ui/theme.h>

#include <QApplication>
#include <QRegularExpression>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

class EveryTheme : public testing::TestWithParam<bool>
{
protected:
    const Tokens tokens = GetParam() ? Tokens::dark() : Tokens::light();
};

TEST_P(EveryTheme, TextIsLegibleOnEverySurface)
{
    const QColor grounds[] = {tokens.window, tokens.surface, tokens.raised, tokens.hover(), tokens.selected()};
    for (const QColor &ground : grounds) {
        EXPECT_GE(contrast(tokens.text, ground), 7.0) << ground.name().toStdString();
        EXPECT_GE(contrast(tokens.secondary, ground), 4.5) << ground.name().toStdString();
    }
    EXPECT_GE(contrast(tokens.onAccent, tokens.accent), 4.5);
    EXPECT_GE(contrast(tokens.onLive, tokens.live), 4.5);
}

TEST_P(EveryTheme, ColouredTextIsLegible)
{
    for (const QColor &ground : {tokens.window, tokens.surface})
        for (const QColor &colour : {tokens.accent, tokens.live, tokens.catchup})
            EXPECT_GE(contrast(colour, ground), 4.5)
                << colour.name().toStdString() << " on " << ground.name().toStdString();
}

TEST_P(EveryTheme, TravelsWholeInAPalette)
{
    const Tokens again = Tokens::of(paletteOf(tokens));
    EXPECT_EQ(again.window, tokens.window);
    EXPECT_EQ(again.surface, tokens.surface);
    EXPECT_EQ(again.raised, tokens.raised);
    EXPECT_EQ(again.line, tokens.line);
    EXPECT_EQ(again.text, tokens.text);
    EXPECT_EQ(again.secondary, tokens.secondary);
    EXPECT_EQ(again.disabled, tokens.disabled);
    EXPECT_EQ(again.accent, tokens.accent);
    EXPECT_EQ(again.onAccent, tokens.onAccent);
    EXPECT_EQ(again.live, tokens.live);
    EXPECT_EQ(again.onLive, tokens.onLive);
    EXPECT_EQ(again.catchup, tokens.catchup);
    EXPECT_EQ(again.isDark(), GetParam());
}

TEST_P(EveryTheme, FillsEveryPlaceOfTheStyleSheet)
{
    const QString sheet = styleSheetOf(tokens);
    const auto left = QRegularExpression(QStringLiteral("\\{[A-Za-z]+\\}")).match(sheet);
    EXPECT_FALSE(left.hasMatch()) << left.captured().toStdString();
    EXPECT_TRUE(sheet.contains(tokens.accent.name()));
}

INSTANTIATE_TEST_SUITE_P(DarkAndLight, EveryTheme, testing::Bool(),
                         [](const auto &info) { return info.param ? "Dark" : "Light"; });

TEST(Contrast, IsThatOfTheGuideline)
{
    EXPECT_NEAR(contrast(Qt::black, Qt::white), 21.0, 0.01);
    EXPECT_NEAR(contrast(QColor(0x77, 0x77, 0x77), Qt::white), 4.48, 0.01);
}

TEST(Theme, IsDarkWhereTheSystemDoesNotSay)
{
    qunsetenv("KANAL_THEME");
    qunsetenv("XDG_CURRENT_DESKTOP");
    Theme theme(*qApp);
    theme.apply(ThemeChoice::System);
    EXPECT_TRUE(theme.isDark());
    theme.apply(ThemeChoice::Light);
    EXPECT_FALSE(theme.isDark());
    EXPECT_EQ(qApp->palette().color(QPalette::Window), Tokens::light().window);
    theme.apply(ThemeChoice::Dark);
    EXPECT_EQ(qApp->palette().color(QPalette::Window), Tokens::dark().window);
}

TEST(Theme, ObeysTheEnvironmentFirst)
{
    qputenv("KANAL_THEME", "light");
    Theme theme(*qApp);
    theme.apply(ThemeChoice::Dark);
    EXPECT_FALSE(theme.isDark());
    qunsetenv("KANAL_THEME");
}

TEST(ThemeNames, GoThereAndBack)
{
    for (const ThemeChoice choice : {ThemeChoice::System, ThemeChoice::Dark, ThemeChoice::Light})
        EXPECT_EQ(themeNamed(themeName(choice)), choice);
    EXPECT_EQ(themeNamed(QStringLiteral("pink")), ThemeChoice::System);
}

} // namespace
} // namespace kanal::ui
