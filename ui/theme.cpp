// SPDX-License-Identifier: MIT
#include "theme.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleHints>

#include <cmath>

namespace kanal::ui
{

namespace
{

QColor rgb(unsigned value)
{
    return QColor::fromRgb(value);
}

double channelLuminance(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * channelLuminance(colour.redF()) + 0.7152 * channelLuminance(colour.greenF()) +
           0.0722 * channelLuminance(colour.blueF());
}

// Written with names of tokens in braces; styleSheetOf() fills them in. Rows of lists are painted by delegates, not
// from here.
const char kSheet[] = R"(
* { outline: 0; }
QToolTip { background: {raised}; color: {text}; border: 1px solid {line}; padding: 4px 8px; }
#rail { background: {surface}; border-right: 1px solid {line}; }
#pageTitle { font-size: 22px; font-weight: 600; }
#sectionTitle { font-size: 16px; font-weight: 600; }
#controlBar QLabel, #playbackErrorTitle, #playbackErrorMessage { color: {text}; }
QLabel[role="secondary"] { color: {secondary}; }
QLabel[role="caption"] { color: {secondary}; font-size: 11px; }
QLabel[role="error"] { color: {live}; font-weight: 600; }
QLabel[role="good"] { color: {accent}; }
QLabel[role="caution"] { color: {catchup}; }

QPushButton { background: {raised}; color: {text}; border: 1px solid {line}; border-radius: 8px; padding: 7px 14px; min-height: 18px; }
QPushButton:hover { background: {hover}; border-color: {edge}; }
QPushButton:pressed { background: {selected}; }
QPushButton:disabled { color: {disabled}; background: {surface}; }
QPushButton:focus { border: 2px solid {accent}; padding: 6px 13px; }
QPushButton:default, QPushButton[role="primary"] { background: {accentFill}; color: {onAccent}; border-color: {accentFill}; font-weight: 600; }
QPushButton:default:hover, QPushButton[role="primary"]:hover { background: {accentHover}; border-color: {accentHover}; }
QPushButton:default:focus, QPushButton[role="primary"]:focus { border: 2px solid {text}; }
QPushButton:default:disabled, QPushButton[role="primary"]:disabled { background: {raised}; color: {disabled}; border-color: {line}; font-weight: 400; }
QPushButton[role="danger"] { color: {live}; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; padding: 5px 10px; }
QPushButton[role="quiet"]:hover { background: {hover}; }
QPushButton[role="quiet"]:focus { border: 2px solid {accent}; padding: 4px 9px; }
QPushButton[role="link"] { background: transparent; border-color: transparent; color: {accent}; padding: 7px 8px; }
QPushButton[role="link"]:focus { border: 2px solid {accent}; padding: 6px 7px; }

QToolButton { background: transparent; color: {text}; border: 2px solid transparent; border-radius: 8px; padding: 4px; }
QToolButton:hover { background: {hover}; }
QToolButton:pressed, QToolButton:checked { background: {selected}; }
QToolButton:focus { border-color: {accent}; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="overPicture"] { background: rgba(15, 18, 22, 190); border-radius: 20px; padding: 6px; }
QToolButton[role="overPicture"]:hover { background: {hover}; }
QToolButton[role="chip"] { background: {raised}; border: 1px solid {line}; border-radius: 14px; padding: 4px 11px; min-height: 18px; }
QToolButton[role="chip"]:hover { background: {hover}; border-color: {edge}; }
QToolButton[role="chip"]:checked { background: {selected}; border-color: {accent}; color: {accent}; }
QToolButton[role="chip"]:focus { border: 2px solid {accent}; padding: 3px 10px; }
QToolButton[role="chip"]:disabled { color: {disabled}; background: {surface}; }
#rail QToolButton { color: {secondary}; padding: 6px; }
#rail QToolButton:checked { color: {text}; background: {selected}; font-weight: 600; }
#rail QToolButton:hover { color: {text}; }

QLineEdit, QComboBox { background: {field}; color: {text}; border: 1px solid {edge}; border-radius: 8px; padding: 7px 10px; min-height: 18px;
  selection-background-color: {accentFill}; selection-color: {onAccent}; }
QLineEdit:hover, QComboBox:hover { border-color: {secondary}; }
QLineEdit:focus, QComboBox:focus { border: 2px solid {accent}; padding: 6px 9px; }
QLineEdit:disabled { color: {disabled}; border-color: {line}; }
QLineEdit QToolButton { border: 0; padding: 0; background: transparent; }
QComboBox::drop-down { border: 0; width: 28px; }
QComboBox::down-arrow { image: none; width: 0; }
QComboBox QAbstractItemView { background: {raised}; color: {text}; border: 1px solid {edge}; padding: 4px; selection-background-color: {selected};
  selection-color: {text}; }

QMenu { background: {raised}; color: {text}; border: 1px solid {edge}; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 7px 24px 7px 12px; border-radius: 6px; }
QMenu::item:selected { background: {selected}; }
QMenu::item:disabled { color: {disabled}; }
QMenu::icon { padding-left: 10px; }
QMenu::separator { height: 1px; background: {line}; margin: 4px 8px; }

QScrollArea, #scrollBody { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: {edge}; border-radius: 3px; min-height: 36px; margin: 2px 3px; }
QScrollBar::handle:vertical:hover { background: {secondary}; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: {line}; }
QSplitter::handle:hover { background: {accent}; }

QSlider::groove:horizontal { height: 4px; background: {edge}; border-radius: 2px; }
QSlider::sub-page:horizontal { background: {accent}; border-radius: 2px; }
QSlider::handle:horizontal { background: {text}; width: 12px; height: 12px; margin: -4px 0; border-radius: 6px; }
QSlider:focus { border: 2px solid {accent}; border-radius: 6px; }
QProgressBar { background: {edge}; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: {accent}; border-radius: 2px; }

#categoryPane { background: {window}; }
#channelPane { background: {surface}; }
#searchBar { background: {window}; border-bottom: 1px solid {line}; }
#searchButton { background: {field}; color: {secondary}; border: 1px solid {line}; text-align: left; font-weight: 400; }
#searchButton:hover { border-color: {secondary}; }
#searchButton:focus { border: 2px solid {accent}; }
#searchFrame { background: {raised}; border: 1px solid {edge}; border-radius: 12px; }
#gridPane { background: {surface}; }
#episodesPane { background: {surface}; border-top: 1px solid {line}; }
#nowPanel { background: {window}; }
#card { background: {surface}; border: 1px solid {line}; border-radius: 12px; }
#card[active="true"] { border: 1px solid {accent}; }
#errorBox { background: {errorFill}; border: 1px solid {errorEdge}; border-radius: 8px; }
#questionBox { background: {raised}; border: 1px solid {edge}; border-radius: 8px; }
#notice { background: {raised}; border-top: 1px solid {line}; }
#notice QPushButton[role="link"] { padding: 3px 6px; min-height: 16px; }
#notice QPushButton[role="link"]:focus { padding: 2px 5px; }
#refreshReportTree { background: {window}; border: 1px solid {line}; border-radius: 8px; }
#refreshReportTree:focus { border: 2px solid {accent}; }
#detailsText { background: {window}; color: {secondary}; border: 1px solid {line}; border-radius: 6px; padding: 6px; font-size: 11px; }
#badge { background: {accentFill}; color: {onAccent}; border-radius: 6px; padding: 2px 8px; font-size: 11px; font-weight: 600; }
QDialog { background: {surface}; }
)";

} // namespace

