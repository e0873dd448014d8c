// SPDX-License-Identifier: MIT
#include "clip_tracks.h"
#include "stroke_font.h"

#include <array>
#include <cstring>
#include <functional>

namespace kanal::panel
{
namespace
{

constexpr int kEvery = 4; // seconds from one line to the next
constexpr int kShown = 3; // seconds a line stays

std::string lineAt(const std::string &language, int number)
{
    const std::string count = std::to_string(number);
    if (language == "deu")
        return "Untertitel " + count;
    return language == "fra" ? "Sous-titre " + count : "Subtitle " + count;
}

AVStream *addStream(AVFormatContext &output, AVCodecID codec, const std::string &language)
{
    AVStream *stream = avformat_new_stream(&output, nullptr);
    if (!stream)
        return nullptr;
    stream->codecpar->codec_type = AVMEDIA_TYPE_SUBTITLE;
    stream->codecpar->codec_id = codec;
    stream->time_base = {1, 1000};
    av_dict_set(&stream->metadata, "language", language.c_str(), 0);
    return stream;
}

Result<> writePacket(AVFormatContext &output, const AVStream &stream, const std::uint8_t *bytes, int size, double at,
                     double duration)
{
    PacketPtr packet(av_packet_alloc());
    if (!packet || av_new_packet(packet.get(), size) < 0)
        return fail(ErrorKind::Storage, "no memory for a subtitle");
    std::memcpy(packet->data, bytes, std::size_t(size));
    packet->stream_index = stream.index;
    packet->flags |= AV_PKT_FLAG_KEY;
    packet->pts = packet->dts = std::int64_t(at / av_q2d(stream.time_base));
    packet->duration = std::int64_t(duration / av_q2d(stream.time_base));
    const int code = av_interleaved_write_frame(&output, packet.get());
    if (code < 0)
        return avFail(ErrorKind::Storage, "writing a subtitle", code);
    return {};
}

class SubRipTrack final : public ClipTrack
{
public:
    SubRipTrack(const ClipSpec &clip, std::string language, AVStream &stream)
        : m_language(std::move(language))
        , m_stream(stream)
        , m_seconds(clip.seconds)
    {
    }

    double position() const override { return m_next + kEvery > m_seconds ? kTrackDone : m_next; }

    Result<> step(AVFormatContext &output) override
    {
        const std::string line = lineAt(m_language, m_next / kEvery + 1);
        const double at = m_next + 0.5;
        m_next += kEvery;
        return writePacket(output, m_stream, reinterpret_cast<const std::uint8_t *>(line.data()), int(line.size()), at,
                           kShown);
    }

private:
    std::string m_language;
    AVStream &m_stream;
    int m_seconds, m_next = 0;
};

/// DVB subtitles: a bitmap of the line, then an empty page to take it away.
class DvbTrack final : public ClipTrack
{
public:
    DvbTrack(const ClipSpec &clip, std::string language, CodecPtr encoder, AVStream &stream)
        : m_language(std::move(language))
        , m_encoder(std::move(encoder))
        , m_stream(stream)
        , m_seconds(clip.seconds)
    {
    }

    double position() const override
    {
        if (m_next + kEvery > m_seconds)
            return kTrackDone;
        return m_next + (m_showing ? kShown : 0.5);
    }

    Result<> step(AVFormatContext &output) override
    {
        const double at = position();
        AVSubtitle subtitle{};
        AVSubtitleRect rect{};
        AVSubtitleRect *rects[] = {&rect};
        StrokeText text;
        if (!m_showing) {
            text = drawText(lineAt(m_language, m_next / kEvery + 1), 30, 0.14);
            fillRect(rect, text);
            subtitle.num_rects = 1;
            subtitle.rects = rects;
        }
        std::array<std::uint8_t, 64 * 1024> coded{};
        const int size = avcodec_encode_subtitle(m_encoder.get(), coded.data(), int(coded.size()), &subtitle);
        if (size < 0)
            return avFail(ErrorKind::Unsupported, "subtitle encoder", size);
        if (m_showing)
            m_next += kEvery;
        m_showing = !m_showing;
        return writePacket(output, m_stream, coded.data(), size, at, 0);
    }

private:
    static constexpr int kColours = 4; // empty, dark edge, grey, white

    void fillRect(AVSubtitleRect &rect, StrokeText &text)
    {
        for (std::uint8_t &cover : text.coverage)
            cover = std::uint8_t(cover < 32 ? 1 : cover < 112 ? 2 : 3);
        m_palette = {0x00000000, 0xa0101820, 0xff909090, 0xffffffff};
        rect.type = SUBTITLE_BITMAP;
        rect.x = (720 - text.width) / 2;
        rect.y = 480;
        rect.w = text.width;
        rect.h = text.height;
        rect.nb_colors = kColours;
        rect.data[0] = text.coverage.data();
        rect.data[1] = reinterpret_cast<std::uint8_t *>(m_palette.data());
        rect.linesize[0] = text.width;
    }

    std::string m_language;
    CodecPtr m_encoder;
    AVStream &m_stream;
    int m_seconds, m_next = 0;
    bool m_showing = false;
    std::array<std::uint32_t, kColours> m_palette{};
};

} // namespace

Result<std::unique_ptr<ClipTrack>> makeSubtitleTrack(const ClipSpec &spec, const std::string &language,
                                                     AVFormatContext &output)
{
    if (spec.subtitles == Subtitles::SubRip) {
        AVStream *stream = addStream(output, AV_CODEC_ID_SUBRIP, language);
        if (!stream)
            return fail(ErrorKind::Storage, "no memory for a stream");
        return std::make_unique<SubRipTrack>(spec, language, *stream);
    }
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_DVB_SUBTITLE);
    CodecPtr encoder(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!encoder)
        return fail(ErrorKind::Unsupported, "this FFmpeg lacks a DVB subtitle encoder");
    encoder->time_base = {1, 1000};
    encoder->width = 720;
    encoder->height = 576;
    if (const int code = avcodec_open2(encoder.get(), codec, nullptr); code < 0)
        return avFail(ErrorKind::Unsupported, "subtitle encoder", code);
    AVStream *stream = addStream(output, AV_CODEC_ID_DVB_SUBTITLE, language);
    if (!stream)
        return fail(ErrorKind::Storage, "no memory for a stream");
    return std::make_unique<DvbTrack>(spec, language, std::move(encoder), *stream);
}

} // namespace kanal::panel
