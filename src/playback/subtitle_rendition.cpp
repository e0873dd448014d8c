// SPDX-License-Identifier: MIT
#include "subtitle_rendition.h"

#include "trace.h"

#include <kanal/core/log.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostPartBytes = 1 << 20;
constexpr std::size_t kRemembered = 64;
constexpr std::int64_t kAheadUs = 10'000'000; ///< of the picture: earlier nothing is handed on
constexpr std::chrono::milliseconds kLookAgain{250};
constexpr std::int64_t kSameUs = 50'000;

} // namespace

SubtitleRendition::SubtitleRendition(SessionShared &shared, SharedPictureTimes &picture,
                                     std::unique_ptr<PartedSource> source)
    : m_shared(shared)
    , m_picture(picture)
    , m_source(std::move(source))
    , m_thread([this](std::stop_token stop) { run(stop); })
{
}

SubtitleRendition::~SubtitleRendition()
{
    cancel();
}

void SubtitleRendition::cancel()
{
    m_thread.request_stop();
    m_source->cancel();
}

void SubtitleRendition::run(std::stop_token stop)
{
    trace::nameThread("subtitle rendition");
    m_source->start();
    while (!stop.stop_requested()) {
        const auto part = m_source->nextPart();
        const Result<std::string> text = part && *part ? readPart() : fail(ErrorKind::Cancelled, "the end");
        if (!text) {
            if (!part && part.error().kind != ErrorKind::Cancelled)
                log::info("kanal.playback.subtitles", "the list of subtitles ended: " + part.error().detail);
            return;
        }
        if (const auto segment = parseVtt(*text))
            take(*segment, stop);
        else
            log::debug("kanal.playback.subtitles", "a piece that is no WebVTT");
    }
}

Result<std::string> SubtitleRendition::readPart()
{
    std::string text;
    std::array<std::byte, 16 * 1024> piece{};
    for (;;) {
        const Result<std::size_t> count = m_source->read(piece);
        if (!count)
            return tl::unexpected(count.error());
        if (*count == 0)
            return text;
        if (text.size() < kMostPartBytes)
            text.append(reinterpret_cast<const char *>(piece.data()), *count);
    }
}

void SubtitleRendition::take(const VttSegment &segment, std::stop_token stop)
{
    for (const VttCue &cue : segment.cues) {
        const auto at = mediaUs(cue, segment, stop);
        if (!at || known(cue, *at))
            continue;
        if (!waitUntilDue(*at, stop))
            return;
        push(cue, *at);
    }
}

/// A film's list without a clock counts from its beginning, as the film does.
std::optional<std::int64_t> SubtitleRendition::mediaUs(const VttCue &cue, const VttSegment &segment,
                                                       std::stop_token stop)
{
    if (!segment.clockOffsetUs && m_shared.request.kind != MediaKind::Live)
        return cue.beginUs;
    return m_picture.place(SoundPlace(), cue.beginUs + segment.clockOffsetUs.value_or(0), stop);
}

/// Too much at once would be dropped by whoever draws.
bool SubtitleRendition::waitUntilDue(std::int64_t mediaUs, std::stop_token stop)
{
    Clock &clock = m_shared.parts.clock;
    while (!stop.stop_requested()) {
        const auto now = m_shared.parts.playbackClock.now();
        if (now && mediaUs - now->count() <= kAheadUs)
            return true;
        if (!clock.sleepUntil(clock.now() + kLookAgain, stop))
            return false;
    }
    return false;
}

bool SubtitleRendition::known(const VttCue &cue, std::int64_t mediaUs)
{
    return std::any_of(m_pushed.begin(), m_pushed.end(), [&](const auto &pushed) {
        return std::abs(pushed.first - mediaUs) < kSameUs && pushed.second == cue.text;
    });
}

void SubtitleRendition::push(const VttCue &cue, std::int64_t mediaUs)
{
    m_pushed.emplace_back(mediaUs, cue.text);
    if (m_pushed.size() > kRemembered)
        m_pushed.pop_front();
    MediaPacket out;
    out.ptsUs = mediaUs;
    out.durationUs = cue.endUs - cue.beginUs;
    out.packet = makePacket();
    if (av_new_packet(out.packet.get(), int(cue.text.size())) < 0)
        return;
    std::memcpy(out.packet->data, cue.text.data(), cue.text.size());
    out.packet->pts = out.packet->dts = mediaUs;
    out.packet->duration = out.durationUs;
    m_shared.subtitles.push(std::move(out));
}

} // namespace kanal::playback
