// SPDX-License-Identifier: MIT
// The channel list over the picture.
#pragma once

#include <QWidget>

class QLabel;

namespace kanal::presenters
{
class ImageStore;
class LivePresenter;
} // namespace kanal::presenters

namespace kanal::ui
{

class ChannelListView;

class ChannelDrawer : public QWidget
{
    Q_OBJECT

public:
    ChannelDrawer(presenters::LivePresenter &live, presenters::ImageStore &images, QWidget *parent);

    void open();

Q_SIGNALS:
    void closeRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void render();

    presenters::LivePresenter &m_live;
    ChannelListView *m_list;
    QLabel *m_empty; ///< why nothing is listed
};

} // namespace kanal::ui
