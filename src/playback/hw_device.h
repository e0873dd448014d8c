// SPDX-License-Identifier: MIT
// Decoding by the graphics card: which devices take a codec, and how their pictures come back into memory. A device
// that failed once is not tried again for that codec and profile; the next one is. Any thread.
#pragma once

#include "av_handles.h"

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace kanal::playback
{

class HardwareDecoder
{
public:
    virtual ~HardwareDecoder() = default;

    /// Looks for a device on a thread of its own, once: that takes up to a third of a second. Returns at once.
    virtual void prepare() {}
    /// None of those found takes what is played: looks for one more, likewise.
    virtual void lookFurther() {}
    /// There is one.
    virtual bool ready() const { return true; }
    /// The names of those that have a way for the codec, best first.
    virtual std::vector<std::string> devicesFor(AVCodecID codec) const = 0;
    /// Gives a context that is not open yet to one of them. False: it does not take it.
    virtual bool attach(AVCodecContext &context, const std::string &device) = 0;
    /// Whether a device made this picture. A driver that lacks the codec's profile says so only while decoding, and
    /// libavcodec goes on in software without a word, in the one thread that a device needs.
    virtual bool made(const AVFrame &frame) const = 0;
    /// Its picture in memory. Null: the device failed.
    virtual FramePtr fetch(FramePtr frame) = 0;

    /// devicesFor() without those that failed.
    std::vector<std::string> trusted(const AVCodecParameters &parameters) const;
    bool trusts(const AVCodecParameters &parameters) const { return !trusted(parameters).empty(); }
    void distrust(const AVCodecParameters &parameters, const std::string &device);

private:
    mutable std::mutex m_mutex;
    std::set<std::tuple<int, int, std::string>> m_failed; ///< codec, profile, device
};

/// Whether the card is worth it: HD, and not the MPEG-2 whose fields want our own deinterlacer.
bool worthHardware(const AVCodecParameters &parameters, int width, int height);

/// The decoder that can have a device: for AV1 it is not the one that software prefers. Null: none for this codec.
const AVCodec *hardwareCodec(AVCodecID id);

/// The devices of this machine, in turn as they are needed: VideoToolbox, D3D11VA, VAAPI, CUDA, VDPAU as libavcodec
/// offers them.
std::unique_ptr<HardwareDecoder> makeHardwareDecoder();

} // namespace kanal::playback
