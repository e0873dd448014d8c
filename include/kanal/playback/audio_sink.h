// SPDX-License-Identifier: MIT
// Where sound goes: a device (cubeb, Qt) or a headless sink. Opened once and kept across channels.
#pragma once

#include <kanal/core/clock.h>
#include <kanal/core/error.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace kanal::playback
{

struct AudioFormat {
    int sampleRate = 48000;
    int channels = 2; ///< interleaved 32-bit float; as a wish, 0: 6 where the device has them, else 2
};

/// Where the device is: frame number `framesHeard` of all frames ever taken leaves the speaker at `at`.
struct AudioTiming {
    std::int64_t framesTaken = 0; ///< by the fill function so far
    std::int64_t framesHeard = 0; ///< 0 … framesTaken
    Nanos at{0};
    bool valid = false;
};

class AudioSink
{
public:
    /// Fills the whole span (silence where there is nothing). On the device's thread; must not block.
    using Fill = std::function<void(std::span<float> interleaved)>;
    /// The device went away or changed; on any thread.
    using Lost = std::function<void()>;

    virtual ~AudioSink() = default;

    virtual Result<AudioFormat> open(AudioFormat wish, Fill fill, Lost lost) = 0;
    virtual void start() = 0;
    virtual void pause() = 0;
    virtual void close() = 0;
    virtual AudioTiming timing() const = 0; ///< any thread
    virtual std::string name() const = 0;   ///< "cubeb pulse", "qt", "null"; not while it is opened or closed
};

enum class AudioBackend { Auto, Cubeb, Qt, Null };
/// Auto: cubeb, else Qt; open() fails where neither works. No device is touched before open().
std::unique_ptr<AudioSink> makeAudioSink(AudioBackend backend, Clock &clock);

} // namespace kanal::playback
