// SPDX-License-Identifier: MIT
// Decoding by the graphics card: which device takes a codec, and how its pictures come back into memory. What failed
// once is not tried again for that codec and profile. Any thread.
#pragma once

#include "av_handles.h"

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace kanal::playback
{

class HardwareDecoder
{
public:
    virtual ~HardwareDecoder() = default;

    /// Looks for a device on a thread of its own, once: that takes up to a third of a second. Returns at once.
    virtual void prepare() {}
    /// There is one.
    virtual bool ready() const { return true; }
    /// Gives a context that is not open yet to the device; its name, empty: it does not take it, or is not ready.
    virtual std::string attach(AVCodecContext &context) = 0;
    /// Whether the device made this picture. A driver that lacks the codec's profile says so only while decoding, and
    /// libavcodec goes on in software without a word, in the one thread that a device needs.
    virtual bool made(const AVFrame &frame) const = 0;
    /// Its picture in memory. Null: the device failed.
    virtual FramePtr fetch(FramePtr frame) = 0;

    bool trusts(const AVCodecParameters &parameters) const;
    void distrust(const AVCodecParameters &parameters);

private:
    mutable std::mutex m_mutex;
    std::set<std::pair<int, int>> m_failed; ///< codec, profile
};

/// Whether the card is worth it: HD, and not the MPEG-2 whose fields want our own deinterlacer.
bool worthHardware(const AVCodecParameters &parameters, int width, int height);

/// The decoder that can have a device: for AV1 it is not the one that software prefers. Null: none for this codec.
const AVCodec *hardwareCodec(AVCodecID id);

/// The first device of this machine that opens: VideoToolbox, D3D11VA, VAAPI, CUDA, VDPAU as libavcodec offers them.
std::unique_ptr<HardwareDecoder> makeHardwareDecoder();

} // namespace kanal::playback
