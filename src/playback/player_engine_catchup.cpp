// SPDX-License-Identifier: MIT
// Past programmes, which are entered by an address for each of their minutes: by the user's wish, and again where they
// broke off. On the engine's thread.
#include "player_engine.h"

#include <kanal/core/log.h>

#include <algorithm>

namespace kanal::playback
{

using std::chrono::minutes;

/// Another address for another minute; a pause stays one.
void PlayerEngine::enterCatchup(minutes minute)
{
    const CatchupWindow &window = *m_request.catchup;
    m_entered = std::clamp(minute, minutes(0), std::max(minutes(0), window.length - minutes(1)));
    m_request.url = window.urlAt(m_entered);
    const bool stands = !m_table.wantPlay;
    happen(Happening::Open);
    if (stands)
        happen(Happening::WishPause);
}

/// Not what another address would meet as well.
bool PlayerEngine::mayReturn(const Error &why) const
{
    switch (why.kind) {
    case ErrorKind::Unsupported:
    case ErrorKind::BadAnswer:
    case ErrorKind::NotFound:
    case ErrorKind::Network:
    case ErrorKind::Timeout:
    case ErrorKind::Refused:
    case ErrorKind::ServerError:
        return m_request.catchup && (m_table.started || m_return.tries() > 0);
    default:
        return false;
    }
}

bool PlayerEngine::returnToCatchup(const Error &why)
{
    m_broken.reset();
    m_returnTo = m_return.after(position(), m_request.catchup->length,
                                m_table.started ? CatchupReturn::Since::Played : CatchupReturn::Since::NothingPlayed);
    if (!m_returnTo)
        return false;
    log::info("kanal.playback",
              "the programme broke off; entered again minute=" + std::to_string(m_returnTo->minute.count()) +
                  " in_ms=" + std::to_string(m_returnTo->in.count()) + " why=" + why.detail);
    m_returnAt = m_clock.now() + m_returnTo->in;
    onSource(SourceReconnecting{m_return.tries(), m_returnTo->in, why});
    return true;
}

void PlayerEngine::considerReturn()
{
    if (m_broken && dry() && (m_table.state != PlayState::Playing || !m_shared->hasAudio || starved())) {
        const Error why = *m_broken;
        if (!returnToCatchup(why))
            giveUp(why);
    }
    if (m_returnTo && m_clock.now() >= m_returnAt)
        enterCatchup(m_returnTo->minute);
}

} // namespace kanal::playback
