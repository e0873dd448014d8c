// SPDX-License-Identifier: MIT
// The pictures of a list's rows: those in view keep their fetches and those that left it lose theirs, once it stands
// still or when the list is seen no more. Where a picture came, only its rows are painted again: a burst of them behind
// the search box is no repaint of the window.
#pragma once

#include <kanal/presenters/image_store.h>

#include <QObject>
#include <QTimer>

#include <functional>
#include <utility>
#include <vector>

class QAbstractItemView;
class QModelIndex;

namespace kanal::ui
{

struct RowPicture {
    presenters::ImageWish wish; ///< no address: the row has none
    QSize size;                 ///< device pixels
};

class RowPictures : public QObject
{
    Q_OBJECT

public:
    using PictureOf = std::function<RowPicture(const QModelIndex &)>;
    /// Belongs to the view, which has its model; rows further down the model are not higher up in the view.
    RowPictures(QAbstractItemView &view, presenters::ImageStore &images, PictureOf pictureOf);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    std::pair<int, int> rowsInView() const; ///< the first, one past the last
    std::vector<RowPicture> picturesInView();
    void keepThoseInView();
    void letGo();
    void repaint(const QString &url);

    QAbstractItemView &m_view;
    presenters::ImageStore &m_images;
    PictureOf m_pictureOf;
    QTimer m_settled;
    std::vector<QSize> m_sizes; ///< that were asked for
};

} // namespace kanal::ui
