// SPDX-License-Identifier: MIT
#include "icons.h"

#include "assets.h"
#include "theme.h"

#include <QEvent>
#include <QIconEngine>
#include <QImage>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <map>
#include <mutex>
#include <utility>

namespace kanal::ui
{

namespace
{

/// An icon at one size: its shape, to be filled with any colour, or itself where it has colours of its own.
struct Drawing {
    QImage image;
    bool hasOwnColours = false;
};

Drawing drawn(const QString &name, int side)
{
    QByteArray svg = asset(QStringLiteral("icons/%1.svg").arg(name));
    Drawing drawing{QImage(side, side, QImage::Format_ARGB32_Premultiplied), !svg.contains("currentColor")};
    drawing.image.fill(Qt::transparent);
    QSvgRenderer renderer(svg.replace("currentColor", "#ffffff"));
    QPainter painter(&drawing.image);
    renderer.render(&painter, QRectF(0, 0, side, side));
    return drawing;
}

/// Shapes do not change with colours: each is drawn once, on whichever thread needs it first.
class Drawings
{
public:
    Drawing of(const QString &name, int side)
    {
        const std::pair key(name, side);
        {
            const std::lock_guard lock(m_mutex);
            if (const auto known = m_known.find(key); known != m_known.end())
                return known->second;
        }
        Drawing fresh = drawn(name, side);
        const std::lock_guard lock(m_mutex);
        return m_known.try_emplace(key, std::move(fresh)).first->second;
    }

private:
    std::mutex m_mutex;
    std::map<std::pair<QString, int>, Drawing> m_known;
};

Drawing drawing(const QString &name, int side)
{
    static Drawings drawings;
    return drawings.of(name, side);
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
    auto [image, hasOwnColours] = drawing(name, qMax(1, qRound(size * devicePixelRatio)));
    QPainter painter(&image); // a copy of the shape
    painter.setCompositionMode(hasOwnColours ? QPainter::CompositionMode_DestinationIn
                                             : QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), colour);
    painter.end();
    pixmap = QPixmap::fromImage(std::move(image));
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void drawIconsAhead()
{
    for (const char *name : {"tv", "film", "series", "users", "settings"})
        drawing(QLatin1String(name), 24);
    for (const char *name : {"search", "star", "catchup", "chevron-up", "grid"})
        drawing(QLatin1String(name), 16);
    drawing(QStringLiteral("refresh"), 20);
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
    painter.setFont(sized(painter.font(), qRound(box.height() * 0.36), Weight::Bold));
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
