// SPDX-License-Identifier: MIT
#include "episode_delegate.h"

#include "icons.h"
#include "poster_delegate.h"
#include "row_painting.h"

#include <kanal/presenters/episode_list_model.h>
#include <kanal/presenters/image_store.h>

#include <QPainter>

namespace kanal::ui
{

using presenters::EpisodeListModel;

namespace
{

constexpr int kRow = 84;
constexpr int kPictureWidth = 120;
constexpr int kPictureHeight = 68;
constexpr int kLeft = 32;

} // namespace

EpisodeDelegate::EpisodeDelegate(presenters::ImageStore *images, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_images(images)
{
}

QSize EpisodeDelegate::sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex & /*index*/) const
{
    return {320, kRow};
}

void EpisodeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = Tokens::of(option.palette);
    QStyleOptionViewItem card = option;
    card.rect.adjust(kLeft - 12, 0, -kLeft + 12, 0);
    paintRowBackground(*painter, card, tokens);
    const QRect row = card.rect;
    const QRect picture(row.left() + 12, row.center().y() - kPictureHeight / 2 + 1, kPictureWidth, kPictureHeight);
    paintPicture(*painter, picture, option, index);

    const bool watched = index.data(EpisodeListModel::WatchedRole).toBool();
    const int right = row.right() - (watched ? 44 : 16);
    const int left = picture.right() + 17;
    const int number = index.data(EpisodeListModel::NumberRole).toInt();
    QString title = index.data(EpisodeListModel::TitleRole).toString();
    if (number > 0)
        title = QStringLiteral("%1.  %2").arg(number).arg(title);
    const QString plot = index.data(EpisodeListModel::PlotRole).toString();
    const QString facts = index.data(EpisodeListModel::FactsRole).toString();
    int y = row.center().y() - (plot.isEmpty() ? 19 : 29);
    const auto line = [&](const QString &text, const QFont &font, const QColor &colour, int height) {
        if (!text.isEmpty())
            paintText(*painter, QRect(left, y, right - left, height), text, font, colour);
        y += height;
    };
    line(title, sized(option.font, metrics::kBaseText + 1, Weight::Medium), watched ? tokens.secondary : tokens.text,
         22);
    line(facts, sized(option.font, metrics::kCaptionText), tokens.secondary, 18);
    line(plot, sized(option.font, metrics::kBaseText - 1), tokens.secondary, 20);
    if (watched)
        painter->drawPixmap(
            QPoint(row.right() - 34, row.center().y() - 8),
            iconPixmap(QStringLiteral("check"), tokens.accent, 18, painter->device()->devicePixelRatioF()));
}

QSize EpisodeDelegate::pictureSize(double ratio)
{
    return (QSizeF(kPictureWidth, kPictureHeight) * ratio).toSize();
}

void EpisodeDelegate::paintPicture(QPainter &painter, const QRect &box, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    const Tokens tokens = Tokens::of(option.palette);
    const double ratio = painter.device()->devicePixelRatioF();
    const QString url = index.data(EpisodeListModel::ImageRole).toString();
    const QImage image = url.isEmpty() ? QImage() : m_images->image(url, pictureSize(ratio));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool offered = option.state & (QStyle::State_MouseOver | QStyle::State_Selected);
    if (image.isNull()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(tokens.raised, tokens.text, 0.06));
        painter.drawRoundedRect(box, metrics::kRowRadius, metrics::kRowRadius);
        const int number = index.data(EpisodeListModel::NumberRole).toInt();
        if (!offered)
            paintText(painter, box, number > 0 ? QString::number(number) : QStringLiteral("–"),
                      sized(option.font, metrics::kHeadlineText, Weight::Bold), tokens.secondary, Qt::AlignCenter);
    } else {
        paintCover(painter, box, image, metrics::kRowRadius);
    }
    if (offered) {
        const QRectF plate(box.center().x() - 15, box.center().y() - 15, 32, 32);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0, 0, 0, 150));
        painter.drawEllipse(plate);
        painter.drawPixmap(plate.center() - QPointF(8, 8),
                           iconPixmap(QStringLiteral("play"), Tokens::dark().text, 16, ratio));
    }
    if (const double progress = index.data(EpisodeListModel::ProgressRole).toDouble(); progress > 0) {
        const QRectF track(box.left() + 6, box.bottom() - 8, box.width() - 12, 4);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0, 0, 0, 150));
        painter.drawRoundedRect(track.adjusted(-1, -1, 1, 1), 3, 3);
        painter.setBrush(Tokens::dark().accent);
        painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(qMax(4.0, track.width() * progress), 4)), 2, 2);
    }
    painter.restore();
}

} // namespace kanal::ui
