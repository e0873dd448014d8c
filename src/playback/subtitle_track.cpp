// SPDX-License-Identifier: MIT
#include "subtitle_track.h"

#include "text_renderer.h"

#include <kanal/core/log.h>

#include <algorithm>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostPackets = 512;
constexpr std::size_t kMostBytes = 8u << 20; ///< that wait to be decoded
constexpr std::size_t kMostEvents = 200;
constexpr std::size_t kMostEventBytes = 64u << 20; ///< of all drawings that are kept
constexpr int kMostPixels = 1 << 22;               ///< of one drawing
constexpr std::int64_t kUnknownEndUs = 15'000'000; ///< a page nobody takes away
constexpr std::int64_t kKeptUs = 60'000'000;       ///< behind the picture: after that it is forgotten

OverlaysRef drawingOf(const AVSubtitle &subtitle, int width, int height)
{
    auto drawing = std::make_shared<Overlays>();
    int left = kMostPixels;
    for (unsigned i = 0; i < subtitle.num_rects; ++i) {
        const AVSubtitleRect &from = *subtitle.rects[i];
        if (from.type != SUBTITLE_BITMAP || !from.data[0] || !from.data[1] || from.w <= 0 || from.h <= 0 ||
            from.w > 4096 || from.h > 4096 || from.w * from.h > left)
            continue;
        left -= from.w * from.h;
        OverlayRect rect{double(from.x) / width,
                         double(from.y) / height,
                         double(from.w) / width,
                         double(from.h) / height,
                         from.w,
                         from.h,
                         {}};
        rect.pixels.reserve(std::size_t(from.w) * std::size_t(from.h) * 4);
        const auto *palette = reinterpret_cast<const std::uint32_t *>(from.data[1]);
        for (int y = 0; y < from.h; ++y)
            for (int x = 0; x < from.w; ++x) {
                const int index = from.data[0][std::ptrdiff_t(y) * from.linesize[0] + x];
                const std::uint32_t argb = index < from.nb_colors ? palette[index] : 0;
                const std::uint32_t alpha = argb >> 24;
                for (const int shift : {16, 8, 0})
                    rect.pixels.push_back(std::uint8_t((argb >> shift & 0xFFU) * alpha / 255));
                rect.pixels.push_back(std::uint8_t(alpha));
            }
        drawing->push_back(std::move(rect));
    }
    return drawing->empty() ? nullptr : OverlaysRef(std::move(drawing));
}

} // namespace

SubtitleTrack::SubtitleTrack() = default;
SubtitleTrack::~SubtitleTrack() = default;

void SubtitleTrack::choose(std::shared_ptr<const AVCodecParameters> parameters)
{
    if (!m_choices.empty())
        m_choices.back()->thread.request_stop();
    std::erase_if(m_choices, [](const auto &choice) { return choice->done.load(); });
    Choice *chosen = nullptr;
    if (parameters)
        chosen = m_choices.emplace_back(std::make_unique<Choice>(std::move(parameters))).get();
    {
        std::lock_guard lock(m_mutex);
        m_current = chosen;
        m_events.clear();
        m_eventBytes = 0;
        m_text.reset();
    }
    if (chosen)
        chosen->thread = std::jthread([this, chosen](std::stop_token stop) {
            run(*chosen, stop);
            chosen->done = true;
        });
}

void SubtitleTrack::push(MediaPacket packet)
{
    if (!m_current) // set on this thread
        return;
    PacketQueue &queue = m_choices.back()->queue;
    if (queue.packets() < kMostPackets && queue.bytes() < kMostBytes)
        queue.push(std::move(packet));
}

void SubtitleTrack::flush()
{
    if (m_current)
        m_choices.back()->queue.flush();
    std::lock_guard lock(m_mutex);
    m_events.clear();
    m_eventBytes = 0;
    if (m_text)
        m_text->clear();
}

