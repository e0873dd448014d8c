// SPDX-License-Identifier: MIT
// Which streams of a transport stream are scrambled for a receiver with a card: libavformat says nothing of them, they
// are just never there. Pure; one thread.
#pragma once

#include "ts_scanner.h"

#include <cstdint>
#include <map>

namespace kanal::playback
{

class ScrambleWatch
{
public:
    /// Whole packets of 188 bytes.
    void note(Bytes packets);
    /// Nothing of it was to be read lately.
    bool isScrambled(int pid) const;
    /// Much was looked at, and no picture or sound in it could be read.
    bool allIsScrambled() const;

private:
    std::map<int, int> m_run; ///< by PID: scrambled packets since the last one in the clear
    int m_scrambled = 0;      ///< of all PIDs
    bool m_anythingClear = false;
};

} // namespace kanal::playback
