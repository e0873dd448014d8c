// SPDX-License-Identifier: MIT
// Time that stands still until a test moves it.
//
//     FakeClock clock;
//     Worker worker(clock);            // waits 5 s somewhere on its own thread
//     clock.awaitWaiters(1);           // it waits now
//     clock.advance(5s);               // and wakes
#pragma once

#include <kanal/core/clock.h>

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

namespace kanal
{

/// Every method from any thread; advance() and set…() not while holding a lock that a waiter needs.
class FakeClock final : public Clock
{
public:
    explicit FakeClock(std::chrono::sys_seconds wall = std::chrono::sys_seconds(std::chrono::seconds(1'795'000'000)))
        : m_wall(wall - std::chrono::floor<std::chrono::seconds>(m_now))
    {
    }

    Nanos now() const override
    {
        std::lock_guard lock(m_mutex);
        return m_now;
    }

    std::chrono::sys_seconds wallNow() const override
    {
        std::lock_guard lock(m_mutex);
        return m_wall + std::chrono::floor<std::chrono::seconds>(m_now);
    }

    void wait(std::condition_variable_any &cv, std::unique_lock<std::mutex> &lock, std::stop_token stop,
              Nanos deadline) override
    {
        Waiter waiter{&cv, lock.mutex(), deadline};
        {
            std::lock_guard own(m_mutex);
            if (m_now >= deadline)
                return;
            m_waiters.push_back(&waiter);
        }
        m_changed.notify_all();
        bool woken = false;
        cv.wait(lock, std::move(stop), [&woken] { return std::exchange(woken, true); });
        std::lock_guard own(m_mutex);
        m_waiters.erase(std::find(m_waiters.begin(), m_waiters.end(), &waiter));
    }

    /// Moves time; whoever waited for a moment that has now come is awake or on its way when this returns.
    void advance(Nanos by)
    {
        std::unique_lock own(m_mutex);
        m_now += by;
        while (!notifyDue()) { // a due waiter's mutex is held by another thread: let go of ours and look again
            own.unlock();
            std::this_thread::yield();
            own.lock();
        }
    }

    /// Sets the wall clock; the monotonic one goes on as if nothing had happened.
    void setWall(std::chrono::sys_seconds wall)
    {
        std::lock_guard lock(m_mutex);
        m_wall = wall - std::chrono::floor<std::chrono::seconds>(m_now);
    }

    /// Blocks until at least `count` threads wait on this clock.
    void awaitWaiters(std::size_t count) const
    {
        std::unique_lock own(m_mutex);
        m_changed.wait(own, [&] { return m_waiters.size() >= count; });
    }

    std::size_t waiters() const
    {
        std::lock_guard lock(m_mutex);
        return m_waiters.size();
    }

    /// The earliest moment anybody waits for; Nanos::max() when nobody does.
    Nanos nextDeadline() const
    {
        std::lock_guard lock(m_mutex);
        Nanos next = Nanos::max();
        for (const Waiter *waiter : m_waiters)
            next = std::min(next, waiter->deadline);
        return next;
    }

private:
    struct Waiter {
        std::condition_variable_any *cv;
        std::mutex *mutex; ///< alive as long as the waiter is in the list: it leaves under m_mutex
        Nanos deadline;
        bool notified = false;
    };

    /// Only tries the waiters' mutexes: a waiter takes ours while holding its own.
    bool notifyDue()
    {
        bool all = true;
        for (Waiter *waiter : m_waiters) {
            if (waiter->notified || waiter->deadline > m_now)
                continue;
            if (!waiter->mutex->try_lock()) {
                all = false;
                continue;
            }
            waiter->notified = true;
            waiter->cv->notify_all();
            waiter->mutex->unlock();
        }
        return all;
    }

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    Nanos m_now{std::chrono::hours(1)}; // not zero: nobody may take the epoch for "never"
    std::chrono::sys_seconds m_wall;    // where m_now is zero
    std::vector<Waiter *> m_waiters;
};

} // namespace kanal
