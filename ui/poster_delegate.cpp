// SPDX-License-Identifier: MIT
#include "poster_delegate.h"

#include "icons.h"
#include "row_painting.h"

#include <kanal/presenters/image_store.h>
#include <kanal/presenters/title_list_model.h>

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

namespace kanal::ui
{

using presenters::TitleListModel;

namespace
{

constexpr int kGap = 8; // on each side of a poster
constexpr int kNameLine = 18;
constexpr int kNameHeight = 2 * kNameLine; // sequels differ at the end of their names
constexpr int kFactsHeight = 16;
constexpr int kStar = 18;
constexpr QColor kShade(0, 0, 0, 150);

/// A dark round plate a mark stands on, whatever the poster shows.
void paintPlate(QPainter &painter, const QRectF &box)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(kShade);
    painter.drawEllipse(box);
}

} // namespace

void paintCover(QPainter &painter, const QRectF &box, const QImage &image, double radius)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath shape;
    shape.addRoundedRect(box, radius, radius);
    painter.setClipPath(shape, Qt::IntersectClip);
    const QSizeF size = QSizeF(image.size()).scaled(box.size(), Qt::KeepAspectRatioByExpanding);
    painter.drawImage(
        QRectF(box.center().x() - size.width() / 2, box.center().y() - size.height() / 2, size.width(), size.height()),
        image);
    painter.restore();
}

void paintPosterStandIn(QPainter &painter, const QRectF &box, const QString &initials, const QString &name,
                        double radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = colourOfName(name);
    QLinearGradient fill(box.topLeft(), box.bottomLeft());
    fill.setColorAt(0, colour);
    fill.setColorAt(1, mixed(colour, QColor(Qt::black), 0.45));
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(box, radius, radius);
    QFont font = painter.font();
    font.setPixelSize(qMax(12, int(box.width() * 0.3)));
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(QColor(255, 255, 255, 225));
    painter.drawText(box, Qt::AlignCenter, initials);
    painter.restore();
}

PosterDelegate::PosterDelegate(presenters::ImageStore *images, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_images(images)
{
}

int PosterDelegate::cellHeight(int cellWidth)
{
    return kGap + (cellWidth - 2 * kGap) * 3 / 2 + 8 + kNameHeight + kFactsHeight + 12;
}

QRect PosterDelegate::posterBox(const QRect &cell)
{
    const int width = cell.width() - 2 * kGap;
    return {cell.left() + kGap, cell.top() + kGap, width, width * 3 / 2};
}

QRect PosterDelegate::starBox(const QRect &cell)
{
    const QRect poster = posterBox(cell);
    return {poster.right() - 39, poster.top() + 6, 34, 34};
}

QSize PosterDelegate::posterSize(double devicePixelRatio)
{
    const int width = kMostCell - 2 * kGap;
    return QSizeF(width * devicePixelRatio, width * 1.5 * devicePixelRatio).toSize();
}

QSize PosterDelegate::sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex & /*index*/) const
{
    return {kLeastCell, cellHeight(kLeastCell)};
}

void PosterDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = Tokens::of(option.palette);
    const QRect poster = posterBox(option.rect);
    const bool hovered = option.state & QStyle::State_MouseOver;
    const bool focused = option.state & QStyle::State_HasFocus;
    const bool selected = option.state & QStyle::State_Selected;
    const QString name = index.data(TitleListModel::NameRole).toString();
    const QString url = index.data(TitleListModel::PosterRole).toString();
    const QImage image = m_images && !url.isEmpty()
                             ? m_images->image(url, posterSize(painter->device()->devicePixelRatioF()))
                             : QImage();
    painter->setFont(option.font);
    if (image.isNull())
        paintPosterStandIn(*painter, poster, index.data(TitleListModel::InitialsRole).toString(), name,
                           metrics::kRowRadius);
    else
        paintCover(*painter, poster, image, metrics::kRowRadius);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (hovered) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(QColor(255, 255, 255, 22));
        painter->drawRoundedRect(poster, metrics::kRowRadius, metrics::kRowRadius);
    }
    painter->setBrush(Qt::NoBrush);
    if (focused) { // a gap of the background between poster and ring, so that it shows on any picture
        painter->setPen(QPen(tokens.accent, 3));
        painter->drawRoundedRect(QRectF(poster).adjusted(-3.5, -3.5, 3.5, 3.5), metrics::kRowRadius + 3,
                                 metrics::kRowRadius + 3);
    } else if (selected) {
        painter->setPen(QPen(tokens.secondary, 2));
        painter->drawRoundedRect(QRectF(poster).adjusted(-3, -3, 3, 3), metrics::kRowRadius + 3,
                                 metrics::kRowRadius + 3);
    } else {
        painter->setPen(QPen(QColor(128, 128, 128, 60), 1));
        painter->drawRoundedRect(QRectF(poster).adjusted(0.5, 0.5, -0.5, -0.5), metrics::kRowRadius,
                                 metrics::kRowRadius);
    }
    painter->restore();
    paintMarks(*painter, poster, option, index);

    const QRect nameBox(poster.left(), poster.bottom() + 9, poster.width(), kNameHeight);
    const int lines =
        paintTwoLines(*painter, nameBox, name, sized(option.font, metrics::kBaseText, Weight::Medium), tokens.text);
    const QRect factsBox(poster.left(), nameBox.top() + lines * kNameLine + 1, poster.width(), kFactsHeight);
    const QFont caption = sized(option.font, metrics::kCaptionText);
    const int year = index.data(TitleListModel::YearRole).toInt();
    const double rating = index.data(TitleListModel::RatingRole).toDouble();
    if (year > 0)
        paintText(*painter, factsBox, QString::number(year), caption, tokens.secondary);
    if (rating > 0)
        paintText(*painter, factsBox, QStringLiteral("★ %1").arg(QLocale().toString(rating, 'f', 1)), caption,
                  tokens.secondary, Qt::AlignRight | Qt::AlignVCenter);
}

void PosterDelegate::paintMarks(QPainter &painter, const QRect &poster, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    const Tokens dark = Tokens::dark(); // over a picture everything is dark, whatever the window's theme
    const double ratio = painter.device()->devicePixelRatioF();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool favourite = index.data(TitleListModel::FavouriteRole).toBool();
    if (favourite || (option.state & QStyle::State_MouseOver)) {
        const QRect star = starBox(option.rect);
        paintPlate(painter, QRectF(star).adjusted(2, 2, -2, -2));
        painter.drawPixmap(QPointF(star.center()) - QPointF(kStar / 2.0 - 0.5, kStar / 2.0 - 0.5),
                           iconPixmap(favourite ? QStringLiteral("star-filled") : QStringLiteral("star"),
                                      favourite ? dark.catchup : dark.text, kStar, ratio));
    }
    if (index.data(TitleListModel::WatchedRole).toBool()) {
        const QRectF plate(poster.left() + 8, poster.top() + 8, 30, 30);
        paintPlate(painter, plate);
        painter.drawPixmap(plate.center() - QPointF(8, 8), iconPixmap(QStringLiteral("check"), dark.text, 16, ratio));
    } else if (index.data(TitleListModel::NewRole).toBool()) {
        const QSize badge = badgeSize(Badge::New, option.font);
        paintBadge(painter, Badge::New, poster.topLeft() + QPoint(10 + badge.width(), 10 + badge.height() / 2),
                   option.font, dark);
    }
    if (index.data(TitleListModel::AdultRole).toBool()) {
        const QSize badge = badgeSize(Badge::Adult, option.font);
        paintBadge(painter, Badge::Adult, poster.bottomLeft() + QPoint(10 + badge.width(), -22 - badge.height() / 2),
                   option.font, dark);
    }
    if (const double progress = index.data(TitleListModel::ProgressRole).toDouble(); progress > 0) {
        const QRectF track(poster.left() + 10, poster.bottom() - 13, poster.width() - 20, 4);
        painter.setPen(Qt::NoPen);
        painter.setBrush(kShade);
        painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), 4, 4);
        painter.setBrush(QColor(255, 255, 255, 70));
        painter.drawRoundedRect(track, 2, 2);
        painter.setBrush(dark.accent);
        painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(qMax(4.0, track.width() * progress), 4)), 2, 2);
    }
    painter.restore();
}

} // namespace kanal::ui
