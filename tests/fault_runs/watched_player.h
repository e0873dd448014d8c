// SPDX-License-Identifier: MIT
// A whole player with sinks of air; remembers what it showed when, and what it said.
#pragma once

#include <kanal/playback/headless_sink.h>
#include <kanal/playback/player.h>

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kanal::playback
{

class WatchedPlayer
{
    template<class Get>
    auto locked(Get get) const
    {
        std::lock_guard lock(m_mutex);
        return get();
    }

public:
    using Milliseconds = std::chrono::milliseconds;

    WatchedPlayer()
        : m_sink({true, 160, 90, SurfaceWish::Fit::Contain}, [this](const FrameRef &frame) { onFrame(*frame); })
        , m_player(m_clock, m_sink, makeAudioSink(AudioBackend::Null, m_clock),
                   [this](const PlayerEvent &event) { onEvent(event); })
    {
    }

    void open(const std::string &url, MediaKind kind = MediaKind::Live)
    {
        MediaRequest request;
        request.url = url;
        request.kind = kind;
        open(std::move(request));
    }
    void open(MediaRequest request) { m_player.open(std::move(request)); }
    void setPaused(bool paused) { m_player.setPaused(paused); }
    void addSubtitles(const std::filesystem::path &file) { m_player.addSubtitles(file); }

    bool awaitFrames(int count, Milliseconds limit)
    {
        return await([&] { return m_frames >= count; }, limit);
    }
    bool awaitState(PlayState state, Milliseconds limit)
    {
        return await([&] { return m_state == state; }, limit);
    }
    /// A picture is shown, and the condition, which may be about anything, holds.
    template<class Condition>
    bool awaitPictureThat(Condition condition, Milliseconds limit)
    {
        return await(std::move(condition), limit);
    }
    /// From the first picture to the last.
    Milliseconds shownFor() const
    {
        return locked([&] { return std::chrono::duration_cast<Milliseconds>(m_last - m_first); });
    }
    /// A picture that is shown later than `after` from the first one on.
    bool awaitPictureAfter(Milliseconds after, Milliseconds limit)
    {
        return await([&] { return m_frames > 0 && m_last - m_first > after; }, limit);
    }

    void selectTrack(TrackKind kind, int id) { m_player.selectTrack(kind, id); }
    std::vector<Track> tracks(TrackKind kind) const
    {
        return locked([&] {
            std::vector<Track> all;
            std::copy_if(m_tracks.begin(), m_tracks.end(), std::back_inserter(all),
                         [kind](const Track &track) { return track.kind == kind; });
            return all;
        });
    }
    bool awaitTrack(TrackKind kind, Milliseconds limit)
    {
        return await(
            [&] {
                return std::any_of(m_tracks.begin(), m_tracks.end(), [kind](const Track &t) { return t.kind == kind; });
            },
            limit);
    }
    bool awaitSound(Milliseconds limit)
    {
        return await([&] { return m_sound; }, limit);
    }
    /// A subtitle file could not be read: error() says why.
    bool awaitRefusal(Milliseconds limit)
    {
        return await([&] { return m_refused; }, limit);
    }
    bool awaitSubtitles(int pictures, Milliseconds limit)
    {
        return await([&] { return m_withSubtitles >= pictures; }, limit);
    }
    int framesWithSubtitles() const
    {
        return locked([&] { return m_withSubtitles; });
    }
    int frames() const
    {
        return locked([&] { return m_frames; });
    }
    PlayState state() const
    {
        return locked([&] { return m_state; });
    }
    bool failed() const
    {
        return locked([&] { return m_failed; });
    }
    Error error() const
    {
        return locked([&] { return m_error; });
    }
    double longestGapMs() const
    {
        return locked([&] { return m_longestGapMs; });
    }
    /// From the first picture until it was told that the server is silent or gone; nullopt: it never was.
    std::optional<Milliseconds> noticedAfter() const
    {
        return locked([&]() -> std::optional<Milliseconds> {
            if (!m_noticed)
                return std::nullopt;
            return std::chrono::duration_cast<Milliseconds>(*m_noticed - m_first);
        });
    }
    std::string story() const
    {
        return locked([&] { return m_story; });
    } ///< of its states, for messages
    PlayerStats stats() const { return m_player.stats(); }

private:
    template<class Condition>
    bool await(Condition condition, Milliseconds limit)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, limit, condition);
    }

    void onFrame(const VideoFrame &frame)
    {
        const Nanos now = m_clock.now();
        {
            std::lock_guard lock(m_mutex);
            if (m_frames == 0)
                m_first = now;
            else
                m_longestGapMs =
                    std::max(m_longestGapMs, std::chrono::duration<double, std::milli>(now - m_last).count());
            m_last = now;
            m_withSubtitles += frame.overlays ? 1 : 0;
            ++m_frames;
        }
        m_changed.notify_all();
    }
    void onEvent(const PlayerEvent &event)
    {
        if (const auto *changed = std::get_if<TracksChanged>(&event.what)) {
            std::lock_guard lock(m_mutex);
            m_tracks = changed->tracks;
        }
        if (const auto *refused = std::get_if<SubtitlesRefused>(&event.what)) {
            std::lock_guard lock(m_mutex);
            m_error = refused->error;
            m_refused = true;
        }
        if (std::holds_alternative<FirstSound>(event.what)) {
            std::lock_guard lock(m_mutex);
            m_sound = true;
        }
        const auto *change = std::get_if<StateChanged>(&event.what);
        const auto *stalled = std::get_if<StreamStalled>(&event.what);
        if ((stalled && stalled->stalled) || (change && change->state == PlayState::Reconnecting))
            noteNoticed();
        m_changed.notify_all();
        if (!change)
            return;
        {
            std::lock_guard lock(m_mutex);
            m_state = change->state;
            m_failed = m_failed || change->state == PlayState::Failed;
            if (change->error)
                m_error = *change->error;
            m_story += std::string(playStateName(change->state)) +
                       (change->error ? " (" + std::string(errorKindName(change->error->kind)) + ": " +
                                            change->error->detail + ")"
                                      : std::string()) +
                       "; ";
        }
        m_changed.notify_all();
    }

    void noteNoticed()
    {
        const Nanos now = m_clock.now();
        std::lock_guard lock(m_mutex);
        if (!m_noticed)
            m_noticed = now;
    }

    SteadyClock m_clock;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_frames = 0, m_withSubtitles = 0;
    std::vector<Track> m_tracks;
    Nanos m_first{0}, m_last{0};
    std::optional<Nanos> m_noticed;
    double m_longestGapMs = 0;
    PlayState m_state = PlayState::Idle;
    bool m_failed = false, m_refused = false, m_sound = false;
    Error m_error;
    std::string m_story;
    HeadlessSink m_sink;
    Player m_player; ///< last: it ends first
};

} // namespace kanal::playback
