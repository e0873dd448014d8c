// SPDX-License-Identifier: MIT
#include "refresh_schedule.h"

#include <kanal/presenters/settings.h>

#include <algorithm>
#include <random>

namespace kanal::presenters
{

namespace
{

using namespace std::chrono_literals;

constexpr std::chrono::seconds kFirstPause = 5min;
/// A clock that was set back makes the lists no older than this.
constexpr std::chrono::seconds kClockSlack = 1h;

std::chrono::seconds interval(int hours)
{
    return std::chrono::hours(hours > 0 ? hours : settings::kRefreshHours.fallback);
}

} // namespace

std::chrono::seconds RefreshSchedule::jitterOf(std::uint64_t seed)
{
    constexpr std::int64_t kMost = 600;
    std::mt19937_64 random(seed);
    return std::chrono::seconds(std::int64_t(random() % (2 * kMost + 1)) - kMost);
}

bool RefreshSchedule::isFinal(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Credentials:
    case ErrorKind::Expired:
    case ErrorKind::Disabled:
    case ErrorKind::Address:
    case ErrorKind::Tls:
        return true;
    default:
        return false;
    }
}

void RefreshSchedule::noteAnswer(const std::string &kind, Time now)
{
    m_attempts[kind] = {};
    m_attempts[kind].last = now;
    resume();
}

void RefreshSchedule::noteFailure(const std::string &kind, const Error &error, Time now)
{
    Attempts &attempts = m_attempts[kind];
    attempts.failedAt = now;
    ++attempts.failures;
    attempts.asked = error.retryAfter.value_or(0s);
    attempts.isFinal = isFinal(error.kind) || error.subject == subjects::kList;
}

const RefreshSchedule::Attempts &RefreshSchedule::attemptsAt(const std::string &kind) const
{
    static const Attempts none;
    const auto found = m_attempts.find(kind);
    return found == m_attempts.end() ? none : found->second;
}

bool RefreshSchedule::rests(const Attempts &attempts, int hours, Time now) const
{
    if (attempts.failures == 0 || now + kClockSlack < attempts.failedAt)
        return false;
    const std::chrono::seconds longest = interval(hours);
    std::chrono::seconds pause = attempts.isFinal ? longest : kFirstPause;
    for (int i = 1; i < attempts.failures && pause < longest; ++i)
        pause *= 2;
    return now < attempts.failedAt + std::max(std::min(pause, longest), attempts.asked);
}

bool RefreshSchedule::isOld(const std::string &kind, const Lists &lists, Time now) const
{
    const Attempts &attempts = attemptsAt(kind);
    Time last = attempts.last;
    if (const auto stored = lists.refreshed.find(kind); stored != lists.refreshed.end())
        last = std::max(last, stored->second);
    if (last == Time{})
        return true;
    if (lists.hours == settings::kRefreshAtStart)
        return !attempts.isTried();
    return lists.hours > 0 && (now - last > interval(lists.hours) + lists.jitter || last > now + kClockSlack);
}

std::vector<std::string> RefreshSchedule::due(const Lists &lists, Time now, Pause pause) const
{
    std::vector<std::string> kinds;
    const bool cancelled =
        m_cancelledAt != Time{} && now < m_cancelledAt + interval(lists.hours) && now + kClockSlack >= m_cancelledAt;
    if (cancelled)
        return kinds;
    for (const char *kind : {"live", "movies", "series"}) {
        const Attempts &attempts = attemptsAt(kind);
        const bool resting = rests(attempts, lists.hours, now);
        const bool old = isOld(kind, lists, now);
        const bool failed = attempts.failures > 0 && lists.hours != 0;
        if ((old && (!resting || pause == Pause::Ignore)) || (failed && !resting))
            kinds.emplace_back(kind);
    }
    return kinds;
}

} // namespace kanal::presenters
