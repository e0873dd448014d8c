// SPDX-License-Identifier: MIT
// The first key picture goes ahead of everything else: until it is on the screen it has the processor to itself, and
// what follows waits, two seconds of packets and sound in a burst for example, and the decoder that goes on from there.
// On two cores this is a sixth of a zap.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace kanal::playback
{

class FirstLook
{
public:
    // One that takes longer shall not cost the rest.
    static constexpr std::chrono::milliseconds kPatience{25}; ///< decoded and painted
    static constexpr std::chrono::milliseconds kPainting{8};

    void done()
    {
        {
            std::lock_guard lock(m_mutex);
            m_done = true;
        }
        m_changed.notify_all();
    }
    void wait()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, kPatience, [this] { return m_done; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_done = false;
};

} // namespace kanal::playback
