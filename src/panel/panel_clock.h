// SPDX-License-Identifier: MIT
// The panel's time: the computer's wall clock at start, carried on by the monotonic one so that streams never jump, and
// the panel's own time zone, in which Xtream panels write and read local times.
#pragma once

#include "ts_clip.h"

#include <QTimeZone>

#include <chrono>
#include <optional>
#include <string>

namespace kanal::panel
{

class PanelClock
{
public:
    PanelClock();

    std::chrono::sys_seconds now() const;
    /// Since 1970: the position in the endless streams.
    Ticks ticks() const;
    /// What to add to a position to get the time stamps of this run: they begin at an hour, whenever the panel starts.
    Ticks stampOffset() const { return m_stampOffset; }

    std::string zoneName() const;
    /// "2026-11-24 20:00:00", or with another separator between the date and the time's parts.
    std::string local(std::chrono::sys_seconds time) const;
    /// A start of catch-up, in panel time: "2026-11-24:20-00", with '_' or a blank, with seconds, or a number since
    /// 1970.
    std::optional<std::chrono::sys_seconds> parseStart(const std::string &text) const;
    /// "+0100"
    std::string offsetText(std::chrono::sys_seconds time) const;

private:
    QTimeZone m_zone;
    std::chrono::system_clock::time_point m_wallStart;
    std::chrono::steady_clock::time_point m_steadyStart;
    Ticks m_stampOffset = 0;
};

} // namespace kanal::panel
