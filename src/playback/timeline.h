// SPDX-License-Identifier: MIT
// Makes one continuous media time out of what streams carry: unwraps 33-bit timestamps per stream, follows jumps and
// resets, and keeps sound and picture together when they cross a splice at different places. Pure; used on the demux
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace kanal::playback
{

class Timeline
{
public:
    enum class Wrap { None, Bits33 };

    /// `start`: the media time the first packet gets, in µs.
    explicit Timeline(Wrap wrap, std::int64_t startUs = 0);

    struct Stamp {
        std::int64_t ptsUs = 0;
        std::int64_t dtsUs = 0;
        bool jumped = false; ///< this packet opened a new segment: its raw time is not where it was expected
    };

    /// Maps a packet of `stream`. Times are µs of the container (for MPEG-TS: 90 kHz ticks × 100/9 are NOT wanted: pass
    /// ticks with Wrap::Bits33 and µs with Wrap::None). Missing times continue where the stream was.
    /// A stream that may be silent for long (Role::Follows: subtitles, data) never opens a segment.
    enum class Role { Leads, Follows };
    Stamp map(int stream, std::optional<std::int64_t> pts, std::optional<std::int64_t> dts, std::int64_t durationUs,
              Role role = Role::Leads);

    /// After a seek: the next packet starts at its own time again.
    void restart(std::int64_t offsetUs);

private:
    struct Track {
        int id = 0;
        std::optional<std::int64_t> lastRaw; ///< unwrapped, in input units
        std::int64_t expectedUs = 0;         ///< where the next packet should start
        bool known = false;
        bool leads = false;
        std::int64_t offsetUs = 0; ///< of the segment it was in last, or of a clock of its own
    };

    Track &track(int stream);
    std::int64_t unwrap(Track &track, std::int64_t raw) const;
    std::int64_t toUs(std::int64_t unwrapped) const;
    std::int64_t chooseOffset(const Track &track, std::int64_t rawUs, Role role, bool &jumped);
    std::int64_t firstOffset(std::int64_t rawUs, Role role) const;
    std::optional<std::int64_t> nearestOffset(const Track &track, std::int64_t rawUs) const;
    bool isBesideOthers(const Track &track, std::int64_t rawUs, std::int64_t offsetUs) const;

    Wrap m_wrap;
    std::int64_t m_startUs;
    bool m_started = false;
    std::int64_t m_firstRaw = 0;
    std::vector<std::int64_t> m_offsets; ///< µs to add to raw µs, one per segment, newest last; only a few are kept
    std::vector<Track> m_tracks;
};

} // namespace kanal::playback
