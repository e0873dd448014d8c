// SPDX-License-Identifier: MIT
#include "picture_layout.h"

#include <QWidget>

namespace kanal::ui
{

PictureLayout::PictureLayout(QWidget *picture, QWidget *below, QWidget *parent)
    : QLayout(parent)
{
    setContentsMargins(0, 0, 0, 0);
    addWidget(picture);
    addWidget(below);
}

PictureLayout::~PictureLayout()
{
    qDeleteAll(m_items);
}

void PictureLayout::setPictureOnly(bool only)
{
    m_pictureOnly = only;
    invalidate();
}

void PictureLayout::addItem(QLayoutItem *item)
{
    m_items.append(item);
}

QLayoutItem *PictureLayout::itemAt(int index) const
{
    return m_items.value(index);
}

QLayoutItem *PictureLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

int PictureLayout::count() const
{
    return int(m_items.size());
}

QSize PictureLayout::sizeHint() const
{
    return {640, 480};
}

QSize PictureLayout::minimumSize() const
{
    return {320, 240};
}

void PictureLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    if (m_items.size() < 2)
        return;
    const int least = m_items[1]->widget()->minimumSizeHint().height();
    const int height = m_pictureOnly ? rect.height() : qMin(rect.width() * 9 / 16, qMax(0, rect.height() - least));
    m_items[0]->setGeometry(QRect(rect.left(), rect.top(), rect.width(), height));
    m_items[1]->setGeometry(QRect(rect.left(), rect.top() + height, rect.width(), rect.height() - height));
}

} // namespace kanal::ui
