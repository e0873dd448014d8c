// SPDX-License-Identifier: MIT
// Turns interlaced pictures into one picture a field (bwdif), only where the pictures say that they are interlaced.
// Times in µs. One thread.
#pragma once

#include "filter_chain.h"

#include <kanal/playback/playback_options.h>

#include <vector>

namespace kanal::playback
{

class Deinterlacer
{
public:
    using Mode = Deinterlace;
    explicit Deinterlacer(Mode mode = Mode::Auto)
        : m_mode(mode)
    {
    }

    /// From the next picture on.
    void setMode(Mode mode) { m_mode = mode; }
    /// Takes a picture, returns what is ready: itself, two fields, or nothing yet. Null drains.
    std::vector<FramePtr> filter(FramePtr frame);
    /// A seek: what is inside is dropped.
    void reset();
    bool active() const { return m_chain != nullptr; }

private:
    bool wanted(const AVFrame &frame);
    bool fits(const AVFrame &frame) const;
    bool build(const AVFrame &frame);
    void pull(std::vector<FramePtr> &out);

    Mode m_mode;
    Mode m_builtFor = Mode::Auto;
    unsigned m_recent = 0; ///< bits, newest lowest
    int m_progressive = 0; ///< in a row
    bool m_on = false;

    std::unique_ptr<FilterChain> m_chain;
    int m_width = 0, m_height = 0, m_format = -1;
    AVRational m_aspect{0, 1};
};

} // namespace kanal::playback
