// SPDX-License-Identifier: MIT
#include "tuner.h"

#include "text.h"
#include "user_marks.h"

#include <kanal/session/services.h>
#include <kanal/session/stream_resolver.h>
#include <kanal/session/take_back.h>

#include <chrono>

namespace kanal::presenters
{

namespace
{

using namespace std::chrono_literals;

/// A held key repeats every 30 ms; nobody presses one ten times a second.
constexpr auto kQuickRun = 100ms;

} // namespace

Tuner::Tuner(session::Services &services, PlayerPresenter &player, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_player(player)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(kQuickRun);
    m_settle.setTimerType(Qt::PreciseTimer);
    connect(&m_settle, &QTimer::timeout, this, &Tuner::start);
}

Tuner::~Tuner()
{
    cancel();
}

void Tuner::tune(AccountId account, const NowPlaying &now, const library::TrackChoice &tracks)
{
    const bool quick = m_sinceTune.isValid() && std::chrono::milliseconds(m_sinceTune.elapsed()) < kQuickRun;
    cancel();
    m_sinceTune.start();
    m_account = account;
    m_tracks = tracks;
    m_channel = toUtf8(now.channelId);
    m_player.announce(now);
    if (quick)
        m_settle.start();
    else
        start();
}

void Tuner::cancel()
{
    ++m_number;
    m_started = false;
    m_settle.stop();
    session::takeBack(m_resolving);
}

bool Tuner::hasStarted() const
{
    return m_started;
}

void Tuner::start()
{
    m_started = true;
    m_resolving = m_services.resolver().resolve(m_account, session::LiveEntry{m_channel});
    m_resolving.then(this, [this, number = m_number](const Result<MediaRequest> &request) { finish(number, request); })
        .onCanceled(this, [this, number = m_number] { finish(number, kanal::fail(ErrorKind::Cancelled)); });
}

void Tuner::finish(std::uint64_t number, const Result<MediaRequest> &request)
{
    if (number != m_number)
        return;
    if (!request)
        return m_player.fail(request.error());
    MediaRequest wish = *request;
    preferTracks(wish, m_tracks);
    m_player.play(wish, m_player.view().now); // as known by now: a star may have been set meanwhile
}

} // namespace kanal::presenters
