// SPDX-License-Identifier: MIT
// From a channel the user chose to the player. The overlay changes at once with every step; the stream is opened at
// once, too, but in a run of quick steps (a held key) only where the run ends, so that the panel is not asked for
// streams nobody sees. GUI thread.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/ids.h>
#include <kanal/core/media_request.h>
#include <kanal/library/user_store.h>
#include <kanal/presenters/player_presenter.h>

#include <QElapsedTimer>
#include <QFuture>
#include <QObject>
#include <QTimer>

namespace kanal::session
{
class Services;
}

namespace kanal::presenters
{

class Tuner : public QObject
{
    Q_OBJECT

public:
    Tuner(session::Services &services, PlayerPresenter &player, QObject *parent = nullptr);
    ~Tuner() override;

    void tune(AccountId account, const NowPlaying &now, const library::TrackChoice &tracks);
    void cancel();
    void rename(const std::string &channel); ///< the panel numbered anew; what was asked for already stays
    bool hasStarted() const;                 ///< the stream of the newest tune() was asked for, not just announced

private:
    void ask();
    void await();
    void play(MediaRequest request, const NowPlaying &now);

    session::Services &m_services;
    PlayerPresenter &m_player;
    AccountId m_account;
    library::TrackChoice m_tracks;
    std::string m_channel;
    bool m_started = false;
    std::uint64_t m_number = 0; ///< of the newest wish; answers to older ones are dropped
    QFuture<Result<MediaRequest>> m_resolving;
    QElapsedTimer m_sinceTune;
    QTimer m_settle;
};

} // namespace kanal::presenters
