// SPDX-License-Identifier: MIT
// Between the sound decoder and the device. Keeps decoded sound with its media times, hands it to the device while the
// gate is open (silence otherwise), and knows which media time is heard at which instant. The device is opened once and
// kept across sessions.
#pragma once

#include "loudness.h"
#include "playback_clock.h"
#include "sound_device.h"

#include <kanal/playback/audio_sink.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace kanal::playback
{

/// A piece of sound: interleaved floats in the renderer's format.
struct PcmChunk {
    MediaTime pts{0};
    std::vector<float> samples;
    double speed = 1.0; ///< media time per device time
    int channels = 2;
    std::optional<std::uint64_t> epoch; ///< AudioRenderer::epoch() when its making began; nullopt: now
};

class AudioRenderer
{
public:
    /// `lost`: the device went away, or could not be opened; on any thread.
    AudioRenderer(Clock &clock, std::unique_ptr<AudioSink> sink, AudioSink::Lost lost);
    ~AudioRenderer(); ///< does not wait for a device that hangs
    void close();     ///< the device asks for nothing and tells nothing any more

    /// Opens and starts the device if it is not open. Returns at once; isOpen() or `lost` follow.
    void openSoon();
    /// The same, and waits until it is open; not for long, because one whose server hangs never is. Audio thread.
    Result<> ensureOpen(std::stop_token stop = {});
    /// 0: as many as the device has, up to six. An open device is opened again: what is queued is lost, the time of
    /// what comes next is kept. Returns at once.
    void setChannels(int channels);
    AudioFormat format() const;
    bool isOpen() const;
    bool isOpening() const;
    /// It was opened while time went on: nothing is heard of it before start() or resume() says from where.
    bool awaitsStart() const;
    std::string deviceName() const; ///< of the one that is open, or was last

    /// From now on only this session's sound is taken; what is queued is dropped and the gate closes.
    void attach(std::uint64_t session);
    void detach();

    /// Queues a chunk. Blocks while the queue is full, unless the oldest sound lies before keepFrom() and may go. False
    /// when stopped or not this session's turn. On the session's audio thread.
    bool push(std::uint64_t session, PcmChunk chunk, std::stop_token stop);
    /// Sound before this may be dropped while the gate is closed (the time of the first picture); nullopt: keep the
    /// newest 800 ms.
    void keepFrom(std::optional<MediaTime> from);

    /// Whatever is missing between two pieces of sound is silence, however long: of a file. Until attach().
    void padAll(std::uint64_t session);
    /// Opens the gate; sound before `from` is dropped.
    void start(MediaTime from);
    void resume();
    void pause();
    /// While there is no device nobody asks for sound: what should have been heard before `now` is gone.
    void passBy(MediaTime now);
    /// Drops what is queued: a seek, a track switch. The gate stays as it is; while it is open, what comes next is
    /// heard where the old would have been.
    void flush();
    /// The same for a seek: what comes next waits for another start().
    void seek();
    /// Counts flushes: a chunk of an earlier epoch is dropped however late it comes.
    std::uint64_t epoch() const;

    struct Queue {
        MediaTime first{0}, end{0}; ///< of what is queued
        bool empty = true;
    };
    Queue queued() const;
    /// Silence was played for want of sound since the gate was opened, for this long without a break. Zero: sound
    /// plays.
    Nanos starvedFor() const;
    struct Heard {
        MediaTime media;
        Nanos at;
        double speed;
    };
    /// The media time heard at an instant near now; nullopt: silence or unknown.
    std::optional<Heard> heard() const;
    /// The device's delay from being taken to being heard.
    Nanos latency() const;
    /// When the first sound since attach() is heard; nullopt: none yet.
    std::optional<Nanos> firstSoundAt() const;

    void setVolume(double percent); ///< 0 … 150
    void setMuted(bool muted);
    void setLevelling(Levelling levelling) { m_levelling = levelling; }
    void setMono(bool mono) { m_mono = mono; }

private:
    struct Played {
        std::int64_t deviceFrame; ///< first frame of the run, counted from the device's start
        std::int64_t frames;
        MediaTime pts;
        double speed;
    };

    struct Link;
    enum class Device { Closed, Opening, Open };
    void openDevice(AudioFormat wish);
    void onLost();
    void onOpened(const SoundDevice::Opened &opened);
    void fill(std::span<float> out); ///< silence so far; device thread
    std::size_t copyQueued(std::span<float> out, std::int64_t deviceFrame);
    void alignToExpected(); ///< drops or pads where the queue does not continue what was played
    void notePlayed(std::int64_t deviceFrame, std::int64_t frames, MediaTime pts, double speed);
    void applyGain(std::span<float> sound);
    void mixToMono(std::span<float> sound) const;
    void dropBefore(MediaTime from);
    MediaTime toTime(std::int64_t frames, double speed) const;
    std::int64_t toFrames(MediaTime time, double speed) const;
    std::optional<MediaTime> position() const; ///< of the next sample; under the lock
    MediaTime chunkEnd(const PcmChunk &chunk) const;

    Clock &m_clock;
    const AudioSink::Lost m_lost;
    const std::shared_ptr<Link> m_link;

    // Under m_mutex: engine, audio and device thread. Held for copying a device period at most.
    mutable std::mutex m_mutex;
    std::condition_variable_any m_roomMade;
    std::condition_variable_any m_deviceChanged;
    AudioFormat m_wish;
    AudioFormat m_format;
    std::string m_name;
    Device m_device = Device::Closed;
    bool m_awaitsStart = false;
    bool m_padsAll = false;
    std::uint64_t m_session = 0;
    bool m_gateOpen = false;
    std::deque<PcmChunk> m_queue;
    std::uint64_t m_epoch = 0;
    std::size_t m_consumed = 0; ///< samples of the first chunk already taken
    std::optional<MediaTime> m_keepFrom;
    bool m_started = false;              ///< by start(); from then on nothing that waits is dropped
    std::optional<MediaTime> m_expected; ///< where the next sound should continue; nullopt: anywhere
    std::int64_t m_pad = 0;              ///< frames of silence still to put in
    double m_playedSpeed = 1.0;          ///< of the last sound that was taken
    std::int64_t m_framesTaken = 0;
    std::deque<Played> m_played;
    std::optional<Nanos> m_starvedSince;
    std::optional<Nanos> m_firstSound;

    std::atomic<double> m_volume{1.0};
    std::atomic<bool> m_muted{false};
    std::atomic<bool> m_mono{false};
    std::atomic<bool> m_fadeIn{false}; ///< what comes next is something else: no click
    std::atomic<Levelling> m_levelling{Levelling::Off};
    double m_gain = 1.0; ///< device thread: where the ramp is
    LoudnessLeveller m_leveller;
    SoundDevice m_sound; ///< last: it ends first
};

/// The loudness of a volume in percent: cubic up to 100, linear in dB above (150 is +9 dB), before the limiter.
double volumeGain(double percent);
/// Keeps a sample within ±1 without a hard edge.
float softLimited(float sample);

} // namespace kanal::playback
