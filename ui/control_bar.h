// SPDX-License-Identifier: MIT
// The bar over the picture: play, seek, sound, tracks, favourite, full screen. Says what is wanted; the player is asked
// by its owner.
#pragma once

#include <kanal/presenters/player_presenter.h>

#include <QWidget>

class QLabel;
class QMenu;
class QSlider;

namespace kanal::ui
{

class IconButton;
class SeekSlider;
class ViewSettings;

class ControlBar : public QWidget
{
    Q_OBJECT

public:
    ControlBar(presenters::PlayerPresenter &player, ViewSettings &settings, QWidget *parent);

    void setFullScreen(bool fullScreen);
    void setCinema(bool cinema); ///< a film is on: nothing about channels
    void takeFocus(Qt::FocusReason reason);
    bool isInUse() const; ///< a menu is open or a slider is held: must not hide

Q_SIGNALS:
    void fullScreenRequested();
    void favouriteRequested();
    void channelListRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void render();
    void renderSeekBar(const presenters::PlayerView &view);
    void openMenu(IconButton *button, QMenu *menu);
    QWidget *makeSeekRow();
    QWidget *makeButtonRow();

    presenters::PlayerPresenter &m_player;
    ViewSettings &m_settings;
    QWidget *m_seekRow = nullptr;
    SeekSlider *m_seek = nullptr;
    QLabel *m_position = nullptr;
    QLabel *m_duration = nullptr;
    IconButton *m_play = nullptr;
    IconButton *m_mute = nullptr;
    QSlider *m_volume = nullptr;
    QLabel *m_live = nullptr;
    QLabel *m_title = nullptr;
    IconButton *m_audio = nullptr;
    IconButton *m_subtitles = nullptr;
    IconButton *m_favourite = nullptr;
    IconButton *m_list = nullptr;
    IconButton *m_fullScreen = nullptr;
    bool m_cinema = false;
    bool m_menuOpen = false;
};

} // namespace kanal::ui
