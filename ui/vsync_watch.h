// SPDX-License-Identifier: MIT
// When the screen takes pictures: as often as it says, unless the swaps that were seen tell otherwise. At which
// instants it does nobody tells: a swap comes when a picture is handed over, not when it is seen. So the beat begins
// with the first swap and is kept; following later ones would be following ourselves. Pure.
#pragma once

#include <kanal/playback/video_sink.h>

#include <optional>

namespace kanal::ui
{

class VsyncWatch
{
public:
    /// What the screen says; 0 or nonsense: not known.
    void setRefreshRate(double hertz);
    /// A picture was handed over. More than one a refresh, again and again, and nobody waits for refreshes here.
    void swapped(Nanos at);

    playback::VsyncInfo info() const;

private:
    Nanos m_period{0};
    std::optional<Nanos> m_firstSwap, m_lastSwap;
    unsigned m_recent = 0; ///< bits, newest lowest: swaps that came too soon
};

} // namespace kanal::ui
