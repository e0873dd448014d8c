// SPDX-License-Identifier: MIT
#include "session_shared.h"

namespace kanal::playback
{

bool PhaseMarks::markMs(StartPhases::Ms StartPhases::*stage, double ms)
{
    std::lock_guard lock(m_mutex);
    if (m_phases.*stage)
        return false;
    m_phases.*stage = ms;
    return true;
}

StartPhases PhaseMarks::phases() const
{
    std::lock_guard lock(m_mutex);
    return m_phases;
}

} // namespace kanal::playback
