// SPDX-License-Identifier: MIT
// The sound device through QAudioSink, where cubeb finds none. Lives in its own thread with an event loop (pull mode is
// driven by a timer of the creating thread, which must not be the GUI's). Follows the system's default device.
#pragma once

#include <kanal/playback/audio_sink.h>

#include <memory>

namespace kanal::playback
{

class QtAudioSink final : public AudioSink
{
public:
    explicit QtAudioSink(Clock &clock);
    ~QtAudioSink() override;

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
