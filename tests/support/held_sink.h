// SPDX-License-Identifier: MIT
// A surface that holds whoever of the engine comes by: what a test does meanwhile must not wait for them.
#pragma once

#include <kanal/playback/video_sink.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace kanal
{

class HeldSink final : public playback::VideoSink
{
public:
    enum class Hold { Clearing, Pictures };

    /// Made on the thread that is never held.
    explicit HeldSink(Hold hold)
        : m_hold(hold)
    {
    }

    playback::SurfaceWish wish() const override { return {true, 160, 90, playback::SurfaceWish::Fit::Contain}; }
    void present(playback::FrameRef) override { pass(Hold::Pictures); }
    void clear() override { pass(Hold::Clearing); }

    /// Somebody is held; false after 20 s.
    bool awaitHeld()
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), [this] { return m_held; });
    }
    /// False when who was held had to be let go because nobody did: somebody waited for them.
    bool release()
    {
        std::lock_guard lock(m_mutex);
        m_open = true;
        m_changed.notify_all();
        return !m_gaveUp;
    }

private:
    void pass(Hold where)
    {
        if (where != m_hold || std::this_thread::get_id() == m_free)
            return;
        std::unique_lock lock(m_mutex);
        m_held = true;
        m_changed.notify_all();
        if (!m_changed.wait_for(lock, std::chrono::seconds(20), [this] { return m_open; }))
            m_gaveUp = m_open = true; // else a test that fails would never end
    }

    const Hold m_hold;
    const std::thread::id m_free = std::this_thread::get_id();
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_held = false, m_open = false, m_gaveUp = false;
};

} // namespace kanal
