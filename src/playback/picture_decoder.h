// SPDX-License-Identifier: MIT
// Packets to pictures, by the graphics card where it can. Keeps the packets since the last key picture: when a device
// fails, the next one, or software, decodes them again and goes on with the picture after the last one that came out:
// none is lost, none comes twice. One thread.
#pragma once

#include "decoder_pool.h"
#include "hw_device.h"

#include <deque>
#include <functional>
#include <optional>

namespace kanal::playback
{

class PictureDecoder
{
public:
    /// False: no more pictures are wanted.
    using Deliver = std::function<bool(FramePtr)>;
    enum class Use { Software, Hardware };

    PictureDecoder(DecoderPool &pool, HardwareDecoder &hardware);
    ~PictureDecoder();

    /// Hardware is a wish: without a device that takes it, software decodes.
    Result<> open(const AVCodecParameters &parameters, int threads, Use use);
    void close();
    bool isOpen() const { return m_lease.context != nullptr; }
    bool onCard() const { return !m_device.empty(); }
    AVCodecContext &context() { return *m_lease.context; }
    std::string name() const; ///< "h264 vaapi", "hevc ×2"

    /// Null drains.
    void decode(const AVPacket *packet, const Deliver &deliver);

private:
    enum class Outcome { Good, Stopped, CardFailed };
    Outcome step(const AVPacket *packet, const Deliver &deliver);
    Outcome run(const AVPacket *packet, const Deliver &deliver);
    Outcome take(FramePtr frame, const Deliver &deliver);
    bool openHardware(const AVCodecParameters &parameters);
    Outcome fallBack(const Deliver &deliver);
    void keep(const AVPacket &packet);
    void letGo();

    DecoderPool &m_pool;
    HardwareDecoder &m_hardware;
    DecoderPool::Lease m_lease;
    CodecParametersPtr m_parameters;
    int m_threads = 1;
    std::string m_device; ///< empty: software decodes

    int m_errors = 0;             ///< in a row
    std::deque<PacketPtr> m_kept; ///< since the key picture before the newest picture
    std::size_t m_keptBytes = 0;
    bool m_keeping = false;      ///< false: nothing before the next key picture
    std::size_t m_newestKey = 0; ///< in m_kept
    std::int64_t m_newestKeyPts = 0;
    std::optional<std::int64_t> m_lastPts; ///< of the last picture that went out
    bool m_replaying = false;              ///< until the first picture after m_lastPts
};

} // namespace kanal::playback
