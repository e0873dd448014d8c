// SPDX-License-Identifier: MIT
// The picture thread of a session: nothing is decoded before a key picture; that one is decoded alone at once, by a
// throw-away (kept) decoder with one thread, and shown; then the real decoder takes over (docs/playback.md).
#pragma once

#include "captions.h"
#include "decode_pace.h"
#include "deinterlacer.h"
#include "frame_converter.h"
#include "packet_group.h"
#include "picture_decoder.h"
#include "session_shared.h"

#include <memory>
#include <stop_token>

namespace kanal::playback
{

class VideoLoop
{
public:
    explicit VideoLoop(SessionShared &shared);
    ~VideoLoop();

    void run(std::stop_token stop);

private:
    /// How a decoder is opened, or should be.
    struct Plan {
        int threads = 1;
        std::vector<std::string> devices; ///< that may take it; empty: software
    };

    void handle(MediaPacket packet, std::stop_token stop);
    bool isOther(const std::shared_ptr<const AVCodecParameters> &parameters) const;
    void followProgramme(const MediaPacket &packet, std::stop_token stop);
    bool ready(const MediaPacket &packet);
    bool openDecoder(const MediaPacket &first);
    Plan plan() const;
    bool outgrown() const;
    CodecParametersPtr seenParameters() const;
    void preview(const MediaPacket &key);
    FramePtr decodeAlone(const MediaPacket &key, const AVCodecParameters &parameters);
    bool showFirst(const MediaPacket &key, const AVCodecParameters &parameters);
    void decode(const AVPacket *packet, std::stop_token stop);
    void noteDecoder();
    void deliver(FramePtr frame, std::stop_token stop);
    void stamp(AVFrame &frame);
    void offerCaptions(const Track &captions);
    void noteCaptions(const AVFrame &frame);
    void showLater(FramePtr frame, std::stop_token stop);
    void closeDecoder();
    void measureLateness(std::int64_t ptsUs);
    MediaTime lateness(std::int64_t ptsUs) const;
    MediaTime waiting() const;
    void noteSize(const VideoFrame &frame, bool first);

    SessionShared &m_shared;
    FrameConverter m_converter;
    Deinterlacer m_deinterlacer;
    PictureDecoder m_decoder;
    PacketGroups m_groups; ///< of what is decoded; empty where the surface has the pictures as they are
    Plan m_plan;           ///< of m_decoder
    DecodePace m_pace;
    Nanos m_waited{0}; ///< for room, while a packet was decoded
    CaptionWatch m_captions;
    std::string m_decoderName;
    std::shared_ptr<const AVCodecParameters> m_parameters; ///< what the decoder was opened for
    int m_serial = 0;
    Nanos m_waitingSince{0};   ///< for a key picture; 0: not waiting
    bool m_catchingUp = false; ///< for one that is in time
    bool m_previewed = false;  ///< the first picture is there
    double m_frameRate = 0;
    int m_profile;             ///< as the first picture said it; the container seldom knows
    std::int64_t m_nextUs = 0; ///< when the next picture is due, should it not say so itself
    int m_width = 0, m_height = 0;
    double m_aspect = 0;
    bool m_interlaced = false;
    bool m_failed = false; ///< the codec cannot be decoded: packets are dropped
};

} // namespace kanal::playback