void SubtitleTrack::run(Choice &choice, std::stop_token stop)
{
    const AVCodec *codec = avcodec_find_decoder(choice.parameters->codec_id);
    CodecPtr decoder(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!decoder || avcodec_parameters_to_context(decoder.get(), choice.parameters.get()) < 0)
        return;
    decoder->pkt_timebase = {1, 1'000'000};
    AvOptions options;
    if (choice.parameters->codec_id == AV_CODEC_ID_DVB_TELETEXT) {
        options.set("txt_page", "subtitle");
        options.set("txt_format", "ass");
        options.set("txt_duration", "8000");
        options.set("txt_chop_top", "1");
    }
    if (avcodec_open2(decoder.get(), codec, options.get()) < 0) {
        log::info("kanal.playback.subtitles", std::string("cannot decode ") + codec->name);
        return;
    }
    if (decoder->subtitle_header_size > 0) {
        auto text = TextRenderer::make(
            {reinterpret_cast<const char *>(decoder->subtitle_header), std::size_t(decoder->subtitle_header_size)});
        std::lock_guard lock(m_mutex);
        if (m_current == &choice)
            m_text = std::move(text);
    }
    int serial = choice.queue.serial();
    while (auto packet = choice.queue.pop(stop)) {
        if (packet->serial != serial)
            avcodec_flush_buffers(decoder.get());
        serial = packet->serial;
        if (packet->packet)
            decode(choice, *decoder, *packet);
    }
}

void SubtitleTrack::decode(const Choice &choice, AVCodecContext &decoder, const MediaPacket &packet)
{
    AVSubtitle subtitle{};
    int got = 0;
    if (avcodec_decode_subtitle2(&decoder, &subtitle, &got, packet.packet.get()) < 0 || !got)
        return;
    const std::int64_t beginUs = packet.ptsUs + std::int64_t(subtitle.start_display_time) * 1000;
    const bool endKnown =
        subtitle.end_display_time != UINT32_MAX && subtitle.end_display_time > subtitle.start_display_time;
    std::int64_t endUs = endKnown                ? packet.ptsUs + std::int64_t(subtitle.end_display_time) * 1000
                         : packet.durationUs > 0 ? beginUs + packet.durationUs
                                                 : beginUs + kUnknownEndUs;
    endUs = std::min(endUs, beginUs + std::int64_t(600) * 1'000'000);
    const bool bitmaps = subtitle.num_rects == 0 || subtitle.rects[0]->type == SUBTITLE_BITMAP;
    const OverlaysRef drawing = bitmaps ? drawingOf(subtitle, decoder.width > 0 ? decoder.width : 720,
                                                    decoder.height > 0 ? decoder.height : 576)
                                        : nullptr;
    {
        std::lock_guard lock(m_mutex);
        if (m_current != &choice || packet.serial != choice.queue.serial()) {
            // another track was chosen meanwhile, or a seek came
        } else if (bitmaps) {
            add({beginUs, endUs, drawing, 0});
        } else if (m_text) {
            for (unsigned i = 0; i < subtitle.num_rects; ++i)
                if (const char *line = subtitle.rects[i]->ass)
                    m_text->add(line, beginUs / 1000, (endUs - beginUs) / 1000);
        }
    }
    avsubtitle_free(&subtitle);
}

/// In the order of time; at() lets a page end where the next begins. The oldest go when it becomes too much.
void SubtitleTrack::add(Event event)
{
    if (event.drawing)
        for (const OverlayRect &rect : *event.drawing)
            event.bytes += rect.pixels.size();
    m_eventBytes += event.bytes;
    const auto place = std::upper_bound(m_events.begin(), m_events.end(), event,
                                        [](const Event &a, const Event &b) { return a.beginUs < b.beginUs; });
    m_events.insert(place, std::move(event));
    while (m_events.size() > kMostEvents || m_eventBytes > kMostEventBytes)
        dropFirst();
}

void SubtitleTrack::dropFirst()
{
    m_eventBytes -= m_events.front().bytes;
    m_events.pop_front();
}

OverlaysRef SubtitleTrack::at(std::int64_t ptsUs, int width, int height)
{
    std::unique_lock lock(m_mutex, std::try_to_lock);
    if (!lock)
        return m_shown;
    m_shown = nullptr;
    if (m_text)
        return m_shown = m_text->draw(ptsUs / 1000, width, height);
    while (!m_events.empty() && m_events.front().endUs < ptsUs - kKeptUs)
        dropFirst();
    const auto next = std::upper_bound(m_events.begin(), m_events.end(), ptsUs,
                                       [](std::int64_t time, const Event &event) { return time < event.beginUs; });
    if (next != m_events.begin() && ptsUs < std::prev(next)->endUs)
        m_shown = std::prev(next)->drawing;
    return m_shown;
}

} // namespace kanal::playback
