// SPDX-License-Identifier: MIT
#include "catchup_return.h"

#include <algorithm>
#include <iterator>

namespace kanal::playback
{

namespace
{

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr minutes kEnd{1}; ///< recordings are seldom as long as the guide says
constexpr milliseconds kProgress{10'000};
constexpr milliseconds kWaits[] = {milliseconds(0),    milliseconds(500),  milliseconds(1000), milliseconds(2000),
                                   milliseconds(4000), milliseconds(8000), milliseconds(8000), milliseconds(8000)};

} // namespace

std::optional<CatchupReturn::Entry> CatchupReturn::after(milliseconds position, minutes length, Since since)
{
    if (position + kEnd >= length)
        return std::nullopt;
    if (position > m_furthest + kProgress)
        m_tries = 0;
    m_furthest = std::max(m_furthest, position);
    if (m_tries >= int(std::size(kWaits)))
        return std::nullopt;
    // What ends at the same place once more has a hole there.
    const bool hole = m_tries > 0 && since == Since::Played;
    return Entry{std::chrono::floor<minutes>(position) + minutes(hole ? 1 : 0), kWaits[m_tries++]};
}

} // namespace kanal::playback
