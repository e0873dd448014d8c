// SPDX-License-Identifier: MIT
#include "host_gate.h"

#include <algorithm>

namespace kanal::xtream
{

std::optional<Nanos> HostGate::mayStart(RequestKind kind, Haste haste, Nanos now) const
{
    if (m_running >= kAtOnce || (kind == RequestKind::List && m_lists > 0))
        return {};
    const Nanos opened = std::max(now, opens(haste).value_or(now));
    if (m_pace == Pace::Unspaced || !m_lastStart)
        return opened;
    return std::max<Nanos>(opened, *m_lastStart + (haste == Haste::Person ? kPause : kBackgroundPause));
}

void HostGate::started(RequestKind kind, Nanos now)
{
    ++m_running;
    m_lists += kind == RequestKind::List;
    m_lastStart = now;
}

void HostGate::ended(RequestKind kind)
{
    --m_running;
    m_lists -= kind == RequestKind::List;
}

void HostGate::restUntil(Nanos moment)
{
    m_restUntil = std::max(m_restUntil.value_or(moment), moment);
}

void HostGate::backOff(Nanos now)
{
    std::chrono::seconds wait = kFirstBackOff;
    for (int i = 0; i < m_refusals && wait < kLongestBackOff; ++i)
        wait *= 2;
    ++m_refusals;
    m_backOffUntil = now + std::min(wait, kLongestBackOff);
}

/// When the silence ends that such a request keeps; nothing: none was asked for.
std::optional<Nanos> HostGate::opens(Haste haste) const
{
    return haste == Haste::Background ? std::max(m_restUntil, m_backOffUntil) : m_restUntil;
}

std::optional<std::chrono::seconds> HostGate::rests(Haste haste, Nanos now) const
{
    const std::optional<Nanos> opened = opens(haste);
    if (!opened || *opened <= now)
        return {};
    return std::chrono::ceil<std::chrono::seconds>(*opened - now);
}

} // namespace kanal::xtream
