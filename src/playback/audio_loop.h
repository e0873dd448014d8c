// SPDX-License-Identifier: MIT
// The sound thread of a session: decodes, brings everything to the device's format, hands it to the renderer.
#pragma once

#include "session_shared.h"
#include "tempo_filter.h"

#include <atomic>
#include <memory>
#include <stop_token>

namespace kanal::playback
{

class AudioLoop
{
public:
    explicit AudioLoop(SessionShared &shared);
    ~AudioLoop();

    void run(std::stop_token stop);
    /// Plays this much faster (> 1) or slower to keep the buffer where it should be; a few per mille cannot be heard.
    /// Any thread.
    void setRate(double rate) { m_rate = rate; }

private:
    void handle(MediaPacket packet, std::stop_token stop);
    bool openDecoder(std::stop_token stop);
    void closeDecoder();
    void decode(AVPacket *packet, std::stop_token stop);
    void deliver(const AVFrame &frame, std::stop_token stop);
    void hand(std::vector<PcmChunk> chunks, std::stop_token stop);
    bool prepareResampler(const AVFrame &frame, const AudioFormat &format);

    SessionShared &m_shared;
    DecoderPool::Lease m_decoder;
    std::shared_ptr<const AVCodecParameters> m_parameters;
    SwrPtr m_resampler;
    TempoFilter m_tempo;
    int m_outChannels = 0;
    int m_inRate = 0, m_inFormat = -1, m_inChannels = 0;
    int m_serial = 0;
    std::uint64_t m_epoch = 0; ///< of the renderer, when the packet was taken
    MediaTime m_next{0};       ///< where the next frame should continue
    bool m_continues = false;
    bool m_failed = false;
    bool m_layerTwo = false; ///< what was announced as MP3 is MP2
    std::atomic<double> m_rate{1.0};
};

} // namespace kanal::playback
