// SPDX-License-Identifier: MIT
// The renderer's device: opened when it is wanted, lost, opened again. Nobody waits for it for long.
#include "audio_renderer.h"

#include <algorithm>
#include <shared_mutex>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr Nanos kOpenPatience = std::chrono::milliseconds(300); ///< decoding goes on without a device that takes longer

} // namespace

/// What a device that was given up still calls: it may come back from its server when nobody is there any more.
struct AudioRenderer::Link {
    std::shared_mutex mutex; ///< taken before the renderer's own
    AudioRenderer *renderer = nullptr;

    template<class Call>
    void with(Call call)
    {
        const std::shared_lock lock(mutex);
        if (renderer)
            call(*renderer);
    }
};

AudioRenderer::AudioRenderer(Clock &clock, std::unique_ptr<AudioSink> sink, AudioSink::Lost lost)
    : m_clock(clock)
    , m_lost(std::move(lost))
    , m_link(std::make_shared<Link>())
    , m_sound(std::move(sink))
{
    m_link->renderer = this;
}

AudioRenderer::~AudioRenderer()
{
    close();
}

void AudioRenderer::close()
{
    const std::lock_guard lock(m_link->mutex);
    m_link->renderer = nullptr;
}

void AudioRenderer::openSoon()
{
    AudioFormat wish;
    {
        std::lock_guard lock(m_mutex);
        if (m_device != Device::Closed)
            return;
        m_device = Device::Opening;
        wish = m_wish;
    }
    openDevice(wish);
}

void AudioRenderer::openDevice(AudioFormat wish)
{
    m_sound.open(wish, {[link = m_link](std::span<float> out) {
                            std::fill(out.begin(), out.end(), 0.0f);
                            link->with([&](AudioRenderer &self) { self.fill(out); });
                        },
                        [link = m_link] { link->with([](AudioRenderer &self) { self.onLost(); }); },
                        [link = m_link](const SoundDevice::Opened &opened) {
                            link->with([&](AudioRenderer &self) { self.onOpened(opened); });
                        }});
}

void AudioRenderer::onLost()
{
    {
        std::lock_guard lock(m_mutex);
        m_device = Device::Closed;
    }
    m_deviceChanged.notify_all();
    m_lost();
}

void AudioRenderer::onOpened(const SoundDevice::Opened &opened)
{
    if (!opened.format)
        return onLost();
    {
        std::lock_guard lock(m_mutex);
        if (m_format.channels != opened.format->channels) { // what waits is for another device
            m_queue.clear();
            m_consumed = 0;
        }
        m_format = *opened.format;
        m_name = opened.name;
        m_device = Device::Open;
        m_awaitsStart = m_gateOpen; // time went on without it
        m_framesTaken = 0;
        m_played.clear();
    }
    m_deviceChanged.notify_all();
}

Result<> AudioRenderer::ensureOpen(std::stop_token stop)
{
    openSoon();
    const Nanos deadline = m_clock.now() + kOpenPatience;
    std::unique_lock lock(m_mutex);
    while (m_device == Device::Opening && !stop.stop_requested() && m_clock.now() < deadline)
        m_clock.wait(m_deviceChanged, lock, stop, deadline);
    if (m_device == Device::Open)
        return {};
    return m_device == Device::Opening ? fail(ErrorKind::Timeout, "the sound device does not answer")
                                       : fail(ErrorKind::Unsupported, "no sound device");
}

void AudioRenderer::setChannels(int channels)
{
    AudioFormat wish;
    {
        std::lock_guard lock(m_mutex);
        if (m_wish.channels == channels)
            return;
        m_wish.channels = channels;
        if (m_device == Device::Closed)
            return;
        m_device = Device::Opening;
        wish = m_wish;
    }
    flush();
    openDevice(wish);
}

AudioFormat AudioRenderer::format() const
{
    std::lock_guard lock(m_mutex);
    return m_format;
}

std::string AudioRenderer::deviceName() const
{
    std::lock_guard lock(m_mutex);
    return m_name;
}

bool AudioRenderer::isOpen() const
{
    std::lock_guard lock(m_mutex);
    return m_device == Device::Open;
}

bool AudioRenderer::isOpening() const
{
    std::lock_guard lock(m_mutex);
    return m_device == Device::Opening;
}

bool AudioRenderer::awaitsStart() const
{
    std::lock_guard lock(m_mutex);
    return m_device == Device::Open && m_awaitsStart;
}

} // namespace kanal::playback
