// SPDX-License-Identifier: MIT
// Decoders that are kept across channels: opening one anew costs a zap 20 ms of fresh pages (performance.md §4). Any
// thread.
#pragma once

#include "av_handles.h"

#include <kanal/core/error.h>

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace kanal::playback
{

class DecoderPool
{
public:
    struct Lease {
        CodecPtr context; ///< opened, flushed; times in µs
        int threads = 1;
        bool inBand = false; ///< opened without extra data: may be used again for any stream of the codec
    };

    /// A decoder for these parameters; `threads` frame/slice threads. Unsupported names the codec.
    Result<Lease> take(const AVCodecParameters &parameters, int threads);
    using Prepare = std::function<bool(AVCodecContext &)>;
    /// A new one that is never kept; `prepare` sees it before it is opened, false: not like this. `codec`: another than
    /// the usual one.
    Result<Lease> make(const AVCodecParameters &parameters, int threads, const Prepare &prepare,
                       const AVCodec *codec = nullptr);
    /// Gives one back. Only those that start from in-band data are kept.
    void giveBack(Lease lease);

private:
    std::mutex m_mutex;
    std::vector<Lease> m_idle;
};

/// Whether a decoder opened for one goes on with the other: same codec, same extra data.
bool sameDecoder(const AVCodecParameters &a, const AVCodecParameters &b);

/// Frame threads add a picture of delay and the memory of some each: as few as begin well. Where they do not do, more
/// come with the next key picture (DecodePace).
int decoderThreads(AVCodecID codec, int width, int height, double frameRate, int cores);
/// So many of them as are of use on this machine.
int usableThreads(int wanted, int cores);

} // namespace kanal::playback
