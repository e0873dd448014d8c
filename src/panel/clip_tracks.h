// SPDX-License-Identifier: MIT
// The parts of a clip being made: each makes its own media bit by bit and hands packets to the muxer.
#pragma once

#include "av.h"
#include "clip_painter.h"
#include "clip_spec.h"
#include "sound.h"

#include <functional>
#include <limits>
#include <memory>

namespace kanal::panel
{

/// For AVCodecContext::log_level_offset: what encoders have to say for information is not worth a line.
inline constexpr int kQuieter = AV_LOG_DEBUG - AV_LOG_INFO;

inline constexpr double kTrackDone = std::numeric_limits<double>::infinity();

class ClipTrack
{
public:
    virtual ~ClipTrack() = default;
    /// How far it has come, in seconds; kTrackDone at the end. The track that is behind is the next to step.
    virtual double position() const = 0;
    virtual Result<> step(AVFormatContext &output) = 0;
};

/// Each opens its encoder and adds its stream to `output`, before the header is written.
Result<std::unique_ptr<ClipTrack>> makeVideoTrack(const ClipSpec &spec, AVFormatContext &output);
Result<std::unique_ptr<ClipTrack>> makeAudioTrack(const ClipSpec &spec, const AudioSpec &audio,
                                                  AVFormatContext &output);
Result<std::unique_ptr<ClipTrack>> makeSubtitleTrack(const ClipSpec &spec, const std::string &language,
                                                     AVFormatContext &output);

/// Drains the encoder into the muxer; `keep` may drop or change packets (times are in the encoder's base).
Result<> drainEncoder(AVCodecContext &encoder, AVStream &stream, AVFormatContext &output,
                      const std::function<bool(AVPacket &)> &keep);

} // namespace kanal::panel
