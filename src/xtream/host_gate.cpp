// SPDX-License-Identifier: MIT
#include "host_gate.h"

#include <algorithm>

namespace kanal::xtream
{

std::optional<Nanos> HostGate::mayStart(RequestKind kind, Nanos now) const
{
    if (m_running >= kAtOnce || (kind == RequestKind::List && m_lists > 0))
        return {};
    if (m_pace == Pace::Unspaced || !m_lastStart)
        return now;
    return std::max(now, *m_lastStart + kPause);
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

std::optional<std::chrono::seconds> HostGate::rests(Nanos now) const
{
    if (!m_restUntil || *m_restUntil <= now)
        return {};
    return std::chrono::ceil<std::chrono::seconds>(*m_restUntil - now);
}

} // namespace kanal::xtream
