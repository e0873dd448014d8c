// SPDX-License-Identifier: MIT
// A device that is none: takes sound in real time and throws it away. For tests, probe and machines without sound. Its
// speed can be set a little off, as real devices are.
#pragma once

#include <kanal/playback/audio_sink.h>

#include <mutex>
#include <thread>

namespace kanal::playback
{

class NullAudioSink final : public AudioSink
{
public:
    /// `driftPpm`: how much faster (or slower) than nominal it takes sound. `tap` sees every period that was taken.
    explicit NullAudioSink(Clock &clock, double driftPpm = 0,
                           std::function<void(std::span<const float>, Nanos)> tap = {});
    ~NullAudioSink() override;

    Result<AudioFormat> open(AudioFormat wish, Fill fill, Lost lost) override;
    void start() override;
    void pause() override;
    void close() override;
    AudioTiming timing() const override;
    std::string name() const override;

private:
    void run(std::stop_token stop);

    Clock &m_clock;
    const double m_driftPpm;
    const std::function<void(std::span<const float>, Nanos)> m_tap;
    AudioFormat m_format;
    Fill m_fill;
    mutable std::mutex m_mutex;
    AudioTiming m_timing;
    std::jthread m_thread;
};

} // namespace kanal::playback
