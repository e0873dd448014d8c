// SPDX-License-Identifier: MIT
// The engine thread: the only place where the player's state changes. Everything else posts to it. Sessions that are
// closed are joined by the reaper, so that a zap never waits for an old one.
#pragma once

#include "catchup_return.h"
#include "engine.h"
#include "media_session.h"
#include "rate_controller.h"
#include "start_rule.h"
#include "state_table.h"

#include <deque>
#include <functional>
#include <thread>

namespace kanal::playback
{

class PlayerEngine final : public Engine
{
public:
    /// `numbers`: of sessions; what opens again by itself takes the next one.
    PlayerEngine(Clock &clock, VideoSink &video, std::unique_ptr<AudioSink> audio, Player::Listener listener,
                 std::atomic<std::uint64_t> &numbers, BufferLimits limits = {},
                 std::unique_ptr<HardwareDecoder> hardware = makeHardwareDecoder());
    ~PlayerEngine() override;

    void open(std::uint64_t session, MediaRequest request) override;
    void stop() override;
    void setPaused(bool paused) override;
    void seek(std::chrono::milliseconds position, Seek how) override;
    void seekBy(std::chrono::milliseconds step) override;
    void selectTrack(TrackKind kind, int id) override;
    void setVolume(double percent) override;
    void setMuted(bool muted) override;
    void setSpeed(double speed) override;
    void stepFrame() override;
    void setSound(const SoundOptions &sound) override;
    void setPicture(const PictureOptions &picture) override;
    void setSubtitles(const SubtitleOptions &subtitles) override;
    void addSubtitles(const std::filesystem::path &file) override;
    void setProxy(const ProxyRule &rule) override { m_net.setProxy(rule); }
    void reload() override;
    PlayerStats stats() const override;
    PlayState state() const override { return m_publicState; }

private:
    void post(std::function<void()> task); ///< any thread; the rest is the engine thread's

    // What was wished for, on the engine thread.
    void happen(Happening happening);
    void seekTo(std::chrono::milliseconds position, Seek how);
    bool isSeeking() const;
    void considerNextSeek(); ///< of a bar that is dragged
    void enterCatchup(std::chrono::minutes minute);
    /// A past programme broke off: it is entered again. False: that was its end, or all was tried.
    bool returnToCatchup(const Error &why);
    bool mayReturn(const Error &why) const;
    void considerReturn();
    void seekStep(std::chrono::milliseconds step);
    void takeTrack(TrackKind kind, int id);
    void openAgain();
    void takeSpeed(double speed);
    void showNext();
    void takeSound(const SoundOptions &sound);
    void takePicture(const PictureOptions &picture);
    void takeSubtitles(const SubtitleOptions &subtitles);
    void takeSubtitleFile(const std::filesystem::path &file);

    void run(std::stop_token stop);
    void runReaper(std::stop_token stop);
    std::optional<Nanos> nextTick() const;
    void tick();

    void onNews(std::uint64_t session, const SessionNews &news);
    void onSource(const SourceEvent &event);
    void sourceIsBack();
    void noteStalled(bool stalled);
    void fail(Error error);
    void giveUp(Error error);
    void perform(Effect effect);
    void openSession();
    void closeSession();
    void startOutput(MediaTime from);
    void resumeOutput();
    void freezeOutput();

    void considerStart();
    void considerRefill();
    void considerUnderrun();
    void considerEnd();
    void considerNothing();
    void considerSlow();
    bool dry() const;
    /// The end of what came of the sound, of the picture; nullopt: none comes, and nobody waits for it.
    std::optional<MediaTime> soundEnd() const;
    std::optional<MediaTime> pictureEnd() const;
    /// Where one is; after a seek, where one will be.
    std::chrono::milliseconds position() const;
    MediaTime level() const;        ///< what is queued ahead of the clock, in the track that has least
    void followSound();             ///< slews the clock to what is heard
    void followSpeed(double speed); ///< the clock's, when sound of another speed is heard
    bool soundWaits() const;
    bool starved() const; ///< the device plays silence for want of sound
    void onSoundLost();
    void regainSound(); ///< tries to open the device again
    void passSound();   ///< while there is no device, the clock takes the sound
    void holdLevel();   ///< against drift: the speed of sound and clock
    void noteFirstSound();
    void measureInput(Nanos now);
    void publishPosition();
    void publish(PlayState before);
    void emitEvent(decltype(PlayerEvent::what) what);
    TableContext context() const;
    Standing standing() const;