QString themeName(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Dark:
        return QStringLiteral("dark");
    case ThemeChoice::Light:
        return QStringLiteral("light");
    case ThemeChoice::System:
        break;
    }
    return QStringLiteral("system");
}

ThemeChoice themeNamed(const QString &name)
{
    if (name.compare(QLatin1String("dark"), Qt::CaseInsensitive) == 0)
        return ThemeChoice::Dark;
    if (name.compare(QLatin1String("light"), Qt::CaseInsensitive) == 0)
        return ThemeChoice::Light;
    return ThemeChoice::System;
}

Tokens Tokens::dark()
{
    return {.window = rgb(0x0F1216),
            .surface = rgb(0x171B21),
            .raised = rgb(0x1F252D),
            .line = rgb(0x2A313B),
            .text = rgb(0xE8ECF1),
            .secondary = rgb(0x9AA5B1),
            .disabled = rgb(0x5C6672),
            .accent = rgb(0x3DA5FF),
            .onAccent = rgb(0x06121F),
            .live = rgb(0xFF5A52),
            .onLive = rgb(0x1A0504),
            .catchup = rgb(0xF2B544)};
}

Tokens Tokens::light()
{
    return {.window = rgb(0xF4F6F8),
            .surface = rgb(0xFFFFFF),
            .raised = rgb(0xFFFFFF),
            .line = rgb(0xDCE1E7),
            .text = rgb(0x14181D),
            .secondary = rgb(0x56616D),
            .disabled = rgb(0x9AA5B1),
            .accent = rgb(0x0B6FCC),
            .onAccent = rgb(0xFFFFFF),
            .live = rgb(0xD0342C),
            .onLive = rgb(0xFFFFFF),
            .catchup = rgb(0x966400)}; // a shade darker than drawn: 4.5:1 on the window, too
}

