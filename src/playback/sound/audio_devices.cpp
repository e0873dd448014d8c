// SPDX-License-Identifier: MIT
#include "audio_devices.h"

#include <kanal/core/log.h>
#ifdef KANAL_HAVE_CUBEB
#include "cubeb_audio_sink.h"
#endif
#ifdef KANAL_HAVE_QT_AUDIO
#include "qt_audio_sink.h"
#endif

#include <vector>

namespace kanal::playback
{

namespace
{

/// Tries the devices in turn at open(). Where none is usable it says so: the player goes on without, and asks again.
class AutoAudioSink final : public AudioSink
{
public:
    explicit AutoAudioSink([[maybe_unused]] Clock &clock)
    {
#ifdef KANAL_HAVE_CUBEB
        m_candidates.push_back(std::make_unique<CubebAudioSink>(clock));
#endif
#ifdef KANAL_HAVE_QT_AUDIO
        m_candidates.push_back(std::make_unique<QtAudioSink>(clock));
#endif
        if (!m_candidates.empty())
            m_used = m_candidates.back().get();
    }

    Result<AudioFormat> open(AudioFormat wish, Fill fill, Lost lost) override
    {
        Result<AudioFormat> format = fail(ErrorKind::Unsupported, "no sound device");
        for (const auto &candidate : m_candidates) {
            format = candidate->open(wish, fill, lost);
            if (format) {
                m_used = candidate.get();
                return format;
            }
            log::info("kanal.playback.audio", candidate->name() + " not usable: " + format.error().detail);
        }
        return format;
    }
    void start() override
    {
        if (m_used)
            m_used->start();
    }
    void pause() override
    {
        if (m_used)
            m_used->pause();
    }
    void close() override
    {
        if (m_used)
            m_used->close();
    }
    AudioTiming timing() const override
    {
        return m_used ? m_used->timing() : AudioTiming{};
    }
    std::string name() const override
    {
        return m_used ? m_used->name() : std::string();
    }

private:
    std::vector<std::unique_ptr<AudioSink>> m_candidates;
    AudioSink *m_used = nullptr;
};

} // namespace

std::unique_ptr<AudioSink> buildAudioDevice([[maybe_unused]] AudioBackend backend, Clock &clock)
{
#ifdef KANAL_HAVE_CUBEB
    if (backend == AudioBackend::Cubeb)
        return std::make_unique<CubebAudioSink>(clock);
#endif
#ifdef KANAL_HAVE_QT_AUDIO
    if (backend == AudioBackend::Qt)
        return std::make_unique<QtAudioSink>(clock);
#endif
    return std::make_unique<AutoAudioSink>(clock);
}

} // namespace kanal::playback
