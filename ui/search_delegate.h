// SPDX-License-Identifier: MIT
// Paints the rows of the search panel: headings with counts, hits with artwork and what matched, "show more".
#pragma once

#include <QStyledItemDelegate>

namespace kanal::presenters
{
class ImageStore;
}

namespace kanal::ui
{

class SearchDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit SearchDelegate(presenters::ImageStore &images, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// Of a logo or of a poster, device pixels.
    static QSize artSize(bool live, double ratio);

private:
    /// From the right edge of the room; returns where the text has to end.
    static int paintMarks(QPainter &painter, const QRect &room, const QStyleOptionViewItem &option,
                          const QModelIndex &index);
    void paintArt(QPainter &painter, const QRect &box, const QModelIndex &index) const;

    presenters::ImageStore &m_images;
};

} // namespace kanal::ui
