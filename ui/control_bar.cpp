// SPDX-License-Identifier: MIT
#include "control_bar.h"

#include "icons.h"
#include "playback_menus.h"
#include "sliders.h"
#include "theme.h"

#include <kanal/presenters/track_text.h>

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>

namespace kanal::ui
{

using playback::PlayState;
using playback::TrackKind;
using presenters::durationText;
using presenters::PlayerView;

namespace
{

constexpr double kFullVolume = 150;

} // namespace

ControlBar::ControlBar(presenters::PlayerPresenter &player, ViewSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_player(player)
    , m_settings(settings)
{
    setObjectName(QStringLiteral("controlBar"));
    setAccessibleName(tr("Controls"));
    setMouseTracking(true);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(12, 6, 12, 6);
    rows->setSpacing(0);
    rows->addWidget(makeSeekRow());
    rows->addWidget(makeButtonRow());
    connect(&player, &presenters::PlayerPresenter::viewChanged, this, &ControlBar::render);
    connect(&player, &presenters::PlayerPresenter::nowPlayingChanged, this, &ControlBar::render);
    render();
}

QWidget *ControlBar::makeSeekRow()
{
    m_seekRow = new QWidget(this);
    auto *row = new QHBoxLayout(m_seekRow);
    row->setContentsMargins(4, 4, 4, 0);
    m_position = new QLabel(m_seekRow);
    m_duration = new QLabel(m_seekRow);
    m_seek = new SeekSlider(QStringLiteral("seekSlider"), m_seekRow);
    m_seek->setAccessibleName(tr("Position"));
    connect(m_seek, &QSlider::sliderMoved, this, [this](int seconds) {
        m_position->setText(durationText(seconds * 1000LL));
        m_player.seekTo(seconds * 1000LL, playback::Seek::Fast);
    });
    connect(m_seek, &QSlider::sliderReleased, this, [this] { m_player.seekTo(m_seek->sliderPosition() * 1000LL); });
    connect(m_seek, &QSlider::actionTriggered, this, [this](int action) {
        if (action != QAbstractSlider::SliderMove) // keys; the mouse is heard above
            m_player.seekTo(m_seek->sliderPosition() * 1000LL);
    });
    row->addWidget(m_position);
    row->addWidget(m_seek, 1);
    row->addWidget(m_duration);
    return m_seekRow;
}

QWidget *ControlBar::makeButtonRow()
{
    auto *buttons = new QWidget(this);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    const auto button = [&](const QString &name, const QString &iconName, const QString &tip) {
        auto *made = new IconButton(iconName, tip, buttons);
        made->setObjectName(name);
        row->addWidget(made);
        return made;
    };
    m_play = button(QStringLiteral("playButton"), QStringLiteral("pause"), tr("Pause (Space)"));
    connect(m_play, &QToolButton::clicked, &m_player, &presenters::PlayerPresenter::togglePause);
    m_mute = button(QStringLiteral("muteButton"), QStringLiteral("volume"), tr("Mute (M)"));
    connect(m_mute, &QToolButton::clicked, &m_player, &presenters::PlayerPresenter::toggleMute);

    m_volume = new JumpSlider(QStringLiteral("volumeSlider"), buttons);
    m_volume->setRange(0, int(kFullVolume));
    m_volume->setSingleStep(5);
    m_volume->setFixedWidth(96);
    m_volume->setAccessibleName(tr("Volume"));
    connect(m_volume, &QSlider::valueChanged, this, [this](int value) { m_player.setVolume(value); });
    row->addWidget(m_volume);
    row->addSpacing(8);

    m_live = new QLabel(tr("LIVE"), buttons);
    m_live->setObjectName(QStringLiteral("liveBadge"));
    m_live->setStyleSheet(
        QStringLiteral(
            "background: %1; color: %2; border-radius: 4px; padding: 1px 6px; font-size: 11px; font-weight: 700;")
            .arg(Tokens::dark().live.name(), Tokens::dark().onLive.name()));
    row->addWidget(m_live, 0, Qt::AlignVCenter);
    m_title = new QLabel(buttons);
    m_title->setObjectName(QStringLiteral("controlTitle"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addSpacing(4);
    row->addWidget(m_title, 1);

    m_audio = button(QStringLiteral("audioButton"), QStringLiteral("audio"), tr("Audio track (A)"));
    connect(m_audio, &QToolButton::clicked, this,
            [this] { openMenu(m_audio, makeTrackMenu(TrackKind::Audio, m_player, m_settings, m_audio)); });
    m_subtitles = button(QStringLiteral("subtitleButton"), QStringLiteral("subtitles"), tr("Subtitles (V)"));
    connect(m_subtitles, &QToolButton::clicked, this,
            [this] { openMenu(m_subtitles, makeTrackMenu(TrackKind::Subtitle, m_player, m_settings, m_subtitles)); });
    auto *picture = button(QStringLiteral("pictureButton"), QStringLiteral("settings"), tr("Picture and speed"));
    connect(picture, &QToolButton::clicked, this,
            [this, picture] { openMenu(picture, makePictureMenu(m_player, m_settings, picture)); });
    m_favourite = button(QStringLiteral("favouriteButton"), QStringLiteral("star"), tr("Favourite (B)"));
    connect(m_favourite, &QToolButton::clicked, this, &ControlBar::favouriteRequested);
    m_list = button(QStringLiteral("channelListButton"), QStringLiteral("list"), tr("Channel list (C)"));
    connect(m_list, &QToolButton::clicked, this, &ControlBar::channelListRequested);
    m_fullScreen = button(QStringLiteral("fullScreenButton"), QStringLiteral("fullscreen"), tr("Full screen (F)"));
    connect(m_fullScreen, &QToolButton::clicked, this, &ControlBar::fullScreenRequested);
    return buttons;
}

void ControlBar::setFullScreen(bool fullScreen)
{
    m_fullScreen->setIconName(fullScreen ? QStringLiteral("exit-fullscreen") : QStringLiteral("fullscreen"));
    m_fullScreen->setTip(fullScreen ? tr("Leave full screen (Esc)") : tr("Full screen (F)"));
}

void ControlBar::setCinema(bool cinema)
{
    m_cinema = cinema;
    m_list->setVisible(!cinema);
    render();
}

void ControlBar::takeFocus(Qt::FocusReason reason)
{
    m_play->setFocus(reason);
}

bool ControlBar::isInUse() const
{
    return m_menuOpen || m_seek->isSliderDown() || m_volume->isSliderDown();
}

void ControlBar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = Tokens::dark().window;
    fill.setAlphaF(0.92F);
    painter.setPen(Tokens::dark().line);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::kDialogRadius,
                            metrics::kDialogRadius);
}

void ControlBar::render()
{
    const PlayerView &view = m_player.view();
    const bool paused = view.pauseWished;
    const bool idle =
        view.state == PlayState::Idle || view.state == PlayState::Ended || view.state == PlayState::Failed;
    m_play->setIconName(paused || idle ? QStringLiteral("play") : QStringLiteral("pause"));
    m_play->setTip(paused || idle ? tr("Play (Space)") : tr("Pause (Space)"));
    m_play->setEnabled(!view.now.channelId.isEmpty());

    m_mute->setIconName(view.muted || view.volume <= 0 ? QStringLiteral("mute")
                        : view.volume < 40             ? QStringLiteral("volume-low")
                                                       : QStringLiteral("volume"));
    m_mute->setTip(view.muted ? tr("Sound on (M)") : tr("Mute (M)"));
    {
        const QSignalBlocker blocker(m_volume);
        if (!m_volume->isSliderDown())
            m_volume->setValue(qRound(view.volume));
    }
    m_title->setText(view.now.title);
    m_live->setVisible(!m_cinema && !view.seekable && !idle);
    const auto count = [&](TrackKind kind) {
        return std::count_if(view.tracks.begin(), view.tracks.end(), [kind](const auto &t) { return t.kind == kind; });
    };
    m_audio->setVisible(count(TrackKind::Audio) > 1);
    m_subtitles->setVisible(count(TrackKind::Subtitle) > 0 || view.seekable); // a film may be given a file
    m_favourite->setIconName(view.now.favourite ? QStringLiteral("star-filled") : QStringLiteral("star"));
    m_favourite->setTint(view.now.favourite ? QPalette::LinkVisited : QPalette::Text, QPalette::Link);
    m_favourite->setTip(view.now.favourite ? tr("No longer a favourite (B)") : tr("Favourite (B)"));
    m_favourite->setEnabled(!view.now.channelId.isEmpty());
    renderSeekBar(view);
}

void ControlBar::renderSeekBar(const PlayerView &view)
{
    const bool seekable = view.seekable && view.durationMs > 0;
    if (m_seekRow->isHidden() == seekable) {
        m_seekRow->setVisible(seekable);
        updateGeometry();
    }
    if (!seekable || m_seek->isSliderDown())
        return;
    const QSignalBlocker blocker(m_seek);
    m_seek->setRange(0, int(view.durationMs / 1000));
    m_seek->setSingleStep(10);
    m_seek->setPageStep(60);
    m_seek->setValue(int(view.positionMs / 1000));
    m_seek->setBuffered(int(view.bufferedMs / 1000));
    m_position->setText(durationText(view.positionMs));
    m_duration->setText(durationText(view.durationMs));
}

void ControlBar::openMenu(IconButton *button, QMenu *menu)
{
    m_menuOpen = true;
    connect(menu, &QMenu::aboutToHide, this, [this] { m_menuOpen = false; });
    menu->popup(button->mapToGlobal(QPoint(0, -menu->sizeHint().height() - 8)));
}

} // namespace kanal::ui
