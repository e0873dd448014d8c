// SPDX-License-Identifier: MIT
// What is on, below the picture: face, name, number, state, and what one may do with it.
#pragma once

#include <kanal/presenters/player_presenter.h>

#include <QWidget>

class QLabel;

namespace kanal::presenters
{
class ImageStore;
}

namespace kanal::ui
{

class ElidedText;
class IconButton;

class NowPanel : public QWidget
{
    Q_OBJECT

public:
    NowPanel(presenters::PlayerPresenter &player, presenters::ImageStore &images, QWidget *parent = nullptr);

Q_SIGNALS:
    void favouriteRequested();
    void fullScreenRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();
    void renderFace();

    presenters::PlayerPresenter &m_player;
    presenters::ImageStore &m_images;
    QLabel *m_face;
    QLabel *m_number;
    ElidedText *m_title;
    QLabel *m_state;
    QLabel *m_stream;
    IconButton *m_favourite;
    IconButton *m_reload;
    IconButton *m_stop;
    IconButton *m_fullScreen;
};

} // namespace kanal::ui
