// SPDX-License-Identifier: MIT
#include "panel_clock.h"

#include <kanal/core/time_text.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace kanal::panel
{
namespace
{

using std::chrono::sys_seconds;

std::chrono::seconds offsetAt(const QTimeZone &zone, sys_seconds time)
{
    return std::chrono::seconds(
        zone.offsetFromUtc(QDateTime::fromSecsSinceEpoch(time.time_since_epoch().count(), QTimeZone::utc())));
}

} // namespace

PanelClock::PanelClock()
    : m_zone("Europe/Berlin")
    , m_wallStart(std::chrono::system_clock::now())
    , m_steadyStart(std::chrono::steady_clock::now())
{
    if (!m_zone.isValid())
        m_zone = QTimeZone::utc();
    m_stampOffset = 3600 * kTicksPerSecond - ticks();
}

std::chrono::sys_seconds PanelClock::now() const
{
    return sys_seconds(std::chrono::seconds(ticks() / kTicksPerSecond));
}

Ticks PanelClock::ticks() const
{
    const auto wall = m_wallStart.time_since_epoch() + (std::chrono::steady_clock::now() - m_steadyStart);
    return std::chrono::duration_cast<std::chrono::microseconds>(wall).count() * 9 / 100;
}

std::string PanelClock::zoneName() const
{
    return m_zone.id().toStdString();
}

std::string PanelClock::local(sys_seconds time) const
{
    std::string text = isoTime(time + offsetAt(m_zone, time)); // 2026-11-24T20:00:00Z
    text.pop_back();
    std::replace(text.begin(), text.end(), 'T', ' ');
    return text;
}

std::optional<sys_seconds> PanelClock::parseStart(const std::string &text) const
{
    if (!text.empty() && text.find_first_not_of("0123456789") == std::string::npos && text.size() <= 12)
        return sys_seconds(std::chrono::seconds(std::strtoll(text.c_str(), nullptr, 10)));
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    char between = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2d%c%2d%*[-:]%2d%*[-:]%2d", &year, &month, &day, &between, &hour, &minute,
                    &second) < 6)
        return std::nullopt;
    const QDateTime time(QDate(year, month, day), QTime(hour, minute, second), m_zone);
    return time.isValid() ? std::optional(sys_seconds(std::chrono::seconds(time.toSecsSinceEpoch()))) : std::nullopt;
}

std::string PanelClock::offsetText(sys_seconds time) const
{
    const long long minutes = offsetAt(m_zone, time).count() / 60;
    char text[16];
    std::snprintf(text, sizeof text, "%c%02lld%02lld", minutes < 0 ? '-' : '+', std::llabs(minutes) / 60,
                  std::llabs(minutes) % 60);
    return text;
}

} // namespace kanal::panel
