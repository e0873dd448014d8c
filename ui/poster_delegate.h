// SPDX-License-Identifier: MIT
// A poster (2:3) with its name, year and rating below; initials where there is no picture.
#pragma once

#include <QStyledItemDelegate>

namespace kanal::presenters
{
class ImageStore;
}

namespace kanal::ui
{

class PosterDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int kLeastCell = 156;
    static constexpr int kLeastWideCell = 184;
    static constexpr int kMostCell = 212;

    explicit PosterDelegate(presenters::ImageStore *images, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    static int cellHeight(int cellWidth);
    static QRect posterBox(const QRect &cell);
    /// Where the star of a cell is, for clicks.
    static QRect starBox(const QRect &cell);
    /// The size posters are asked for, in device pixels: one for all cells, so that a resize fetches nothing.
    static QSize posterSize(double devicePixelRatio);

private:
    void paintMarks(QPainter &painter, const QRect &poster, const QStyleOptionViewItem &option,
                    const QModelIndex &index) const;

    presenters::ImageStore *m_images; ///< null: initials only
};

/// The picture filling the box, cut at its edges, with round corners.
void paintCover(QPainter &painter, const QRectF &box, const QImage &image, double radius);
/// In place of a poster: initials on the colour of the name.
void paintPosterStandIn(QPainter &painter, const QRectF &box, const QString &initials, const QString &name,
                        double radius);

} // namespace kanal::ui
