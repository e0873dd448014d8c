// SPDX-License-Identifier: MIT
#include "subtitle_decoder.h"

#include <algorithm>

namespace kanal::playback
{

namespace
{

constexpr int kMostPixels = 1 << 22;               ///< of one drawing
constexpr int kLargestSide = 4096;                 ///< of a bitmap
constexpr std::int64_t kUnknownEndUs = 15'000'000; ///< a page nobody takes away
constexpr std::int64_t kLongestUs = 600'000'000;

std::vector<std::uint8_t> colouredPixels(const AVSubtitleRect &from)
{
    std::vector<std::uint8_t> pixels;
    pixels.reserve(std::size_t(from.w) * std::size_t(from.h) * 4);
    const auto *palette = reinterpret_cast<const std::uint32_t *>(from.data[1]);
    for (int y = 0; y < from.h; ++y)
        for (int x = 0; x < from.w; ++x) {
            const int index = from.data[0][std::ptrdiff_t(y) * from.linesize[0] + x];
            const std::uint32_t argb = index < from.nb_colors ? palette[index] : 0;
            const std::uint32_t alpha = argb >> 24;
            for (const int shift : {16, 8, 0})
                pixels.push_back(std::uint8_t((argb >> shift & 0xFFU) * alpha / 255));
            pixels.push_back(std::uint8_t(alpha));
        }
    return pixels;
}

/// Grows or shrinks around the middle of the lower edge, where subtitles are; stays inside the picture.
void scale(OverlayRect &rect, double by)
{
    const double width = std::min(1.0, rect.width * by), height = std::min(1.0, rect.height * by);
    const double middle = 0.5 + (rect.x + rect.width / 2 - 0.5) * by;
    const double bottom = 1 - (1 - rect.y - rect.height) * std::min(by, 1.0);
    rect.x = std::clamp(middle - width / 2, 0.0, 1 - width);
    rect.y = std::clamp(bottom - height, 0.0, 1 - height);
    rect.width = width;
    rect.height = height;
}

OverlaysRef drawingOf(const AVSubtitle &subtitle, int width, int height, double by)
{
    auto drawing = std::make_shared<Overlays>();
    int left = kMostPixels;
    for (unsigned i = 0; i < subtitle.num_rects; ++i) {
        const AVSubtitleRect &from = *subtitle.rects[i];
        if (from.type != SUBTITLE_BITMAP || !from.data[0] || !from.data[1] || from.w <= 0 || from.h <= 0 ||
            from.w > kLargestSide || from.h > kLargestSide || from.w * from.h > left)
            continue;
        left -= from.w * from.h;
        OverlayRect rect{double(from.x) / width,
                         double(from.y) / height,
                         double(from.w) / width,
                         double(from.h) / height,
                         from.w,
                         from.h,
                         colouredPixels(from)};
        if (by != 1)
            scale(rect, by);
        drawing->push_back(std::move(rect));
    }
    return drawing->empty() ? nullptr : OverlaysRef(std::move(drawing));
}

void setOptions(AvOptions &options, const SubtitleSource &source)
{
    if (source.parameters->codec_id == AV_CODEC_ID_DVB_TELETEXT) {
        options.set("txt_page", source.page > 0 ? std::to_string(source.page) : std::string("subtitle"));
        options.set("txt_format", "ass");
        options.set("txt_duration", "8000");
        options.set("txt_chop_top", "1");
    } else if (source.captionField > 0) {
        options.set("real_time", "1"); // a line is shown while it is being written
        options.set("data_field", source.captionField == 2 ? "second" : "first");
    }
}

} // namespace

Result<SubtitleDecoder> SubtitleDecoder::open(const SubtitleSource &source, const std::string &charset)
{
    const AVCodecParameters &parameters = *source.parameters;
    const AVCodec *codec = avcodec_find_decoder(parameters.codec_id);
    SubtitleDecoder decoder;
    decoder.m_context.reset(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!decoder.m_context || avcodec_parameters_to_context(decoder.m_context.get(), &parameters) < 0)
        return fail(ErrorKind::Unsupported, "no decoder for these subtitles", avcodec_get_name(parameters.codec_id));
    decoder.m_context->pkt_timebase = {1, 1'000'000};
    AvOptions options;
    setOptions(options, source);
    if (!charset.empty())
        options.set("sub_charenc", charset);
    if (const int code = avcodec_open2(decoder.m_context.get(), codec, options.get()); code < 0)
        return fail(ErrorKind::Unsupported, avErrorText(code), codec->name);
    const AVCodecContext &context = *decoder.m_context;
    if (context.subtitle_header_size > 0)
        decoder.m_header.assign(reinterpret_cast<const char *>(context.subtitle_header),
                                std::size_t(context.subtitle_header_size));
    decoder.m_onePage = parameters.codec_id == AV_CODEC_ID_EIA_608 || parameters.codec_id == AV_CODEC_ID_DVB_TELETEXT;
    return decoder;
}

std::vector<SubtitleItem> SubtitleDecoder::decode(const MediaPacket &packet)
{
    std::vector<SubtitleItem> items;
    AVSubtitle subtitle{};
    int got = 0;
    if (avcodec_decode_subtitle2(m_context.get(), &subtitle, &got, packet.packet.get()) >= 0 && got) {
        items.push_back(itemOf(subtitle, packet));
        avsubtitle_free(&subtitle);
    }
    return items;
}

SubtitleItem SubtitleDecoder::itemOf(const AVSubtitle &subtitle, const MediaPacket &packet) const
{
    SubtitleItem item;
    item.beginUs = packet.ptsUs + std::int64_t(subtitle.start_display_time) * 1000;
    const bool endKnown =
        subtitle.end_display_time != UINT32_MAX && subtitle.end_display_time > subtitle.start_display_time;
    item.endUs = endKnown                ? packet.ptsUs + std::int64_t(subtitle.end_display_time) * 1000
                 : packet.durationUs > 0 ? item.beginUs + packet.durationUs
                                         : item.beginUs + kUnknownEndUs;
    item.endUs = std::min(item.endUs, item.beginUs + kLongestUs);
    item.replaces = m_onePage;
    if (isText()) {
        for (unsigned i = 0; i < subtitle.num_rects; ++i)
            if (const char *line = subtitle.rects[i]->ass)
                item.lines.emplace_back(line);
    } else {
        item.drawing = drawingOf(subtitle, m_context->width > 0 ? m_context->width : 720,
                                 m_context->height > 0 ? m_context->height : 576, m_scale);
    }
    return item;
}

} // namespace kanal::playback
