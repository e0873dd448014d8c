// SPDX-License-Identifier: MIT
#include "ledger.h"

#include <algorithm>

namespace kanal::panel
{

StreamLedger::SlotPtr StreamLedger::take(const std::string &name)
{
    std::erase_if(m_named, [](const auto &entry) { return entry.second.expired(); });
    if (const auto shared = m_named.find(name); !name.empty() && shared != m_named.end())
        return shared->second.lock();
    if (*m_openNow >= m_limit)
        return nullptr;
    const int open = ++*m_openNow;
    ++m_opened;
    m_most = std::max(m_most.load(), open);
    auto slot = std::make_shared<Slot>(m_openNow);
    if (!name.empty())
        m_named[name] = slot;
    return slot;
}

PanelCounters StreamLedger::counters() const
{
    return {m_apiCalls, m_opened, *m_openNow, m_most, m_refused, m_media, m_faults};
}

} // namespace kanal::panel
