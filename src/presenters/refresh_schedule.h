// SPDX-License-Identifier: MIT
// When the lists of one account are refreshed by themselves, and which of them: told what became of every attempt,
// asked once a minute. Pure.
#pragma once

#include <kanal/core/error.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kanal::presenters
{

class RefreshSchedule
{
public:
    using Time = std::chrono::sys_seconds;

    /// How things stand.
    struct Lists {
        std::map<std::string, Time> refreshed; ///< by kind, as session::CatalogueSync names it; those that are there
        int hours = 0;                         ///< settings::kRefreshHours
        std::chrono::seconds jitter{0};        ///< on top of these, see jitterOf()
    };
    enum class Pause { Keep, Ignore };
    /// Ten minutes more or less: not everybody who has this panel asks it at one moment. The same for the same seed.
    static std::chrono::seconds jitterOf(std::uint64_t seed);
    /// Only the user can change it; asking on may lock the account.
    static bool isFinal(ErrorKind kind);

    /// The panel was heard, whatever became of its list: shown, left alone by the user, or held back, waiting for the
    /// user's answer. In an interval it is asked again, and may have come to its senses by then.
    void noteAnswer(const std::string &kind, Time now);
    void noteFailure(const std::string &kind, const Error &error, Time now);
    /// By the user: nothing is refreshed by itself for an interval, unless the panel answers before.
    void noteCancelled(Time now) { m_cancelledAt = now; }
    void resume() { m_cancelledAt = {}; }

    bool isOld(const std::string &kind, const Lists &lists, Time now) const;
    /// The kinds to fetch now: old ones, and ones that failed. After a failure a kind rests for five minutes, then for
    /// twice as long each time, up to the interval; Pause::Ignore: an old one does not (an account was just entered).
    std::vector<std::string> due(const Lists &lists, Time now, Pause pause = Pause::Keep) const;

private:
    struct Attempts {
        Time last = {};                ///< that was answered; 0: none since the start
        Time failedAt = {};            ///< the latest, since the last answer
        int failures = 0;              ///< in a row
        std::chrono::seconds asked{0}; ///< the pause the panel asked for
        bool isFinal = false;          ///< asking again soon changes nothing
        bool isTried() const { return last != Time{} || failures > 0; }
    };
    bool rests(const Attempts &attempts, int hours, Time now) const;
    const Attempts &attemptsAt(const std::string &kind) const;

    std::map<std::string, Attempts> m_attempts;
    Time m_cancelledAt{}; ///< 0: not
};

} // namespace kanal::presenters
