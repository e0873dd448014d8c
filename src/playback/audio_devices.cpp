// SPDX-License-Identifier: MIT
#include "audio_devices.h"

#include "null_audio_sink.h"

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
    explicit AutoAudioSink(Clock &clock)
    {
#ifdef KANAL_HAVE_CUBEB
        m_candidates.push_back(std::make_unique<CubebAudioSink>(clock));
#endif
#ifdef KANAL_HAVE_QT_AUDIO
        m_candidates.push_back(std::make_unique<QtAudioSink>(clock));
#endif
        if (m_candidates.empty())
            m_candidates.push_back(std::make_unique<NullAudioSink>(clock));
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
        m_used->start();
    }
    void pause() override
    {
        m_used->pause();
    }
    void close() override
    {
        m_used->close();
    }
    AudioTiming timing() const override
    {
        return m_used->timing();
    }
    std::string name() const override
    {
        return m_used->name();
    }

private:
    std::vector<std::unique_ptr<AudioSink>> m_candidates;
    AudioSink *m_used;
};

} // namespace

std::unique_ptr<AudioSink> makeAudioDevice(AudioBackend backend, Clock &clock)
{
    switch (backend) {
#ifdef KANAL_HAVE_CUBEB
    case AudioBackend::Cubeb:
        return std::make_unique<CubebAudioSink>(clock);
#endif
#ifdef KANAL_HAVE_QT_AUDIO
    case AudioBackend::Qt:
        return std::make_unique<QtAudioSink>(clock);
#endif
    case AudioBackend::Null:
        return std::make_unique<NullAudioSink>(clock);
    default:
        return std::make_unique<AutoAudioSink>(clock);
    }
}

} // namespace kanal::playback
