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
    connect(&m_settle, &QTimer::timeout, this, [this] {
        ask();
        await();
    });
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
    if (quick) {
        m_player.announce(now);
        m_settle.start();
        return;
    }
    ask();
    // Usually all is known: then the stream is on its way before anything of it is painted.
    if (m_resolving.isFinished() && m_resolving.resultCount() > 0 && m_resolving.result())
        return play(*m_resolving.result(), now);
    m_player.announce(now);
    await();
}

void Tuner::cancel()
{
    ++m_number;
    m_started = false;
    m_settle.stop();
    session::takeBack(m_resolving);
}

void Tuner::rename(const std::string &channel)
{
    m_channel = channel;
}

bool Tuner::hasStarted() const
{
    return m_started;
}

void Tuner::ask()
{
    m_started = true;
    m_resolving = m_services.resolver().resolve(m_account, session::LiveEntry{m_channel});
}

void Tuner::await()
{
    const auto finish = [this, number = m_number](const Result<MediaRequest> &request) {
        if (number != m_number)
            return;
        if (request)
            play(*request, m_player.view().now); // as known by now: a star may have been set meanwhile
        else
            m_player.fail(request.error());
    };
    m_resolving.then(this, finish).onCanceled(this, [finish] { finish(kanal::fail(ErrorKind::Cancelled)); });
}

void Tuner::play(MediaRequest request, const NowPlaying &now)
{
    preferTracks(request, m_tracks);
    m_player.play(request, now);
}

} // namespace kanal::presenters
