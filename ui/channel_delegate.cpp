// SPDX-License-Identifier: MIT
#include "channel_delegate.h"

#include "icons.h"
#include "row_painting.h"

#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/image_store.h>

#include <QPainter>

#include <cmath>

namespace kanal::ui
{

using presenters::ChannelListModel;

namespace
{

constexpr int kNumberWidth = 44; // five digits of the caption size
constexpr int kLogoWidth = 48;
constexpr int kLogoHeight = 36;
constexpr int kMark = 16;
constexpr int kStar = 18;

} // namespace

ChannelDelegate::ChannelDelegate(presenters::ImageStore *images, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_images(images)
{
}

QRect ChannelDelegate::starBox(const QRect &row)
{
    return {row.right() - 40, row.center().y() - 16 + 1, 32, 32};
}

QSize ChannelDelegate::logoSize(double devicePixelRatio)
{
    // Leaves a little air inside the plate.
    return QSizeF((kLogoWidth - 8) * devicePixelRatio, (kLogoHeight - 8) * devicePixelRatio).toSize();
}

QSize ChannelDelegate::sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex & /*index*/) const
{
    return {240, metrics::kChannelRow};
}

void ChannelDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.data(ChannelListModel::HeadingRole).toBool()) {
        paintHeading(*painter, option, index);
        return;
    }
    const Tokens tokens = Tokens::of(option.palette);
    const bool playing = index.data(ChannelListModel::PlayingRole).toBool();
    paintRowBackground(*painter, option, tokens);
    const QRect row = option.rect;
    if (playing)
        paintRowMark(*painter, row, tokens);

    const int number = index.data(ChannelListModel::NumberRole).toInt();
    const QRect numberBox(row.left() + 8, row.top(), kNumberWidth, row.height());
    if (number > 0)
        paintText(*painter, numberBox, QString::number(number), sized(option.font, metrics::kCaptionText),
                  playing ? tokens.accent : tokens.secondary, Qt::AlignRight | Qt::AlignVCenter);
    const QRect logo(numberBox.right() + 12, row.center().y() - kLogoHeight / 2 + 1, kLogoWidth, kLogoHeight);
    paintLogo(*painter, logo, index, option.palette);

    const int marksLeft = paintMarks(*painter, option, index);
    const QString now = index.data(ChannelListModel::NowTitleRole).toString();
    const QFont nameFont = sized(option.font, metrics::kBaseText, playing ? Weight::Bold : Weight::Medium);
    QRect text(logo.right() + 12, row.top(), marksLeft - logo.right() - 20, row.height());
    if (now.isEmpty()) {
        paintText(*painter, text, index.data(ChannelListModel::NameRole).toString(), nameFont,
                  playing ? tokens.accent : tokens.text);
        return;
    }
    paintText(*painter, QRect(text.left(), row.top() + 8, text.width(), 20),
              index.data(ChannelListModel::NameRole).toString(), nameFont, playing ? tokens.accent : tokens.text);
    paintText(*painter, QRect(text.left(), row.top() + 27, text.width(), 16), now,
              sized(option.font, metrics::kCaptionText), tokens.secondary);
    const double progress = index.data(ChannelListModel::NowProgressRole).toDouble();
    if (progress < 0)
        return;
    const QRect track(text.left(), row.bottom() - 9, text.width(), 2);
    painter->fillRect(track, tokens.line);
    painter->fillRect(QRect(track.topLeft(), QSize(int(std::lround(track.width() * qBound(0.0, progress, 1.0))), 2)),
                      tokens.accent);
}

void ChannelDelegate::paintHeading(QPainter &painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    const Tokens tokens = Tokens::of(option.palette);
    const QRect box = option.rect.adjusted(16, 16, -16, -4);
    QFont font = sized(option.font, metrics::kCaptionText, Weight::Bold);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 1);
    const QString name = index.data(ChannelListModel::NameRole).toString().toUpper();
    paintText(painter, box, name, font, tokens.secondary);
    const int after = box.left() + QFontMetrics(font).horizontalAdvance(name) + 12;
    if (after < box.right())
        painter.fillRect(QRect(after, box.center().y() + 1, box.right() - after, 1), tokens.line);
}

void ChannelDelegate::paintLogo(QPainter &painter, const QRect &box, const QModelIndex &index,
                                const QPalette &palette) const
{
    const QString url = index.data(ChannelListModel::LogoRole).toString();
    const double ratio = painter.device()->devicePixelRatioF();
    const QImage logo = m_images && !url.isEmpty() ? m_images->image(url, logoSize(ratio)) : QImage();
    if (logo.isNull()) {
        paintAvatar(painter, box, index.data(ChannelListModel::InitialsRole).toString(),
                    index.data(ChannelListModel::NameRole).toString(), AvatarShape::Rounded);
        return;
    }
    const Tokens tokens = Tokens::of(palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setPen(Qt::NoPen);
    // Logos are drawn for dark and for light alike; a middle plate lets both be seen.
    painter.setBrush(tokens.isDark() ? mixed(tokens.raised, tokens.text, 0.08)
                                     : mixed(tokens.surface, tokens.text, 0.10));
    painter.drawRoundedRect(box, metrics::kRowRadius, metrics::kRowRadius);
    const QSizeF room = QSizeF(box.size()) - QSizeF(8, 8);
    const QSizeF size = QSizeF(logo.size()).scaled(room, Qt::KeepAspectRatio);
    painter.drawImage(
        QRectF(QPointF(QRectF(box).center().x() - size.width() / 2, QRectF(box).center().y() - size.height() / 2),
               size),
        logo);
    painter.restore();
}

int ChannelDelegate::paintMarks(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = Tokens::of(option.palette);
    const double ratio = painter.device()->devicePixelRatioF();
    const QRect star = starBox(option.rect);
    const bool favourite = index.data(ChannelListModel::FavouriteRole).toBool();
    const bool offered = option.state & (QStyle::State_MouseOver | QStyle::State_Selected);
    const QPoint starAt = star.center() - QPoint(kStar / 2 - 1, kStar / 2 - 1);
    if (favourite)
        painter.drawPixmap(starAt, iconPixmap(QStringLiteral("star-filled"), tokens.catchup, kStar, ratio));
    else if (offered)
        painter.drawPixmap(starAt, iconPixmap(QStringLiteral("star"), tokens.secondary, kStar, ratio));
    int left = star.left();
    const auto mark = [&](const QString &name, const QColor &colour) {
        left -= kMark + 6;
        painter.drawPixmap(QPoint(left, option.rect.center().y() - kMark / 2 + 1),
                           iconPixmap(name, colour, kMark, ratio));
    };
    if (index.data(ChannelListModel::ArchiveRole).toInt() > 0)
        mark(QStringLiteral("catchup"), tokens.secondary);
    if (index.data(ChannelListModel::RadioRole).toBool())
        mark(QStringLiteral("radio"), tokens.secondary);
    if (index.data(ChannelListModel::NewRole).toBool())
        left = paintBadge(painter, Badge::New, {left - 6, option.rect.center().y() + 1}, option.font, tokens).left();
    if (index.data(ChannelListModel::AdultRole).toBool())
        left = paintBadge(painter, Badge::Adult, {left - 6, option.rect.center().y() + 1}, option.font, tokens).left();
    // A star's room is the name's where none is to be seen; marks stay where they are when one comes.
    const bool isFree = left == star.left() && !favourite && !offered;
    return isFree ? option.rect.right() - 4 : left;
}

} // namespace kanal::ui
