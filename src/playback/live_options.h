// SPDX-License-Identifier: MIT
// What the user may change while it plays, as the session's threads read it. Any thread.
#pragma once

#include <kanal/playback/playback_options.h>

#include <atomic>

namespace kanal::playback
{

struct LiveOptions {
    std::atomic<double> speed{1.0}; ///< media seconds per second
    std::atomic<std::int64_t> soundDelayUs{0};
    std::atomic<std::int64_t> subtitleDelayUs{0};
    std::atomic<double> subtitleScale{1.0};
    std::atomic<Deinterlace> deinterlace{Deinterlace::Auto};
    std::atomic<Quality> quality{Quality::Auto};
    std::atomic<HardwareDecoding> hardware{HardwareDecoding::Auto};
};

} // namespace kanal::playback
