// SPDX-License-Identifier: MIT
// Politeness towards one host: how many requests at once, how long between their starts, and silence when it asked for
// it or refused us. Pure: the time is told, nobody waits here.
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

/// Who waits for the answer. Panels ban addresses that ask in bursts (40 requests with less than two seconds between
/// them); one click is no burst.
enum class Haste {
    Person,     ///< somebody in front of the screen
    Background, ///< lists, guides: a quarter of a second more is nothing
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
    std::optional<Nanos> mayStart(RequestKind kind, Haste haste, Nanos now) const;
    void started(RequestKind kind, Nanos now);
    void ended(RequestKind kind);

    /// The host asked to be left alone (Retry-After).
    void restUntil(Nanos moment);
    /// It refused (429, 503) and did not say for how long: what nobody waits for keeps still, 2 s at first, then twice
    /// as long each time, up to 5 minutes.
    void backOff(Nanos now);
    void answered() { m_refusals = 0; } ///< as one wishes
    /// How long it still rests from such a request; nothing when it does not.
    std::optional<std::chrono::seconds> rests(Haste haste, Nanos now) const;

private:
    static constexpr int kAtOnce = 2;
    static constexpr std::chrono::milliseconds kPause{50};
    static constexpr std::chrono::milliseconds kBackgroundPause{250};
    static constexpr std::chrono::seconds kFirstBackOff{2};
    static constexpr std::chrono::seconds kLongestBackOff{300};

    std::optional<Nanos> opens(Haste haste) const;

    Pace m_pace;
    int m_running = 0;
    int m_lists = 0;
    std::optional<Nanos> m_lastStart;
    std::optional<Nanos> m_restUntil;
    std::optional<Nanos> m_backOffUntil;
    int m_refusals = 0; ///< in a row
};

} // namespace kanal::xtream
