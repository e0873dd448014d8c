// SPDX-License-Identifier: MIT
// Plays sound faster or slower with its pitch kept (libavfilter's atempo). Between decoder and renderer; one thread.
#pragma once

#include "audio_renderer.h"
#include "filter_chain.h"

#include <vector>

namespace kanal::playback
{

class TempoFilter
{
public:
    /// Takes a chunk in the device's format, returns what is ready, each with its speed. At 1.0 chunks pass untouched.
    std::vector<PcmChunk> process(PcmChunk chunk, double speed, const AudioFormat &format);
    /// The end of a stream: what is still inside.
    std::vector<PcmChunk> drain();
    void reset();

private:
    bool build(double speed, const AudioFormat &format, MediaTime start);
    bool continues(MediaTime pts) const;
    bool feed(const PcmChunk &chunk);
    void pull(std::vector<PcmChunk> &out);

    std::unique_ptr<FilterChain> m_chain;
    AudioFormat m_format;
    double m_speed = 1.0;
    MediaTime m_start{0}; ///< of the first frame the graph got
    std::int64_t m_framesIn = 0, m_framesOut = 0;
};

} // namespace kanal::playback
