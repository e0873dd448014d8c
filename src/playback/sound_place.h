// SPDX-License-Identifier: MIT
// Where the packets of a sound that is a stream of its own lie in media time. It shares the picture's clock, and media
// time is what the picture's Timeline made of that clock: the picture says where each stretch of its times went, and
// each sound belongs into the stretch that holds it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace kanal::playback
{

/// What the picture's demuxer has read. Times are in µs.
class PictureTimes
{
public:
    /// A packet was mapped.
    void note(std::int64_t rawUs, std::int64_t mediaUs, std::int64_t durationUs);
    /// No more will come.
    void finish() { m_over = true; }

    struct Stretch {
        std::int64_t fromUs;   ///< media time
        std::int64_t offsetUs; ///< media time minus the clock's
    };
    const std::vector<Stretch> &stretches() const { return m_stretches; } ///< in order; only the last few are kept
    std::int64_t reachedUs() const { return m_reachedUs; }
    bool over() const { return m_over; }

private:
    std::vector<Stretch> m_stretches;
    std::int64_t m_reachedUs = 0;
    bool m_over = false;
};

class SoundPlace
{
public:
    struct Verdict {
        enum class What {
            At,
            Wait, ///< the picture has to be read further first
            Drop, ///< there is no picture to it
        } what;
        std::int64_t mediaUs = 0;
    };
    /// The clock may have run over its 33 bits on one side and not on the other.
    Verdict of(std::int64_t rawUs, const PictureTimes &picture) const;
    /// The packet was taken.
    void took(std::int64_t mediaUs, std::int64_t durationUs) { m_expectedUs = mediaUs + durationUs; }
    /// Where the next one should be; nullopt: none was taken yet.
    std::optional<std::int64_t> expectedUs() const { return m_expectedUs; }

private:
    std::optional<std::int64_t> m_expectedUs;
};

} // namespace kanal::playback
