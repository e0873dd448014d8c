// SPDX-License-Identifier: MIT
// Where a past programme that broke off before its end is entered again, and after which wait
// (docs/adr/0019). Pure.
#pragma once

#include <chrono>
#include <optional>

namespace kanal::playback
{

class CatchupReturn
{
public:
    struct Entry {
        std::chrono::minutes minute;
        std::chrono::milliseconds in;
    };
    enum class Since { Played, NothingPlayed };

    /// It broke off at `position` of `length`; `since`: it was entered. nullopt: that was the end, or all was tried.
    std::optional<Entry> after(std::chrono::milliseconds position, std::chrono::minutes length, Since since);
    /// Tries since it came further the last time.
    int tries() const { return m_tries; }
    /// The user went elsewhere.
    void reset() { *this = {}; }

private:
    int m_tries = 0;
    std::chrono::milliseconds m_furthest{0};
};

} // namespace kanal::playback
