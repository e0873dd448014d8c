// SPDX-License-Identifier: MIT
// Our own icons (:/icons, 24 px grid) in any colour, and the round stand-ins for a missing logo or portrait.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QToolButton>

class QPainter;

namespace kanal::ui
{

/// The icon as a pixmap of `size` logical pixels. Cached; GUI thread.
QPixmap iconPixmap(const QString &name, const QColor &colour, int size, double devicePixelRatio = 1);
/// Draws what every start shows, at the usual size: on a thread beside the start.
void drawIconsAhead();
/// The same for buttons and menus, in every resolution.
QIcon icon(const QString &name, const QColor &colour);
QIcon applicationIcon();

/// A colour that belongs to a name: always the same, never glaring, legible under white text.
QColor colourOfName(const QString &name);
enum class AvatarShape { Rounded, Round };
/// Initials on the colour of the name.
void paintAvatar(QPainter &painter, const QRectF &box, const QString &initials, const QString &name, AvatarShape shape);

/// A tool button that tints its icon by the palette and keeps doing so when the theme changes.
class IconButton : public QToolButton
{
    Q_OBJECT

public:
    /// `tip` is the tool tip and what a screen reader says.
    IconButton(const QString &iconName, const QString &tip, QWidget *parent = nullptr);

    void setIconName(const QString &name);
    void setTip(const QString &tip);
    void setTint(QPalette::ColorRole normal, QPalette::ColorRole checked);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retint();

    QString m_name;
    QPalette::ColorRole m_normal = QPalette::Text;
    QPalette::ColorRole m_checked = QPalette::Link;
};

} // namespace kanal::ui
