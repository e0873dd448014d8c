// SPDX-License-Identifier: MIT
// The picture on top in 16:9, what is on below it with the room that is left. In full screen the picture has
// everything.
#pragma once

#include <QLayout>

namespace kanal::ui
{

class PictureLayout : public QLayout
{
    Q_OBJECT

public:
    PictureLayout(QWidget *picture, QWidget *below, QWidget *parent);
    ~PictureLayout() override;

    void setPictureOnly(bool only);

    void addItem(QLayoutItem *item) override;
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    int count() const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    QList<QLayoutItem *> m_items; ///< picture, below
    bool m_pictureOnly = false;
};

} // namespace kanal::ui
