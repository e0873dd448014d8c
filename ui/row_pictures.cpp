// SPDX-License-Identifier: MIT
#include "row_pictures.h"

#include <QAbstractItemView>
#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace kanal::ui
{

namespace
{

constexpr int kSettledMs = 150;

/// The first row that is not before the place, where all that are before it come first. clang 14 and the ranges of
/// libstdc++ 12 do not understand each other.
template<class Before>
int firstNot(int rows, Before before)
{
    int first = 0;
    while (first < rows) {
        const int middle = first + (rows - first) / 2;
        if (before(middle))
            first = middle + 1;
        else
            rows = middle;
    }
    return first;
}

} // namespace

RowPictures::RowPictures(QAbstractItemView &view, presenters::ImageStore &images, PictureOf pictureOf)
    : QObject(&view)
    , m_view(view)
    , m_images(images)
    , m_pictureOf(std::move(pictureOf))
{
    m_settled.setSingleShot(true);
    m_settled.setInterval(kSettledMs);
    connect(&m_settled, &QTimer::timeout, this, &RowPictures::keepThoseInView);
    connect(view.model(), &QAbstractItemModel::modelReset, &m_settled, qOverload<>(&QTimer::start));
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, &m_settled, qOverload<>(&QTimer::start));
    connect(&images, &presenters::ImageStore::ready, this, &RowPictures::repaint);
    view.viewport()->installEventFilter(this);
}

bool RowPictures::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show)
        m_settled.start();
    if (event->type() == QEvent::Hide && !m_view.isVisible()) // a minimized window's views are visible
        letGo();
    return QObject::eventFilter(watched, event);
}

std::pair<int, int> RowPictures::rowsInView() const
{
    const int rows = m_view.model()->rowCount();
    const auto place = [this](int row) { return m_view.visualRect(m_view.model()->index(row, 0)); };
    return {firstNot(rows, [&](int row) { return place(row).bottom() < 0; }),
            firstNot(rows, [&](int row) { return place(row).top() < m_view.viewport()->height(); })};
}

std::vector<RowPicture> RowPictures::picturesInView()
{
    std::vector<RowPicture> pictures;
    const auto [first, end] = rowsInView();
    for (int row = first; row < end; ++row) {
        pictures.push_back(m_pictureOf(m_view.model()->index(row, 0)));
        if (std::ranges::find(m_sizes, pictures.back().size) == m_sizes.end())
            m_sizes.push_back(pictures.back().size);
    }
    return pictures;
}

void RowPictures::keepThoseInView()
{
    if (!m_view.isVisible())
        return;
    const std::vector<RowPicture> pictures = picturesInView();
    for (const QSize size : m_sizes) {
        std::vector<presenters::ImageWish> wishes;
        for (const RowPicture &picture : pictures)
            if (picture.size == size && !picture.wish.url.isEmpty())
                wishes.push_back(picture.wish);
        m_images.keepOnly(size, wishes, this);
    }
}

/// What rows asked for when they were painted, too: the list may be left before it stood still.
void RowPictures::letGo()
{
    m_settled.stop();
    picturesInView();
    for (const QSize size : m_sizes)
        m_images.keepOnly(size, {}, this);
}

void RowPictures::repaint(const QString &url)
{
    if (!m_view.isVisible())
        return;
    const auto [first, end] = rowsInView();
    for (int row = first; row < end; ++row) {
        const QModelIndex index = m_view.model()->index(row, 0);
        if (m_pictureOf(index).wish.url == url)
            m_view.viewport()->update(m_view.visualRect(index));
    }
}

} // namespace kanal::ui
