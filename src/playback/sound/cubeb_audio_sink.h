// SPDX-License-Identifier: MIT
// The sound device through cubeb: true position and latency, follows the system's default device.
#pragma once

#include <kanal/playback/audio_sink.h>

#include <atomic>
#include <memory>
#include <mutex>

namespace kanal::playback
{

class CubebAudioSink final : public AudioSink
{
public:
    explicit CubebAudioSink(Clock &clock);
    ~CubebAudioSink() override;

    Result<AudioFormat> open(AudioFormat wish, Fill fill, Lost lost) override;
    void start() override;
    void pause() override;
    void close() override;
    AudioTiming timing() const override;
    std::string name() const override;

private:
    struct Device;
    Clock &m_clock;
    std::unique_ptr<Device> m_device;
};

} // namespace kanal::playback
