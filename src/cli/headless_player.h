// SPDX-License-Identifier: MIT
// The real engine without screen or sound card: what probe and zap measure with. Its events arrive on this thread,
// where one waits.
#pragma once

#include <kanal/playback/headless_sink.h>
#include <kanal/playback/player.h>

#include <QObject>
#include <QTimer>

#include <functional>
#include <mutex>

namespace kanal::cli
{

class Context;

/// What was seen of the newest open().
struct Seen {
    playback::PlayState state = playback::PlayState::Opening;
    std::optional<double> pictureMs, soundMs;
    std::optional<double> heardOfMs;     ///< from the call of open() until the first picture was told of here
    std::vector<playback::Track> tracks; ///< a picture's size is filled in once it is decoded
    std::optional<Error> error;          ///< of the failure, or of the last reconnect

    bool has(playback::TrackKind kind) const;
    bool over() const; ///< ended or failed
};

class HeadlessPlayer : public QObject
{
public:
    explicit HeadlessPlayer(const ProxyRule &proxy);

    void open(const MediaRequest &request);
    /// Runs the event loop until `done(seen())` after an event, the time is up (false) or Ctrl+C (false).
    bool waitUntil(Context &context, std::chrono::milliseconds limit, const std::function<bool(const Seen &)> &done);

    const Seen &seen() const { return m_seen; }
    playback::PlayerStats stats() const { return m_player.stats(); }
    void stop() { m_player.stop(); }

private:
    void take(const playback::PlayerEvent &event);

    SteadyClock m_clock;
    playback::HeadlessSink m_sink;
    std::uint64_t m_session = 0;
    Seen m_seen;
    Nanos m_asked{0};
    std::function<void()> m_onEvent;
    playback::Player m_player; ///< last: its thread uses what is above
};

} // namespace kanal::cli
