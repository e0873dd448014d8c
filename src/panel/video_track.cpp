// SPDX-License-Identifier: MIT
#include "caption_writer.h"
#include "clip_tracks.h"

#include <kanal/core/log.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <optional>
#include <vector>

extern "C" {
#include <libavutil/opt.h>
}

namespace kanal::panel
{
namespace
{

void markInterlaced(AVFrame &frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    frame.flags |= AV_FRAME_FLAG_INTERLACED | AV_FRAME_FLAG_TOP_FIELD_FIRST;
#else
    frame.interlaced_frame = 1;
    frame.top_field_first = 1;
#endif
}

/// Encoders worth trying, best first. Names a build lacks are skipped; an encoder that does not open, too (no such
/// hardware).
std::vector<const AVCodec *> encodersFor(VideoCodec codec)
{
    std::vector<const char *> names;
    if (codec == VideoCodec::Hevc)
        names = {"libx265", "hevc_videotoolbox", "hevc_mf"};
    if (codec == VideoCodec::H264 || codec == VideoCodec::Hevc)
        names.insert(names.end(), {"libx264", "libopenh264", "h264_videotoolbox", "h264_mf"});
    names.push_back("mpeg2video");
    std::vector<const AVCodec *> found;
    for (const char *name : names) {
        if (const AVCodec *encoder = avcodec_find_encoder_by_name(name))
            found.push_back(encoder);
    }
    return found;
}

/// A bit rate that suits these clean pictures.
std::int64_t bitRateFor(const VideoSpec &video, const AVCodec &encoder)
{
    const double pixels = double(video.width) * video.height * video.frameRate;
    return std::int64_t(pixels * (encoder.id == AV_CODEC_ID_MPEG2VIDEO ? 0.16 : 0.08)) + 200'000;
}

void tune(AVCodecContext &context, const VideoSpec &video)
{
    const std::string name = context.codec->name;
    const std::string gop = std::to_string(context.gop_size);
    if (name == "libx264") {
        av_opt_set(context.priv_data, "preset", "ultrafast", 0);
        av_opt_set(context.priv_data, "crf", "21", 0);
        // ultrafast leaves the deblocking filter out, and skies show it; the filter costs little.
        const std::string parameters =
            "scenecut=0:open-gop=0:deblock=0,0:no-deblock=0:bframes=" + std::to_string(video.bFrames) +
            ":keyint=" + gop + ":min-keyint=" + gop;
        av_opt_set(context.priv_data, "x264-params", parameters.c_str(), 0);
        context.rc_max_rate = bitRateFor(video, *context.codec) * 2;
        context.rc_buffer_size = int(context.rc_max_rate);
    } else if (name == "libx265") {
        av_opt_set(context.priv_data, "preset", "ultrafast", 0);
        const std::string parameters =
            "log-level=error:crf=24:scenecut=0:open-gop=0:bframes=" + std::to_string(video.bFrames) + ":keyint=" + gop +
            ":min-keyint=" + gop + ":repeat-headers=1";
        av_opt_set(context.priv_data, "x265-params", parameters.c_str(), 0);
    } else {
        context.bit_rate = bitRateFor(video, *context.codec);
        context.rc_max_rate = context.bit_rate * 3 / 2;
        context.rc_buffer_size = int(context.bit_rate);
        context.flags |= AV_CODEC_FLAG_CLOSED_GOP;
        av_opt_set(context.priv_data, "sc_threshold", "1000000000", 0);
    }
}

CodecPtr openEncoder(const AVCodec &encoder, const VideoSpec &video, bool globalHeader)
{
    CodecPtr context(avcodec_alloc_context3(&encoder));
    if (!context)
        return nullptr;
    context->width = video.width;
    context->height = video.height;
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    context->time_base = {1, video.frameRate};
    context->framerate = {video.frameRate, 1};
    const int displayWidth = video.displayWidth ? video.displayWidth : video.width;
    av_reduce(&context->sample_aspect_ratio.num, &context->sample_aspect_ratio.den, displayWidth, video.width, 1 << 16);
    context->gop_size = video.frameRate * video.gopSeconds;
    context->max_b_frames = video.bFrames;
    context->color_range = AVCOL_RANGE_MPEG;
    context->colorspace = AVCOL_SPC_BT709;
    context->color_primaries = AVCOL_PRI_BT709;
    context->color_trc = AVCOL_TRC_BT709;
    context->thread_count = 2;
    context->log_level_offset = kQuieter;
    if (video.interlaced)
        context->flags |= AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME;
    if (globalHeader)
        context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    tune(*context, video);
    return avcodec_open2(context.get(), &encoder, nullptr) < 0 ? nullptr : std::move(context);
}

PictureSpec pictureSpecOf(const ClipSpec &clip)
{
    PictureSpec picture;
    picture.width = clip.video.displayWidth ? clip.video.displayWidth : clip.video.width;
    picture.height = clip.video.height;
    picture.frameRate = clip.video.frameRate * (clip.video.interlaced ? 2 : 1);
    picture.period = clip.isLoop() ? clip.seconds : 10;
    picture.theme = clip.theme;
    picture.title = clip.title;
    picture.tagline = taglineOf(clip);
    picture.monogram = clip.monogram;
    return picture;
}

/// Every second line of `from` over those of `to`.
void copyField(AVFrame &to, const AVFrame &from, int parity)
{
    for (int plane = 0; plane < 3; ++plane) {
        const int rows = plane ? to.height / 2 : to.height;
        const int bytes = plane ? to.width / 2 : to.width;
        for (int y = parity; y < rows; y += 2)
            std::memcpy(to.data[plane] + y * to.linesize[plane], from.data[plane] + y * from.linesize[plane],
                        std::size_t(bytes));
    }
}

class VideoTrack final : public ClipTrack
{
public:
    VideoTrack(const ClipSpec &clip, CodecPtr encoder, AVStream &stream)
        : m_video(clip.video)
        , m_frames(clip.seconds * clip.video.frameRate)
        , m_painter(pictureSpecOf(clip))
        , m_encoder(std::move(encoder))
        , m_stream(stream)
    {
        if (clip.captions)
            m_captions.emplace(clip.video.frameRate, clip.seconds);
        const int displayWidth = clip.video.displayWidth ? clip.video.displayWidth : clip.video.width;
        m_painted = makePicture(displayWidth, clip.video.height, AV_PIX_FMT_YUV420P);
        if (clip.video.interlaced)
            m_secondField = makePicture(displayWidth, clip.video.height, AV_PIX_FMT_YUV420P);
        if (displayWidth != clip.video.width)
            m_scaler.reset(sws_getContext(displayWidth, clip.video.height, AV_PIX_FMT_YUV420P, clip.video.width,
                                          clip.video.height, AV_PIX_FMT_YUV420P, SWS_BICUBIC, nullptr, nullptr,
                                          nullptr));
    }

