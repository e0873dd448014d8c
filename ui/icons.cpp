// SPDX-License-Identifier: MIT
#include "icons.h"

#include "assets.h"
#include "theme.h"

#include <QEvent>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace kanal::ui
{

namespace
{

QByteArray svgOf(const QString &name, const QColor &colour)
{
    return asset(QStringLiteral("icons/%1.svg").arg(name)).replace("currentColor", colour.name().toLatin1());
}

/// Draws an icon at whatever size and resolution is asked for.
class SvgIconEngine : public QIconEngine
{
public:
    SvgIconEngine(QString name, const QColor &colour)
        : m_name(std::move(name))
        , m_colour(colour)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State /*state*/, qreal ratio) override
    {
        QColor colour = m_colour;
        if (mode == QIcon::Disabled)
            colour.setAlphaF(0.4F);
        return iconPixmap(m_name, colour, qRound(std::min(size.width(), size.height()) / ratio), ratio);
    }
    QIconEngine *clone() const override { return new SvgIconEngine(*this); }

private:
    QString m_name;
    QColor m_colour;
};

} // namespace

QPixmap iconPixmap(const QString &name, const QColor &colour, int size, double devicePixelRatio)
{
    const QString key =
        QStringLiteral("kanal/%1/%2/%3/%4").arg(name, colour.name(QColor::HexArgb)).arg(size).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    const int side = qMax(1, qRound(size * devicePixelRatio));
    pixmap = QPixmap(side, side);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(svgOf(name, colour));
    QPainter painter(&pixmap);
    painter.setOpacity(colour.alphaF());
    renderer.render(&painter, QRectF(0, 0, side, side));
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon icon(const QString &name, const QColor &colour)
{
    return QIcon(new SvgIconEngine(name, colour));
}

QIcon applicationIcon()
{
    return icon(QStringLiteral("kanal"), Qt::white);
}

QColor colourOfName(const QString &name)
{
    // FNV-1a: qHash is seeded anew in each process, and a channel must keep its colour.
    quint32 hash = 2166136261U;
    for (const QChar c : name)
        hash = (hash ^ c.unicode()) * 16777619U;
    return QColor::fromHsl(int(hash % 360U), 80 + int((hash >> 12) % 40U), 84 + int((hash >> 20) % 16U));
}

void paintAvatar(QPainter &painter, const QRectF &box, const QString &initials, const QString &name, AvatarShape shape)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colourOfName(name));
    const double radius = shape == AvatarShape::Round ? box.height() / 2 : metrics::kRowRadius;
    painter.drawRoundedRect(box, radius, radius);
    painter.setPen(Qt::white);
    painter.setFont(sized(painter.font(), qRound(box.height() * 0.38), Weight::Bold));
    painter.drawText(box, Qt::AlignCenter, initials);
    painter.restore();
}

IconButton::IconButton(const QString &iconName, const QString &tip, QWidget *parent)
    : QToolButton(parent)
    , m_name(iconName)
{
    setTip(tip);
    setIconSize({20, 20});
    setFocusPolicy(Qt::TabFocus);
    connect(this, &QToolButton::toggled, this, &IconButton::retint);
    retint();
}

void IconButton::setIconName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    retint();
}

void IconButton::setTip(const QString &tip)
{
    setToolTip(tip);
    setAccessibleName(tip);
}

void IconButton::setTint(QPalette::ColorRole normal, QPalette::ColorRole checked)
{
    m_normal = normal;
    m_checked = checked;
    retint();
}

void IconButton::changeEvent(QEvent *event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        retint();
}

void IconButton::retint()
{
    setIcon(ui::icon(m_name, palette().color(isCheckable() && isChecked() ? m_checked : m_normal)));
}

} // namespace kanal::ui
