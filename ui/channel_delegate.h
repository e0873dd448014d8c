// SPDX-License-Identifier: MIT
// A channel row: number, logo or initials, name, what is on, and its marks. The star can be clicked.
#pragma once

#include <QStyledItemDelegate>

namespace kanal::presenters
{
class ImageStore;
}

namespace kanal::ui
{

class ChannelDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit ChannelDelegate(presenters::ImageStore *images, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// Where the star of a row is, for clicks.
    static QRect starBox(const QRect &row);
    /// The size logos are asked for, in device pixels.
    static QSize logoSize(double devicePixelRatio);

private:
    void paintHeading(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintLogo(QPainter &painter, const QRect &box, const QModelIndex &index, const QPalette &palette) const;
    int paintMarks(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    presenters::ImageStore *m_images; ///< null: initials only
};

} // namespace kanal::ui
