// SPDX-License-Identifier: MIT
// Carries the events of the engine thread to the GUI thread: one wake-up for however many wait. Closed before its
// receiver goes.
#pragma once

#include <kanal/playback/player.h>

#include <QMetaObject>
#include <QObject>

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace kanal::presenters
{

class EventMailbox
{
public:
    /// `wake` runs on the thread of `receiver`.
    EventMailbox(QObject *receiver, std::function<void()> wake)
        : m_receiver(receiver)
        , m_wake(std::move(wake))
    {
    }

    void post(playback::PlayerEvent event) ///< Any thread.
    {
        const std::lock_guard lock(m_mutex);
        if (!m_receiver)
            return;
        m_events.push_back(std::move(event));
        // Under the lock only the post, never the call: so the receiver cannot go between the look and the post.
        if (m_events.size() == 1)
            QMetaObject::invokeMethod(m_receiver, m_wake, Qt::QueuedConnection);
    }

    std::vector<playback::PlayerEvent> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_events, {});
    }

    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_receiver = nullptr;
        m_events.clear();
    }

private:
    std::mutex m_mutex;
    QObject *m_receiver;
    const std::function<void()> m_wake;
    std::vector<playback::PlayerEvent> m_events;
};

} // namespace kanal::presenters
