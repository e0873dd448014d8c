// SPDX-License-Identifier: MIT
#include <kanal/core/clock.h>

#include <algorithm>
#include <utility>

namespace kanal
{

bool Clock::sleepUntil(Nanos deadline, std::stop_token stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested() && now() < deadline)
        wait(never, lock, stop, deadline);
    return !stop.stop_requested();
}

Nanos SteadyClock::now() const
{
    return std::chrono::steady_clock::now().time_since_epoch();
}

std::chrono::sys_seconds SteadyClock::wallNow() const
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

void SteadyClock::wait(std::condition_variable_any &cv, std::unique_lock<std::mutex> &lock, std::stop_token stop,
                       Nanos deadline)
{
    // "For ever" is cut to an hour: callers loop anyway, and some libraries overflow on the largest time point.
    const Nanos until = std::min(deadline, now() + std::chrono::hours(1));
    bool woken = false; // the first look is before the wait, the second after it
    cv.wait_until(lock, std::move(stop), std::chrono::steady_clock::time_point(until),
                  [&woken] { return std::exchange(woken, true); });
}

} // namespace kanal
