// SPDX-License-Identifier: MIT
#include "search_delegate.h"

#include "icons.h"
#include "row_painting.h"

#include <kanal/presenters/image_store.h>
#include <kanal/presenters/match_ranges.h>
#include <kanal/presenters/search_list_model.h>

#include <QPainter>
#include <QTextLayout>

namespace kanal::ui
{

using presenters::SearchListModel;
using RowType = SearchListModel::RowType;

namespace
{

constexpr int kHeading = 34;
constexpr int kRow = 52;
constexpr int kMore = 36;
constexpr QSize kLogo(48, 40);
constexpr QSize kPoster(27, 40);
constexpr int kMark = 16;

/// One line in which the letters one searched for stand out.
void paintMatched(QPainter &painter, const QRect &box, const QString &text, const QString &query, const QFont &font,
                  const Tokens &tokens)
{
    const QString shown = QFontMetrics(font).elidedText(text, Qt::ElideRight, box.width());
    QTextLayout layout(shown, font);
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat matched;
    matched.setForeground(tokens.accent);
    matched.setFontWeight(QFont::Bold);
    for (const presenters::MatchRange &range : presenters::matchRanges(shown, query))
        formats.append({int(range.from), int(range.length), matched});
    layout.setFormats(formats);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    layout.endLayout();
    if (!line.isValid())
        return;
    painter.save();
    painter.setClipRect(box);
    painter.setPen(tokens.text);
    layout.draw(&painter, QPointF(box.left(), box.top() + (box.height() - line.height()) / 2));
    painter.restore();
}

} // namespace

SearchDelegate::SearchDelegate(presenters::ImageStore &images, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_images(images)
{
}

QSize SearchDelegate::sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex &index) const
{
    switch (RowType(index.data(SearchListModel::TypeRole).toInt())) {
    case RowType::Heading:
        return {240, kHeading};
    case RowType::More:
    case RowType::Cut:
        return {240, kMore};
    case RowType::Item:
        break;
    }
    return {240, kRow};
}

void SearchDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    Tokens tokens = Tokens::of(option.palette);
    tokens.surface = tokens.raised; // which the box stands on: the hovered and the chosen row stand out from it
    const QString name = index.data(SearchListModel::NameRole).toString();
    const auto type = RowType(index.data(SearchListModel::TypeRole).toInt());
    if (type == RowType::Heading) {
        paintText(*painter, option.rect.adjusted(16, 8, -16, 0), name,
                  sized(option.font, metrics::kCaptionText, Weight::Bold), tokens.secondary);
        return;
    }
    const QRect art(option.rect.left() + 14, option.rect.center().y() - 19, kLogo.width(), kLogo.height());
    QRect text(art.right() + 14, option.rect.top(), option.rect.right() - art.right() - 30, option.rect.height());
    if (type == RowType::Cut) {
        paintText(*painter, text, name, sized(option.font, metrics::kCaptionText), tokens.secondary);
        return;
    }
    paintRowBackground(*painter, option, tokens);
    if (option.state & QStyle::State_Selected)
        paintRowMark(*painter, option.rect, tokens);
    if (type == RowType::More) {
        paintText(*painter, text, name, sized(option.font, metrics::kBaseText, Weight::Medium), tokens.accent);
        return;
    }
    paintArt(*painter, art, index);
    text.setRight(paintMarks(*painter, text, option, index));
    const QString query = static_cast<const SearchListModel *>(index.model())->query();
    const QString facts = index.data(SearchListModel::FactsRole).toString();
    const QRect nameBox = facts.isEmpty() ? text : QRect(text.left(), text.top() + 7, text.width(), 20);
    paintMatched(*painter, nameBox, name, query, sized(option.font, metrics::kBaseText, Weight::Medium), tokens);
    paintText(*painter, QRect(text.left(), text.top() + 27, text.width(), 16), facts,
              sized(option.font, metrics::kCaptionText), tokens.secondary);
}

int SearchDelegate::paintMarks(QPainter &painter, const QRect &room, const QStyleOptionViewItem &option,
                               const QModelIndex &index)
{
    const Tokens tokens = Tokens::of(option.palette);
    const QPoint middle(0, option.rect.center().y() + 1);
    int right = room.right();
    const auto mark = [&](const QString &name, const QColor &colour) {
        painter.drawPixmap(middle + QPoint(right - kMark, -kMark / 2),
                           iconPixmap(name, colour, kMark, painter.device()->devicePixelRatioF()));
        right -= kMark + 8;
    };
    const auto badge = [&](Badge which) {
        right = paintBadge(painter, which, middle + QPoint(right, 0), option.font, tokens).left() - 8;
    };
    if (index.data(SearchListModel::FavouriteRole).toBool())
        mark(QStringLiteral("star-filled"), tokens.catchup);
    else if (index.data(SearchListModel::RecentRole).toBool())
        mark(QStringLiteral("catchup"), tokens.secondary);
    if (index.data(SearchListModel::RadioRole).toBool())
        mark(QStringLiteral("radio"), tokens.secondary);
    if (index.data(SearchListModel::NewRole).toBool())
        badge(Badge::New);
    if (index.data(SearchListModel::AdultRole).toBool())
        badge(Badge::Adult);
    return right;
}

QSize SearchDelegate::artSize(bool live, double ratio)
{
    return (QSizeF(live ? kLogo : kPoster) * ratio).toSize();
}

void SearchDelegate::paintArt(QPainter &painter, const QRect &box, const QModelIndex &index) const
{
    const QString url = index.data(SearchListModel::ArtRole).toString();
    const double ratio = painter.device()->devicePixelRatioF();
    const bool live = EntryKind(index.data(SearchListModel::KindRole).toInt()) == EntryKind::Live;
    QRect room(QPoint(), live ? kLogo : kPoster);
    room.moveCenter(box.center());
    const AccountId account{index.data(SearchListModel::AccountRole).toLongLong()};
    const QImage image = url.isEmpty() ? QImage() : m_images.image(url, artSize(live, ratio), account);
    if (image.isNull()) {
        paintAvatar(painter, room, index.data(SearchListModel::InitialsRole).toString(),
                    index.data(SearchListModel::NameRole).toString(), AvatarShape::Rounded);
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QSizeF size = QSizeF(image.size()).scaled(room.size(), Qt::KeepAspectRatio);
    const QPointF centre = QRectF(room).center();
    painter.drawImage(
        QRectF(centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height()), image);
    painter.restore();
}

} // namespace kanal::ui
