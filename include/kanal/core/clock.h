// SPDX-License-Identifier: MIT
// Time as the rooms see it. All waiting goes through a Clock so that tests run on a fake one
// (tests/support/fake_clock.h).
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace kanal
{

/// Monotonic time; the epoch has no meaning.
using Nanos = std::chrono::nanoseconds;

class Clock
{
public:
    virtual ~Clock() = default;

    /// Monotonic now. Any thread.
    virtual Nanos now() const = 0;

    /// Seconds since 1970 by the computer's wall clock. Any thread.
    virtual std::chrono::sys_seconds wallNow() const = 0;

    /// Waits on `cv` until `deadline`, a notification (spurious ones included) or stop. Any thread; `lock` is held by
    /// the caller.
    virtual void wait(std::condition_variable_any &cv, std::unique_lock<std::mutex> &lock, std::stop_token stop,
                      Nanos deadline) = 0;

    /// Sleeps until `deadline` or stop; false when stopped.
    bool sleepUntil(Nanos deadline, std::stop_token stop);
};

/// The real clock. One for the process is enough.
class SteadyClock final : public Clock
{
public:
    Nanos now() const override;
    std::chrono::sys_seconds wallNow() const override;
    void wait(std::condition_variable_any &cv, std::unique_lock<std::mutex> &lock, std::stop_token stop,
              Nanos deadline) override;
};

} // namespace kanal
