// SPDX-License-Identifier: MIT
#include "sound_device.h"

#include "trace.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <utility>

namespace kanal::playback
{

namespace
{

// Of the machine's own time: whoever quits waits for a real device, whatever clock the player runs by.
constexpr std::chrono::milliseconds kForClosing{1000};
constexpr std::chrono::milliseconds kForOneThatIsBusy{20};

} // namespace

/// Belongs to the thread, too: it may outlive the device.
struct SoundDevice::Work {
    void run();
    void open(AudioFormat wish, const Callbacks &callbacks);
    bool isEnding()
    {
        std::lock_guard lock(mutex);
        return ending;
    }

    std::unique_ptr<AudioSink> sink;
    mutable std::shared_mutex sinkMutex; ///< opening and closing against asking for the time

    std::mutex mutex; ///< all below
    std::condition_variable changed;
    std::optional<std::pair<AudioFormat, Callbacks>> next;
    bool busy = false;
    bool ending = false, ended = false;
};

void SoundDevice::Work::run()
{
    trace::nameThread("sound device");
    std::unique_lock lock(mutex);
    for (;;) {
        changed.wait(lock, [this] { return next || ending; });
        if (ending)
            break;
        const auto wish = *std::exchange(next, std::nullopt);
        busy = true;
        lock.unlock();
        open(wish.first, wish.second);
        lock.lock();
        busy = false;
    }
    lock.unlock();
    {
        std::lock_guard sinkLock(sinkMutex);
        sink->close();
        sink.reset();
    }
    lock.lock();
    ended = true;
    changed.notify_all();
}

void SoundDevice::Work::open(AudioFormat wish, const Callbacks &callbacks)
{
    Opened opened;
    {
        std::lock_guard lock(sinkMutex);
        sink->close();
        opened.format = sink->open(wish, callbacks.fill, callbacks.lost);
        if (!opened.format && wish.channels != 2) // it has fewer than the user thinks
            opened.format = sink->open(AudioFormat{}, callbacks.fill, callbacks.lost);
        opened.name = sink->name();
    }
    callbacks.opened(opened);
    if (opened.format && !isEnding())
        sink->start();
}

SoundDevice::SoundDevice(std::unique_ptr<AudioSink> sink)
    : m_work(std::make_shared<Work>())
{
    m_work->sink = std::move(sink);
}

SoundDevice::~SoundDevice()
{
    if (!m_thread.joinable())
        return;
    bool ended = false;
    {
        std::unique_lock lock(m_work->mutex);
        m_work->ending = true;
        m_work->changed.notify_all();
        ended = m_work->changed.wait_for(lock, m_work->busy ? kForOneThatIsBusy : kForClosing,
                                         [this] { return m_work->ended; });
    }
    if (ended)
        m_thread.join();
    else
        m_thread.detach();
}

void SoundDevice::open(AudioFormat wish, Callbacks callbacks)
{
    std::lock_guard lock(m_work->mutex);
    m_work->next.emplace(wish, std::move(callbacks));
    m_work->changed.notify_all();
    if (!m_thread.joinable())
        m_thread = std::thread([work = m_work] { work->run(); });
}

AudioTiming SoundDevice::timing() const
{
    const std::shared_lock lock(m_work->sinkMutex, std::try_to_lock);
    return lock ? m_work->sink->timing() : AudioTiming{};
}

} // namespace kanal::playback
