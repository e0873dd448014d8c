// SPDX-License-Identifier: MIT
// Media times of a transport stream that is a file: from zero, whatever its 33-bit clock does. Where its times jump in
// the middle, as in recordings put together, the parts are joined as a live stream's are (Timeline); the joints are
// kept, so that a seek knows which of the file's times it means. Pure; used on the demux thread.
#pragma once

#include "timeline.h"

namespace kanal::playback
{

class FileTimeline
{
public:
    /// `start`: the file's first time, in µs; nullopt: that of the first packet.
    explicit FileTimeline(std::optional<std::int64_t> startUs)
        : m_startUs(startUs)
    {
    }

    /// As Timeline::map; times in 1/90,000 s.
    Timeline::Stamp map(int stream, std::optional<std::int64_t> pts, std::optional<std::int64_t> dts,
                        std::int64_t durationUs, Timeline::Role role);

    /// How long it plays, by the joints that are known and the time from its first to its last stamp.
    std::int64_t lengthOf(std::int64_t stampedUs) const;
    /// Where the file has that media time, counted from its first time.
    std::int64_t placeOf(std::int64_t mediaUs) const;
    /// The next packets come from there.
    void sought(std::int64_t mediaUs);

private:
    // A media time is the file's time, counted from its first, and the offset of its part.
    struct Joint {
        std::int64_t fromUs; ///< media time
        std::int64_t offsetUs;
    };
    struct Track {
        int id;
        std::int64_t expectedUs; ///< where the next packet should start
        std::int64_t offsetUs;
    };

    Track &track(int stream, std::int64_t placeUs);
    std::int64_t offsetNear(std::int64_t placeUs, std::int64_t mediaUs) const;
    bool isBesideOthers(const Track &track, std::int64_t mediaUs) const;
    void follow(Track &track, std::int64_t placeUs, Timeline::Role role, bool &jumped);
    void noteJoint(Joint joint);

    std::optional<std::int64_t> m_startUs;
    std::int64_t m_beginUs = 0; ///< where the streams begin, about: at the place of the last seek
    std::vector<Track> m_tracks;
    std::vector<Joint> m_joints; ///< in their order
};

} // namespace kanal::playback
