// SPDX-License-Identifier: MIT
#include "player_presenter_data.h"

#include <kanal/core/url.h>

#include <algorithm>
#include <utility>

namespace kanal::presenters
{

using playback::PlayState;

PlayerPresenter::PlayerPresenter(playback::VideoSink &sink, playback::AudioBackend audio, QObject *parent)
    : QObject(parent)
    , m_data(std::make_unique<Data>(*this, sink, audio))
{
}

PlayerPresenter::~PlayerPresenter()
{
    shutDown();
}

const PlayerView &PlayerPresenter::view() const
{
    return m_data->view;
}

playback::PlayerStats PlayerPresenter::stats() const
{
    return m_data->player ? m_data->player->stats() : playback::PlayerStats{};
}

void PlayerPresenter::play(const MediaRequest &request, const NowPlaying &now)
{
    const bool other = now.channelId != m_data->view.now.channelId || now.title != m_data->view.now.title;
    const bool told = std::exchange(m_data->announced, false) && !other;
    m_data->setNow(now);
    m_data->request = request;
    m_data->open(); // whoever is told has things to paint; the stream need not wait for that
    if (!told)
        Q_EMIT nowPlayingChanged();
    Q_EMIT viewChanged();
}

void PlayerPresenter::announce(const NowPlaying &now)
{
    m_data->setNow(now);
    m_data->request.reset();
    m_data->announced = true;
    m_data->begin();
    Q_EMIT nowPlayingChanged();
    Q_EMIT viewChanged();
}

void PlayerPresenter::updateNow(const NowPlaying &now)
{
    m_data->view.now = now;
    Q_EMIT viewChanged();
}

void PlayerPresenter::forgetAddress()
{
    m_data->request.reset();
}

void PlayerPresenter::fail(const Error &error)
{
    m_data->request.reset();
    m_data->end(PlayState::Failed);
    m_data->view.error = playbackErrorText(error, m_data->view.now.title, m_data->view.now.what);
    Q_EMIT viewChanged();
}

void PlayerPresenter::stop()
{
    m_data->request.reset();
    m_data->end(PlayState::Idle);
    m_data->view.now = {};
    m_data->sink.clear();
    Q_EMIT nowPlayingChanged();
    Q_EMIT viewChanged();
}

void PlayerPresenter::shutDown()
{
    m_data->closed = true;
    m_data->session = 0;
    m_data->mailbox->close();
    m_data->player.reset();
}

void PlayerPresenter::togglePause()
{
    switch (m_data->view.state) {
    case PlayState::Failed:
    case PlayState::Ended:
        reload();
        break;
    case PlayState::Opening:
    case PlayState::Buffering:
    case PlayState::Playing:
    case PlayState::Paused:
    case PlayState::Reconnecting:
        m_data->wishPause(!m_data->view.pauseWished);
        break;
    case PlayState::Idle:
        break;
    }
}

void PlayerPresenter::reload()
{
    if (m_data->request) {
        m_data->keepPlace();
        m_data->openAgain();
        Q_EMIT viewChanged();
    } else if (!m_data->view.now.title.isEmpty() || !m_data->view.now.channelId.isEmpty())
        Q_EMIT retryRequested();
}

void PlayerPresenter::acceptCertificate()
{
    const AcceptedCertificate certificate = m_data->refused;
    if (certificate.host.empty() || !m_data->request)
        return;
    kanal::acceptCertificate(m_data->request->certificates, certificate);
    Q_EMIT certificateAccepted(m_data->view.now.account, certificate);
    reload();
}

void PlayerPresenter::setProxy(const ProxyRule &rule)
{
    const ProxyRule before = std::exchange(m_data->proxy, rule);
    if (m_data->player)
        m_data->player->setProxy(rule);
    const Result<Url> url = Url::parse(m_data->request ? m_data->request->url : std::string());
    const bool plays = m_data->running() || m_data->view.state == PlayState::Failed;
    if (url && plays && before.proxyFor(*url) != rule.proxyFor(*url))
        reload();
}

void PlayerPresenter::seekBy(qint64 ms)
{
    if (!m_data->canSeek())
        return;
    m_data->player->seekBy(
        std::chrono::milliseconds(ms)); // the engine knows where it is, and that a step has to lead on
    m_data->showPlace(m_data->view.positionMs + ms);
}

void PlayerPresenter::seekTo(qint64 ms, playback::Seek how)
{
    if (!m_data->canSeek())
        return;
    m_data->player->seek(std::chrono::milliseconds(m_data->placeWithin(ms)), how);
    m_data->showPlace(ms);
}

} // namespace kanal::presenters
