// SPDX-License-Identifier: MIT
// A sound device on a thread of its own: a sound server that hangs keeps nobody waiting, not even whoever quits.
#pragma once

#include <kanal/playback/audio_sink.h>

#include <memory>
#include <thread>

namespace kanal::playback
{

class SoundDevice
{
public:
    explicit SoundDevice(std::unique_ptr<AudioSink> sink);
    /// Closes it. One that hangs is left to its thread, which ends with it.
    ~SoundDevice();

    struct Opened {
        Result<AudioFormat> format;
        std::string name;
    };
    struct Callbacks {
        AudioSink::Fill fill; ///< may be called before it is said to be open
        AudioSink::Lost lost;
        std::function<void(const Opened &)> opened; ///< on the device's thread
    };
    /// Opens it (again) and starts it. Returns at once; of several wishes that wait the newest is done. Any thread.
    void open(AudioFormat wish, Callbacks callbacks);
    /// Invalid while it is being opened. Any thread.
    AudioTiming timing() const;

private:
    struct Work;
    const std::shared_ptr<Work> m_work;
    std::thread m_thread; ///< from the first open() on
};

} // namespace kanal::playback
