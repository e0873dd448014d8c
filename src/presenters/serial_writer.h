// SPDX-License-Identifier: MIT
// Writes of the user store, one after another, off the GUI thread: each waits for the disk (synchronous FULL), so it
// must not be done where the window is painted. What was posted is done before this is gone.
#pragma once

#include <QThreadPool>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace kanal::presenters
{

class SerialWriter
{
public:
    enum class Of { Work, Marks };
    SerialWriter()
        : SerialWriter(Of::Work)
    {
    }
    explicit SerialWriter(Of of)
        : m_of(of)
    {
        m_pool.setMaxThreadCount(1);
    }
    ~SerialWriter() { m_pool.waitForDone(); }
    SerialWriter(const SerialWriter &) = delete;
    SerialWriter &operator=(const SerialWriter &) = delete;

    void post(std::function<void()> write)
    {
        if (m_of != Of::Marks)
            return m_pool.start(std::move(write));
        count(1);
        m_pool.start([write = std::move(write)] {
            write();
            count(-1);
        });
    }

    /// Whoever reads marks from the store finds those that were set before; a disk that takes longer is not waited for.
    /// Any thread but the GUI's.
    static void awaitMarks()
    {
        Waiting &waiting = marksWaiting();
        std::unique_lock lock(waiting.mutex);
        waiting.changed.wait_for(lock, std::chrono::milliseconds(300), [&] { return waiting.writes == 0; });
    }

private:
    struct Waiting {
        std::mutex mutex;
        std::condition_variable changed;
        int writes = 0;
    };
    static Waiting &marksWaiting()
    {
        static Waiting waiting;
        return waiting;
    }
    static void count(int by)
    {
        Waiting &waiting = marksWaiting();
        const std::lock_guard lock(waiting.mutex);
        waiting.writes += by;
        waiting.changed.notify_all();
    }

    const Of m_of;
    QThreadPool m_pool;
};

} // namespace kanal::presenters
