// SPDX-License-Identifier: MIT
// What stands where a picture would: an invitation when nothing plays, the station's face while radio plays.
#pragma once

#include <kanal/presenters/player_presenter.h>

#include <QWidget>

namespace kanal::presenters
{
class ImageStore;
}

namespace kanal::ui
{

class StandIn : public QWidget
{
    Q_OBJECT

public:
    StandIn(presenters::ImageStore &images, QWidget *parent);

    /// Shows or hides itself by what the player does.
    void render(const presenters::PlayerView &view);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    presenters::ImageStore &m_images;
    presenters::NowPlaying m_now;
    bool m_sound = false;
};

} // namespace kanal::ui
