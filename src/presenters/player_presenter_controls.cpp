// SPDX-License-Identifier: MIT
#include "player_presenter_data.h"

#include <kanal/playback/track_wish.h>
#include <kanal/presenters/playback_settings.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace kanal::presenters
{

namespace
{

constexpr double kLoudest = 150;
constexpr double kVolumeStep = 5;
constexpr double kSpeeds[] = {0.5, 0.75, 1, 1.25, 1.5, 1.75, 2};

using playback::PlayState;

} // namespace

void PlayerPresenter::changeVolume(int steps)
{
    setVolume(m_data->view.volume + steps * kVolumeStep);
}

void PlayerPresenter::setVolume(double percent)
{
    const double volume = std::clamp(percent, 0.0, kLoudest);
    // Whoever turns it up wants to hear it; whoever turns it down under mute keeps the quiet.
    if (volume > m_data->view.volume)
        m_data->view.muted = false;
    m_data->view.volume = volume;
    m_data->applyVolume();
}

void PlayerPresenter::toggleMute()
{
    m_data->view.muted = !m_data->view.muted;
    m_data->applyVolume();
}

void PlayerPresenter::restoreVolume(double percent, bool muted)
{
    m_data->view.volume = std::clamp(percent, 0.0, kLoudest);
    m_data->view.muted = muted;
    if (m_data->player) {
        m_data->player->setVolume(m_data->view.volume);
        m_data->player->setMuted(muted);
    }
    Q_EMIT viewChanged();
}

void PlayerPresenter::changeSpeed(int steps)
{
    const auto now = std::lower_bound(std::begin(kSpeeds), std::end(kSpeeds), m_data->view.speed - 0.01);
    const auto at = std::clamp<std::ptrdiff_t>(now - std::begin(kSpeeds) + steps, 0, std::ssize(kSpeeds) - 1);
    m_data->applySpeed(kSpeeds[at]);
}

void PlayerPresenter::resetSpeed()
{
    m_data->applySpeed(1);
}

void PlayerPresenter::setSpeed(double speed)
{
    m_data->applySpeed(speed);
}

bool PlayerPresenter::canChangeSpeed() const
{
    return m_data->player && m_data->running() && m_data->request && m_data->request->kind != MediaKind::Live;
}

std::span<const double> PlayerPresenter::speeds()
{
    return kSpeeds;
}

void PlayerPresenter::stepFrame()
{
    if (!m_data->player || !m_data->view.hasPicture || !m_data->running())
        return;
    if (m_data->view.state == PlayState::Playing)
        m_data->wishPause(true);
    else if (m_data->view.state == PlayState::Paused)
        m_data->player->stepFrame();
}

void PlayerPresenter::setSound(const playback::SoundOptions &sound)
{
    m_data->sound = sound;
    if (m_data->player)
        m_data->player->setSound(sound);
}

void PlayerPresenter::setPicture(const playback::PictureOptions &picture)
{
    m_data->picture = picture;
    if (m_data->player)
        m_data->player->setPicture(picture);
}

void PlayerPresenter::setLanguages(std::vector<std::string> sound, std::vector<std::string> subtitles)
{
    m_data->soundLanguages = std::move(sound);
    m_data->subtitleLanguages = std::move(subtitles);
}

void PlayerPresenter::setSubtitleScale(double scale)
{
    m_data->subtitles.scale = scale;
    m_data->applySubtitles();
}

void PlayerPresenter::shiftSubtitles(std::chrono::milliseconds step)
{
    m_data->subtitles.delay =
        std::clamp(m_data->subtitles.delay + step, -playback::kMostSubtitleDelay, playback::kMostSubtitleDelay);
    m_data->applySubtitles();
    Q_EMIT noted(subtitleDelayText(m_data->subtitles.delay));
}

void PlayerPresenter::addSubtitles(const QString &file)
{
    if (m_data->player && m_data->running())
        m_data->player->addSubtitles(std::filesystem::path(file.toStdU16String()));
}

void PlayerPresenter::cycleTrack(playback::TrackKind kind)
{
    std::vector<const playback::Track *> ring;
    for (const playback::Track &track : m_data->view.tracks)
        if (track.kind == kind)
            ring.push_back(&track);
    if (ring.empty()) {
        Q_EMIT noted(kind == playback::TrackKind::Subtitle ? tr("No subtitles") : tr("No other track"));
        return;
    }
    if (kind == playback::TrackKind::Subtitle)
        ring.push_back(nullptr); // off belongs to the round
    auto now = std::find_if(ring.begin(), ring.end(), [](const auto *track) { return track && track->selected; });
    if (now == ring.end())
        now = std::prev(ring.end()); // none selected: "off", or before the first
    const auto next = std::next(now) == ring.end() ? ring.begin() : std::next(now);
    selectTrack(kind, *next ? (*next)->id : -1);
}

void PlayerPresenter::selectTrack(playback::TrackKind kind, int id)
{
    const playback::Track *chosen = nullptr;
    int count = 0, number = 0;
    for (playback::Track &track : m_data->view.tracks) {
        if (track.kind != kind)
            continue;
        ++count;
        track.selected = track.id == id;
        if (track.selected) {
            chosen = &track;
            number = count;
        }
    }
    if (m_data->player)
        m_data->player->selectTrack(kind, chosen ? id : -1);
    if (const std::string wish = playback::trackWish(m_data->view.tracks, kind, chosen ? id : -1); !wish.empty()) {
        if (m_data->request) // whoever opens it again gets it again
            playback::wishFirst(*m_data->request, kind, wish);
        Q_EMIT trackChosen(kind, wish);
    }
    Q_EMIT viewChanged();
    Q_EMIT noted(trackNote(kind, chosen, number));
}

} // namespace kanal::presenters