    double position() const override { return m_done ? kTrackDone : double(m_next) / m_video.frameRate; }

    Result<> step(AVFormatContext &output) override
    {
        int code = 0;
        if (m_next < m_frames) {
            FramePtr picture = nextPicture();
            if (!picture)
                return fail(ErrorKind::Storage, "no memory for a picture");
            if (m_captions)
                m_captions->dress(*picture, m_next);
            picture->pts = m_next++;
            code = avcodec_send_frame(m_encoder.get(), picture.get());
        } else {
            m_done = true;
            code = avcodec_send_frame(m_encoder.get(), nullptr);
        }
        if (code < 0)
            return avFail(ErrorKind::Unsupported, "video encoder", code);
        return drainEncoder(*m_encoder, m_stream, output, [](AVPacket &packet) {
            packet.duration = 1;
            return true;
        });
    }

private:
    /// The encoder keeps pictures, so each is a new buffer.
    FramePtr nextPicture()
    {
        FramePtr picture = makePicture(m_video.width, m_video.height, AV_PIX_FMT_YUV420P);
        if (!picture || !m_painted)
            return nullptr;
        AVFrame &canvas = m_scaler ? *m_painted : *picture;
        if (m_video.interlaced) {
            m_painter.paint(canvas, int(2 * m_next));
            m_painter.paint(*m_secondField, int(2 * m_next) + 1);
            copyField(canvas, *m_secondField, 1);
            markInterlaced(*picture);
        } else {
            m_painter.paint(canvas, int(m_next));
        }
        if (m_scaler)
            sws_scale(m_scaler.get(), canvas.data, canvas.linesize, 0, canvas.height, picture->data, picture->linesize);
        return picture;
    }

    VideoSpec m_video;
    std::int64_t m_frames, m_next = 0;
    bool m_done = false;
    ClipPainter m_painter;
    std::optional<CaptionWriter> m_captions;
    CodecPtr m_encoder;
    AVStream &m_stream;
    FramePtr m_painted, m_secondField;
    SwsPtr m_scaler;
};

} // namespace

Result<> drainEncoder(AVCodecContext &encoder, AVStream &stream, AVFormatContext &output,
                      const std::function<bool(AVPacket &)> &keep)
{
    PacketPtr packet(av_packet_alloc());
    for (;;) {
        int code = avcodec_receive_packet(&encoder, packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            return avFail(ErrorKind::Unsupported, "encoder", code);
        if (!keep(*packet)) {
            av_packet_unref(packet.get());
            continue;
        }
        packet->stream_index = stream.index;
        av_packet_rescale_ts(packet.get(), encoder.time_base, stream.time_base);
        code = av_interleaved_write_frame(&output, packet.get());
        if (code < 0)
            return avFail(ErrorKind::Storage, "writing a clip", code);
    }
}

Result<std::unique_ptr<ClipTrack>> makeVideoTrack(const ClipSpec &spec, AVFormatContext &output)
{
    const bool globalHeader = output.oformat->flags & AVFMT_GLOBALHEADER;
    for (const AVCodec *codec : encodersFor(spec.video.codec)) {
        CodecPtr encoder = openEncoder(*codec, spec.video, globalHeader);
        if (!encoder)
            continue;
        log::debug("kanal.panel.clips", "clip=" + spec.name + " encoder=" + codec->name);
        AVStream *stream = avformat_new_stream(&output, nullptr);
        if (!stream || avcodec_parameters_from_context(stream->codecpar, encoder.get()) < 0)
            return fail(ErrorKind::Storage, "no memory for a stream");
        stream->time_base = encoder->time_base;
        stream->avg_frame_rate = encoder->framerate;
        stream->sample_aspect_ratio = encoder->sample_aspect_ratio;
        return std::make_unique<VideoTrack>(spec, std::move(encoder), *stream);
    }
    return fail(ErrorKind::Unsupported, "this FFmpeg has no video encoder we can use");
}

} // namespace kanal::panel
