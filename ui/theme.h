// SPDX-License-Identifier: MIT
// The look in one place: tokens of colour, the palette and style sheet made from them, and the measures everything
// keeps to. Widgets and delegates read colours from their palette (Tokens::of), so that one switch re-colours all.
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>
#include <QString>

#include <optional>

class QApplication;

namespace kanal::ui
{

enum class ThemeChoice { System, Dark, Light };
QString themeName(ThemeChoice choice); ///< "system", "dark", "light": in settings and KANAL_THEME
ThemeChoice themeNamed(const QString &name);

/// Every colour of the window, by what it is for.
struct Tokens {
    QColor window, surface, raised, line;
    QColor text, secondary, disabled;
    QColor accent, onAccent;
    QColor live, onLive, catchup;

    static Tokens dark();
    static Tokens light();
    /// The tokens a palette made by paletteOf() carries.
    static Tokens of(const QPalette &palette);

    bool isDark() const;
    QColor hover() const;    ///< a row under the mouse
    QColor selected() const; ///< a chosen row
    QColor caution() const;  ///< warnings: the catch-up colour
};

QPalette paletteOf(const Tokens &tokens);
QString styleSheetOf(const Tokens &tokens);
/// `first` mixed with `share` (0…1) of `second`.
QColor mixed(const QColor &first, const QColor &second, double share);
/// WCAG contrast of two opaque colours, 1…21.
double contrast(const QColor &a, const QColor &b);

namespace metrics
{
inline constexpr int kGrid = 4;
inline constexpr int kRowRadius = 8;
inline constexpr int kDialogRadius = 12;
inline constexpr int kBaseText = 13;
inline constexpr int kCaptionText = 11;
inline constexpr int kTitleText = 16;
inline constexpr int kHeadlineText = 22;
inline constexpr int kChannelRow = 56;
inline constexpr int kCategoryRow = 36;
inline constexpr int kRailWidth = 64;
inline constexpr int kRailWideWidth = 184;
inline constexpr int kWideWindow = 1400; ///< from here on the rail has labels
} // namespace metrics

enum class Weight { Normal, Medium, Bold };
/// `base` at a size of the type scale.
QFont sized(QFont base, int pixels, Weight weight = Weight::Normal);

/// Puts a theme on the application, and again when the system changes its mind. Made once, by the window.
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QApplication &application, QObject *parent = nullptr);

    void apply(ThemeChoice choice); ///< KANAL_THEME wins
    ThemeChoice choice() const;
    bool isDark() const;

private:
    void refresh();
    bool systemIsDark() const;

    QApplication &m_application;
    const QPalette m_systemPalette; ///< as it was before ours
    ThemeChoice m_choice = ThemeChoice::System;
    std::optional<bool> m_dark; ///< what is applied
};

/// Whether things may move: off with the system's or our own reduced-motion setting.
bool motionWanted();

} // namespace kanal::ui