    /// Whose picture stands on the surface.
    struct Shown {
        MediaKind kind = MediaKind::Live;
        std::string title;
        friend bool operator==(const Shown &, const Shown &) = default;
    };

    Clock &m_clock;
    const Player::Listener m_listener;
    LiveOptions m_options;
    PlaybackClock m_playbackClock;
    AudioRenderer m_audio;
    Presenter m_presenter;
    NetThread m_net;
    DecoderPool m_decoders;
    const std::unique_ptr<HardwareDecoder> m_hardware;
    std::shared_ptr<PicturePool> m_pictures = std::make_shared<PicturePool>();
    const SlotId m_slot;
    const BufferLimits m_limits;

    // Engine thread.
    TableState m_table;
    MediaRequest m_request;
    std::uint64_t m_session = 0;
    std::uint64_t m_latestWish = 0; ///< newest open() that was taken
    std::unique_ptr<MediaSession> m_running;
    std::optional<Error> m_error;
    std::optional<SourceReconnecting> m_lost; ///< the source is trying again
    std::optional<Nanos> m_waitsSince;        ///< for a film
    bool m_saidTooSlow = false;               ///< why it is waited for
    std::optional<Nanos> m_nothingSince;      ///< the tracks are known, and nothing comes of them
    std::optional<Shown> m_onSurface;
    std::optional<Nanos> m_tracksAt, m_pictureAt, m_frozenAt, m_pausedAt;
    MediaTime m_startFrom{0};
    std::chrono::milliseconds m_duration{0};
    std::chrono::milliseconds m_seekTarget{0};           ///< of the last seek
    std::chrono::minutes m_entered{0};                   ///< where the address of a past programme begins
    int m_seeks = 0, m_sought = 0;                       ///< wished for in this session; the last that was done
    Nanos m_seekAt{0};                                   ///< when the last was
    std::chrono::milliseconds m_leftAt{0};               ///< where one was before it
    std::optional<std::chrono::milliseconds> m_nextSeek; ///< waits for the picture of the one that is being done
    CatchupReturn m_return;
    std::optional<CatchupReturn::Entry> m_returnTo;
    Nanos m_returnAt{0};
    std::optional<Error> m_broken; ///< nothing comes any more; what is there plays on until it is dry
    bool m_seekable = false;
    bool m_videoDrained = false, m_audioDrained = false;
    std::optional<Nanos> m_soundRetryAt; ///< the device is gone
    int m_soundRetries = 0;
    RateController m_rate;
    double m_appliedRate = 1.0;
    double m_clockSpeed = 1.0;
    std::vector<Nanos> m_interruptions;
    Nanos m_rateSince{0};
    std::optional<std::int64_t> m_rateEndUs; ///< how far the stream had come at m_rateSince
    std::int64_t m_rateBytes = 0;
    Nanos m_positionAt{0};

    // Any thread.
    std::atomic<std::uint64_t> &m_numbers;
    std::atomic<PlayState> m_publicState{PlayState::Idle};
    mutable std::mutex m_statsMutex;
    std::shared_ptr<SessionShared> m_shared; ///< of the running session
    PlayerStats m_stats;                     ///< what the engine thread counts

    std::mutex m_mutex; ///< the two queues
    std::condition_variable_any m_wake;
    std::deque<std::function<void()>> m_tasks;
    std::condition_variable_any m_reap;
    std::deque<std::unique_ptr<MediaSession>> m_done;
    std::jthread m_reaper;
    std::jthread m_thread; ///< last: stopped first
};

} // namespace kanal::playback
