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

    /// Gives a context that is not open yet to a device; its name, empty: no device takes it.
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

/// The devices of this machine, opened when first wanted: VAAPI, CUDA, VDPAU, D3D11VA, VideoToolbox as libavcodec
/// offers them.
std::unique_ptr<HardwareDecoder> makeHardwareDecoder();

} // namespace kanal::playback
