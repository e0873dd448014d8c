// SPDX-License-Identifier: MIT
// Looks at the tables of a live transport stream before libavformat does: libavformat goes on with the old codec when a
// new programme map gives another one to the same PID. Pure; one thread.
#pragma once

#include "ts_scanner.h"

#include <optional>
#include <set>

namespace kanal::playback
{

class ProgrammeWatch
{
public:
    /// Whole packets of 188 bytes. Where the tables begin that give a known PID another codec, or nothing: then all of
    /// it was looked at. What comes after the place must be handed in again.
    std::optional<std::size_t> changeIn(Bytes packets);
    /// The last PAT packet, for whoever begins in the middle; empty: none yet.
    const std::vector<std::byte> &pat() const { return m_pat; }

    /// Of the programme that is played by itself; null: none known yet.
    const TsStream *video() const { return m_tables->video(); }
    /// It was in a programme map, and is in none of the newest.
    bool isGone(std::uint16_t pid) const { return m_gone.contains(pid); }

private:
    bool contradicts(const std::vector<TsProgram> &before) const;
    void noteGone(const std::vector<TsProgram> &before);

    std::optional<TsScanner> m_tables = std::optional<TsScanner>(std::in_place);
    std::vector<std::byte> m_pat;
    std::set<std::uint16_t> m_gone;
};

} // namespace kanal::playback
