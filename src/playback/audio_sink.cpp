// SPDX-License-Identifier: MIT
#include "engine.h"

#include <atomic>

namespace kanal::playback
{

namespace
{

/// The device itself is the engine's business: it is made when sound is to be heard.
class LateAudioSink final : public AudioSink
{
public:
    LateAudioSink(AudioBackend backend, Clock &clock)
        : m_backend(backend)
        , m_clock(clock)
    {
    }

    Result<AudioFormat> open(AudioFormat wish, Fill fill, Lost lost) override
    {
        if (!m_made) {
            const auto &entry = engineEntry();
            if (!entry)
                return tl::unexpected(entry.error());
            m_made = entry->makeAudioDevice(m_backend, m_clock);
            m_device = m_made.get();
        }
        if (!m_made)
            return fail(ErrorKind::Unsupported, "the library of the sound devices is missing");
        return m_made->open(wish, std::move(fill), std::move(lost));
    }
    void start() override
    {
        if (AudioSink *device = m_device)
            device->start();
    }
    void pause() override
    {
        if (AudioSink *device = m_device)
            device->pause();
    }
    void close() override
    {
        if (AudioSink *device = m_device)
            device->close();
    }
    AudioTiming timing() const override
    {
        const AudioSink *device = m_device;
        return device ? device->timing() : AudioTiming{};
    }
    std::string name() const override
    {
        const AudioSink *device = m_device;
        return device ? device->name() : std::string();
    }

private:
    const AudioBackend m_backend;
    Clock &m_clock;
    std::unique_ptr<AudioSink> m_made;
    std::atomic<AudioSink *> m_device{nullptr}; ///< of m_made; any thread
};

} // namespace

std::unique_ptr<AudioSink> makeAudioSink(AudioBackend backend, Clock &clock)
{
    return std::make_unique<LateAudioSink>(backend, clock);
}

} // namespace kanal::playback
