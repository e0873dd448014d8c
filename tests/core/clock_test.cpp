// SPDX-License-Identifier: MIT
#include <kanal/core/clock.h>

#include <atomic>
#include <thread>

#include <gtest/gtest.h>
#include <support/fake_clock.h>

namespace kanal
{
namespace
{

using namespace std::chrono_literals;

TEST(SteadyClock, MovesForwardAndSleepsToADeadline)
{
    SteadyClock clock;
    const Nanos start = clock.now();
    EXPECT_TRUE(clock.sleepUntil(start + 2ms, {}));
    EXPECT_GE(clock.now(), start + 2ms);
    EXPECT_GT(clock.wallNow().time_since_epoch(), 1'700'000'000s);
}

TEST(SteadyClock, StopEndsASleepForEver)
{
    SteadyClock clock;
    std::atomic<bool> slept = true;
    std::jthread sleeper([&](std::stop_token stop) { slept = clock.sleepUntil(Nanos::max(), stop); });
    sleeper.request_stop();
    sleeper.join();
    EXPECT_FALSE(slept);
}

TEST(SteadyClock, WaitReturnsOnNotification)
{
    SteadyClock clock;
    std::mutex mutex;
    std::condition_variable_any cv;
    bool told = false;
    std::jthread teller([&] {
        std::lock_guard lock(mutex);
        told = true;
        cv.notify_all();
    });
    std::unique_lock lock(mutex);
    while (!told)
        clock.wait(cv, lock, {}, Nanos::max());
    EXPECT_TRUE(lock.owns_lock());
}

TEST(FakeClock, StandsStillUntilMoved)
{
    FakeClock clock(std::chrono::sys_seconds(1'000s));
    const Nanos start = clock.now();
    EXPECT_EQ(clock.now(), start);
    EXPECT_EQ(clock.wallNow().time_since_epoch(), 1'000s);
    clock.advance(1500ms);
    EXPECT_EQ(clock.now(), start + 1500ms);
    EXPECT_EQ(clock.wallNow().time_since_epoch(), 1'001s);
    clock.setWall(std::chrono::sys_seconds(5s));
    EXPECT_EQ(clock.wallNow().time_since_epoch(), 5s);
    EXPECT_EQ(clock.now(), start + 1500ms);
}

TEST(FakeClock, WakesThoseWhoseTimeHasComeAndNobodyElse)
{
    FakeClock clock;
    const Nanos start = clock.now();
    std::atomic<int> woken = 0;
    std::vector<std::jthread> sleepers;
    for (int seconds = 1; seconds <= 3; ++seconds)
        sleepers.emplace_back([&, seconds](std::stop_token stop) {
            if (clock.sleepUntil(start + std::chrono::seconds(seconds), stop))
                ++woken;
        });
    clock.awaitWaiters(3);
    EXPECT_EQ(clock.nextDeadline(), start + 1s);
    clock.advance(2s);
    sleepers[0].join();
    sleepers[1].join();
    EXPECT_EQ(woken, 2);
    EXPECT_EQ(clock.waiters(), 1u);
    sleepers[2].request_stop();
    sleepers[2].join();
    EXPECT_EQ(woken, 2);
}

TEST(FakeClock, ReturnsAtOnceWhenTheDeadlineIsPast)
{
    FakeClock clock;
    EXPECT_TRUE(clock.sleepUntil(clock.now(), {}));
}

} // namespace
} // namespace kanal
