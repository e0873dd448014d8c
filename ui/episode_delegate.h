// SPDX-License-Identifier: MIT
// A row of an episode: its picture, number and title, facts, a line of what happens, how far it was watched.
#pragma once

#include <QStyledItemDelegate>

namespace kanal::presenters
{
class ImageStore;
}

namespace kanal::ui
{

class EpisodeDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit EpisodeDelegate(presenters::ImageStore *images, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    static QSize pictureSize(double ratio); ///< device pixels

private:
    void paintPicture(QPainter &painter, const QRect &box, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const;

    presenters::ImageStore *m_images;
};

} // namespace kanal::ui
