// SPDX-License-Identifier: MIT
// Politeness towards one host: how many requests at once, how long between their starts, and silence when it asked for
// it. Pure: the time is told, nobody waits here.
#pragma once

#include <kanal/core/clock.h>

#include <chrono>
#include <optional>

namespace kanal::xtream
{

enum class RequestKind {
    List,  ///< one at a time
    Small, ///< all others
};

class HostGate
{
public:
    /// Hosts of this computer need no pauses.
    enum class Pace { Spaced, Unspaced };

    explicit HostGate(Pace pace)
        : m_pace(pace)
    {
    }

    /// When a request may start: `now` for at once, a later moment, or nothing while it has to wait for another one to
    /// end.
    std::optional<Nanos> mayStart(RequestKind kind, Nanos now) const;
    void started(RequestKind kind, Nanos now);
    void ended(RequestKind kind);

    /// The host asked to be left alone (Retry-After).
    void restUntil(Nanos moment);
    /// How long it still rests; nothing when it does not.
    std::optional<std::chrono::seconds> rests(Nanos now) const;

private:
    static constexpr int kAtOnce = 2;
    static constexpr std::chrono::milliseconds kPause{50};

    Pace m_pace;
    int m_running = 0;
    int m_lists = 0;
    std::optional<Nanos> m_lastStart;
    std::optional<Nanos> m_restUntil;
};

} // namespace kanal::xtream
