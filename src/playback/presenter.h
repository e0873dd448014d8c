// SPDX-License-Identifier: MIT
// Shows decoded pictures when they are due. One thread for the player's life; the surface outlives sessions.
#pragma once

#include "audio_renderer.h"
#include "playback_clock.h"
#include "subtitle_screen.h"
#include "video_pacer.h"

#include <kanal/playback/video_sink.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace kanal::playback
{

struct PresenterCounters {
    std::int64_t shown = 0, dropped = 0, repeated = 0;
    double skewMeanMs = 0, skewMinMs = 0, skewMaxMs = 0;
    std::int64_t skewSamples = 0;
};

class Presenter
{
public:
    Presenter(Clock &clock, PlaybackClock &playbackClock, const AudioRenderer &audio, VideoSink &sink);

    /// Pictures of this session are shown from now on; the last one of the old stays until then.
    /// `screen`: what lies over them; may be null.
    void attach(std::uint64_t session, std::shared_ptr<SubtitleScreen> screen);
    /// Nothing is shown and push() returns until attach(); the counters stay.
    void detach();

    /// Shows the first picture at once, on the calling thread, and lets time run from it. False: not this session's
    /// turn.
    bool showNow(std::uint64_t session, FrameRef frame);
    void awaitShown(std::chrono::milliseconds atMost) { m_sink.awaitShown(atMost); } ///< see VideoSink
    /// Queues a picture; blocks while the queue is full. False when stopped or not this session's turn.
    bool push(std::uint64_t session, FrameRef frame, std::stop_token stop);
    /// Drops what is queued and starts over with the next picture: a seek.
    void flush();
    /// Held: the first picture is shown, then nothing moves (paused).
    void setHeld(bool held);
    /// Shows the next picture while held.
    void step();
    /// The time of the picture on screen after a step; nullopt: no step since it is held.
    std::optional<MediaTime> steppedTo() const;
    /// Back to black.
    void clear();
    /// The clock started, stopped or jumped: look again.
    void poke();
    /// What lies over the picture on screen changed: where it stands, it is shown again. Any thread.
    void redress();

    std::size_t queued() const;
    SurfaceWish wish() const { return m_sink.wish(); }
    /// This picture's time has passed and others were shown lately: converting it would only make the next one late.
    bool tooLate(MediaTime picture);
    PresenterCounters counters() const;

private:
    void run(std::stop_token stop);
    /// Where picture and screen are at an instant.
    struct Moment {
        Nanos now;
        MediaTime picture; ///< that is due
        double speed;
        VsyncInfo vsync; ///< of no period: pictures are shown when they are due

        Nanos due(const VideoFrame &frame) const;
    };
    Moment moment(Nanos now);
    Nanos seen(const VideoFrame &frame, const Moment &moment) const;
    Nanos shown(const VideoFrame &frame, const Moment &moment) const; ///< handed to the surface
    void showDue(std::unique_lock<std::mutex> &lock, const Moment &moment);
    void show(std::unique_lock<std::mutex> &lock, FrameRef frame, Nanos seen, Nanos period = Nanos(0));
    void present(std::unique_lock<std::mutex> &lock, FrameRef frame);
    FrameRef dressed(FrameRef frame, SubtitleScreen *screen) const;
    void dropDuplicates();
    void measureSkew(const VideoFrame &frame, Nanos seen);
    void countRepeats(const VideoFrame &frame, Nanos seen, Nanos period);

    Clock &m_clock;
    PlaybackClock &m_playbackClock;
    const AudioRenderer &m_audio;
    VideoSink &m_sink;

    mutable std::mutex m_mutex; ///< pointer moves and counters
    std::condition_variable_any m_changed;
    std::condition_variable_any m_roomMade;
    std::atomic<std::uint64_t> m_session{0}; ///< written under m_mutex
    std::shared_ptr<SubtitleScreen> m_screen;
    std::deque<FrameRef> m_queue;
    FrameRef m_onScreen; ///< without what lies over it
    bool m_redress = false;
    std::uint64_t m_epoch = 0; ///< counts flushes: a picture that waited through one is stale
    VideoPacer m_pacer;
    bool m_held = false;
    int m_steps = 0; ///< still to show while held
    std::optional<MediaTime> m_steppedTo;
    bool m_shownAny = false;
    MediaTime m_lastShown{0};
    Nanos m_lastShownAt{0};
    Nanos m_firstShownAt{0};
    PresenterCounters m_counters;
    double m_skewSumMs = 0;
    std::int64_t m_unseenBefore = 0; ///< of the sink, when this session began

    std::mutex m_sinkMutex; ///< one present() at a time: this thread and showNow()
    std::jthread m_thread;
};

} // namespace kanal::playback
