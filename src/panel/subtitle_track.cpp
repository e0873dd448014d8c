// SPDX-License-Identifier: MIT
#include "clip_tracks.h"
#include "stroke_font.h"
#include "subtitle_lines.h"
#include "teletext_track.h"

#include <array>
#include <cstring>
#include <functional>

namespace kanal::panel
{
namespace
{

class SubRipTrack final : public ClipTrack
{
public:
    SubRipTrack(const ClipSpec &clip, std::string language, AVStream &stream)
        : m_language(std::move(language))
        , m_stream(stream)
        , m_seconds(clip.seconds)
    {
    }

    double position() const override { return m_next + kLineEvery > m_seconds ? kTrackDone : m_next; }

    Result<> step(AVFormatContext &output) override
    {
        const std::string line = subtitleLine(m_language, m_next / kLineEvery + 1);
        const double at = m_next + kLineFirst;
        m_next += kLineEvery;
        return writeSubtitle(output, m_stream, reinterpret_cast<const std::uint8_t *>(line.data()), int(line.size()),
                             at, kLineShown);
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
        if (m_next + kLineEvery > m_seconds)
            return kTrackDone;
        return m_next + (m_showing ? kLineShown : kLineFirst);
    }

    Result<> step(AVFormatContext &output) override
    {
        const double at = position();
        AVSubtitle subtitle{};
        AVSubtitleRect rect{};
        AVSubtitleRect *rects[] = {&rect};
        StrokeText text;
        if (!m_showing) {
            text = drawText(subtitleLine(m_language, m_next / kLineEvery + 1), 30, 0.14);
            fillRect(rect, text);
            subtitle.num_rects = 1;
            subtitle.rects = rects;
        }
        std::array<std::uint8_t, 64 * 1024> coded{};
        const int size = avcodec_encode_subtitle(m_encoder.get(), coded.data(), int(coded.size()), &subtitle);
        if (size < 0)
            return avFail(ErrorKind::Unsupported, "subtitle encoder", size);
        if (m_showing)
            m_next += kLineEvery;
        m_showing = !m_showing;
        return writeSubtitle(output, m_stream, coded.data(), size, at, 0);
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
        AVStream *stream = addSubtitleStream(output, AV_CODEC_ID_SUBRIP, language);
        if (!stream)
            return fail(ErrorKind::Storage, "no memory for a stream");
        return std::make_unique<SubRipTrack>(spec, language, *stream);
    }
    if (spec.subtitles == Subtitles::Teletext)
        return makeTeletextTrack(spec, language, output);
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_DVB_SUBTITLE);
    CodecPtr encoder(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!encoder)
        return fail(ErrorKind::Unsupported, "this FFmpeg lacks a DVB subtitle encoder");
    encoder->time_base = {1, 1000};
    encoder->width = 720;
    encoder->height = 576;
    if (const int code = avcodec_open2(encoder.get(), codec, nullptr); code < 0)
        return avFail(ErrorKind::Unsupported, "subtitle encoder", code);
    AVStream *stream = addSubtitleStream(output, AV_CODEC_ID_DVB_SUBTITLE, language);
    if (!stream)
        return fail(ErrorKind::Storage, "no memory for a stream");
    return std::make_unique<DvbTrack>(spec, language, std::move(encoder), *stream);
}

} // namespace kanal::panel