Tokens Tokens::of(const QPalette &palette)
{
    // Roles are as paletteOf() fills them; live and catch-up travel in roles no style paints with.
    return {.window = palette.color(QPalette::Active, QPalette::Window),
            .surface = palette.color(QPalette::Active, QPalette::Base),
            .raised = palette.color(QPalette::Active, QPalette::AlternateBase),
            .line = palette.color(QPalette::Active, QPalette::Mid),
            .text = palette.color(QPalette::Active, QPalette::Text),
            .secondary = palette.color(QPalette::Active, QPalette::PlaceholderText),
            .disabled = palette.color(QPalette::Disabled, QPalette::Text),
            .accent = palette.color(QPalette::Active, QPalette::Link),
            .onAccent = palette.color(QPalette::Active, QPalette::HighlightedText),
            .live = palette.color(QPalette::Active, QPalette::BrightText),
            .onLive = palette.color(QPalette::Active, QPalette::Light),
            .catchup = palette.color(QPalette::Active, QPalette::LinkVisited)};
}

bool Tokens::isDark() const
{
    return luminance(window) < luminance(text);
}

QColor Tokens::hover() const
{
    return mixed(surface, text, isDark() ? 0.05 : 0.04);
}

QColor Tokens::selected() const
{
    return mixed(surface, isDark() ? text : accent, isDark() ? 0.10 : 0.12);
}

QColor Tokens::caution() const
{
    return catchup;
}

QPalette paletteOf(const Tokens &t)
{
    QPalette palette;
    palette.setColor(QPalette::Window, t.window);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Base, t.surface);
    palette.setColor(QPalette::AlternateBase, t.raised);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::Button, t.raised);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::Mid, t.line);
    palette.setColor(QPalette::Midlight, t.line);
    palette.setColor(QPalette::Dark, t.line);
    palette.setColor(QPalette::Shadow, t.window);
    palette.setColor(QPalette::Light, t.onLive);
    palette.setColor(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, t.onAccent);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::LinkVisited, t.catchup);
    palette.setColor(QPalette::BrightText, t.live);
    palette.setColor(QPalette::PlaceholderText, t.secondary);
    palette.setColor(QPalette::ToolTipBase, t.raised);
    palette.setColor(QPalette::ToolTipText, t.text);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.disabled);
    return palette;
}

