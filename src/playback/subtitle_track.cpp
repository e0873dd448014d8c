// SPDX-License-Identifier: MIT
#include "subtitle_track.h"

#include "subtitle_file.h"
#include "text_renderer.h"
#include "trace.h"

#include <kanal/core/log.h>

#include <algorithm>

namespace kanal::playback
{

SubtitleTrack::SubtitleTrack(const LiveOptions &options)
    : m_options(options)
    , m_screen(std::make_shared<SubtitleScreen>(options))
{
}

SubtitleTrack::~SubtitleTrack()
{
    m_screen->begin(nullptr);
}

void SubtitleTrack::choose(SubtitleSource source)
{
    if (!m_choices.empty())
        m_choices.back()->thread.request_stop();
    std::erase_if(m_choices, [](const auto &choice) { return choice->done.load(); });
    if (source.none()) {
        m_screen->begin(nullptr);
        std::lock_guard lock(m_mutex);
        m_current.reset();
        m_captionField = 0;
        return;
    }
    Choice &chosen = *m_choices.emplace_back(std::make_unique<Choice>(std::move(source)));
    chosen.inbox->begin(
        m_screen->begin([inbox = chosen.inbox](const SubtitleScreen::Wish &wish) { inbox->want(wish); }));
    {
        std::lock_guard lock(m_mutex);
        m_current = chosen.inbox;
        m_captionField = chosen.source.captionField;
    }
    chosen.thread = std::jthread([this, &chosen](std::stop_token stop) {
        trace::nameThread("subtitles");
        run(chosen, stop);
        chosen.done = true;
    });
}

void SubtitleTrack::push(MediaPacket packet)
{
    std::lock_guard lock(m_mutex);
    if (m_current)
        m_current->push(std::move(packet));
}

void SubtitleTrack::pushCaptions(MediaPacket packet, int field)
{
    std::lock_guard lock(m_mutex);
    if (m_current && m_captionField == field)
        m_current->push(std::move(packet));
}

void SubtitleTrack::flush()
{
    std::lock_guard lock(m_mutex);
    if (m_current)
        m_current->flush(m_screen->flush());
}

void SubtitleTrack::run(const Choice &choice, std::stop_token stop)
{
    if (!choice.source.file.empty())
        return readFile(choice, stop);
    Result<SubtitleDecoder> decoder = SubtitleDecoder::open(choice.source);
    if (!decoder) {
        log::info("kanal.playback.subtitles", decoder.error().subject + ": " + decoder.error().detail);
        return;
    }
    const auto text = decoder->isText() ? TextRenderer::make(decoder->header(), choice.source.fonts) : nullptr;
    if (decoder->isText() && !text)
        return;
    work(choice, *decoder, text.get(), stop);
}

/// All lines of a file, at once; then only drawing is left to do.
void SubtitleTrack::readFile(const Choice &choice, std::stop_token stop)
{
    Result<SubtitleText> read = readSubtitleFile(choice.source.file);
    if (!read) {
        if (!stop.stop_requested() && m_onRefused)
            m_onRefused(read.error());
        return;
    }
    const auto text = TextRenderer::make(read->header, {});
    if (!text)
        return;
    text->setKeepsAll();
    for (const SubtitleItem &item : read->items)
        text->add(item);
    // Its lines outlive a seek; only what was drawn of them does not.
    while (auto work = choice.inbox->take(stop))
        if (work->wish)
            draw(work->epoch, *work->wish, *text, false);
}

void SubtitleTrack::work(const Choice &choice, SubtitleDecoder &decoder, TextRenderer *text, std::stop_token stop)
{
    std::optional<SubtitleScreen::Wish> last;
    while (auto work = choice.inbox->take(stop)) {
        if (work->flushed) {
            last.reset();
            decoder.flush();
            if (text)
                text->clear();
        }
        if (work->wish)
            last = work->wish;
        const bool news = work->packet && work->packet->packet;
        if (news) {
            decoder.setScale(m_options.subtitleScale);
            for (SubtitleItem &item : decoder.decode(*work->packet))
                show(work->epoch, std::move(item), text);
        }
        if (text && last && (work->wish || news))
            draw(work->epoch, *last, *text, news);
    }
}

void SubtitleTrack::show(int epoch, SubtitleItem item, TextRenderer *text)
{
    if (text)
        text->add(item);
    else
        m_screen->addPage(epoch, item.beginUs, item.endUs, std::move(item.drawing));
}

/// For the picture on screen where nothing was drawn for it as things are, and for the next one before it is asked for.
void SubtitleTrack::draw(int epoch, const SubtitleScreen::Wish &wish, TextRenderer &text, bool changed)
{
    const trace::Span span("draw subtitles");
    text.fit({wish.width, wish.height, wish.storageWidth, wish.storageHeight, wish.scale});
    if (changed || !m_screen->covers(epoch, wish.ptsUs))
        m_screen->draw(epoch, wish.ptsUs, text.draw(wish.ptsUs / 1000));
    m_screen->draw(epoch, wish.nextUs, text.draw(wish.nextUs / 1000));
}

} // namespace kanal::playback