QString styleSheetOf(const Tokens &t)
{
    const QColor edge = mixed(t.line, t.text, t.isDark() ? 0.10 : 0.12);
    const std::pair<const char *, QColor> names[] = {
        {"window", t.window},
        {"surface", t.surface},
        {"raised", t.raised},
        {"line", t.line},
        {"edge", edge},
        {"field", t.isDark() ? t.window : t.surface},
        {"text", t.text},
        {"secondary", t.secondary},
        {"disabled", t.disabled},
        {"accent", t.accent},
        {"accentFill", t.accent},
        {"accentHover", mixed(t.accent, t.isDark() ? rgb(0xFFFFFF) : rgb(0x000000), 0.12)},
        {"onAccent", t.onAccent},
        {"live", t.live},
        {"catchup", t.catchup},
        {"hover", t.hover()},
        {"selected", t.selected()},
        {"errorFill", mixed(t.surface, t.live, 0.08)},
        {"errorEdge", mixed(t.line, t.live, 0.5)},
    };
    QString sheet = QString::fromLatin1(kSheet);
    for (const auto &[name, colour] : names)
        sheet.replace(QStringLiteral("{%1}").arg(QLatin1String(name)), colour.name());
    return sheet;
}

QColor mixed(const QColor &first, const QColor &second, double share)
{
    const auto mix = [share](int a, int b) { return int(std::lround(a + (b - a) * share)); };
    return QColor(mix(first.red(), second.red()), mix(first.green(), second.green()), mix(first.blue(), second.blue()));
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QFont sized(QFont base, int pixels, Weight weight)
{
    base.setPixelSize(pixels);
    base.setWeight(weight == Weight::Bold ? QFont::DemiBold : weight == Weight::Medium ? QFont::Medium : QFont::Normal);
    return base;
}

Theme::Theme(QApplication &application, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_systemPalette(QGuiApplication::palette())
{
    m_application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    m_application.setFont(sized(m_application.font(), metrics::kBaseText));
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Theme::refresh);
#endif
}

void Theme::apply(ThemeChoice choice)
{
    const QString wish = qEnvironmentVariable("KANAL_THEME");
    m_choice = wish.isEmpty() ? choice : themeNamed(wish);
    refresh();
}

ThemeChoice Theme::choice() const
{
    return m_choice;
}

bool Theme::isDark() const
{
    return m_dark.value_or(true);
}

void Theme::refresh()
{
    const bool dark = m_choice == ThemeChoice::System ? systemIsDark() : m_choice == ThemeChoice::Dark;
    if (m_dark == dark)
        return;
    m_dark = dark;
    const Tokens tokens = dark ? Tokens::dark() : Tokens::light();
    m_application.setPalette(paletteOf(tokens));
    m_application.setStyleSheet(styleSheetOf(tokens));
}

bool Theme::systemIsDark() const
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    switch (QGuiApplication::styleHints()->colorScheme()) {
    case Qt::ColorScheme::Dark:
        return true;
    case Qt::ColorScheme::Light:
        return false;
    case Qt::ColorScheme::Unknown:
        return true;
    }
#endif
    // Before Qt 6.5 only a desktop's platform theme tells; without one the palette is Qt's own light default and means
    // nothing.
    const QString desktop = qEnvironmentVariable("XDG_CURRENT_DESKTOP");
    if (desktop.isEmpty() && QGuiApplication::platformName() != QLatin1String("windows") &&
        QGuiApplication::platformName() != QLatin1String("cocoa"))
        return true;
    return luminance(m_systemPalette.color(QPalette::Window)) < luminance(m_systemPalette.color(QPalette::WindowText));
}

bool motionWanted()
{
    if (qEnvironmentVariableIsSet("KANAL_REDUCED_MOTION") || qApp->property("kanalReducedMotion").toBool())
        return false;
    return qApp->style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0;
}

} // namespace kanal::ui
