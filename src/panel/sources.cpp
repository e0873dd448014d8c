// SPDX-License-Identifier: MIT
#include "sources.h"

#include <kanal/core/log.h>

#include <algorithm>
#include <chrono>

namespace kanal::panel
{
namespace
{

/// A client that far behind is not watching; real servers drop it too.
constexpr Ticks kTooLate = 60 * kTicksPerSecond;

} // namespace

LiveSource::LiveSource(std::shared_ptr<const TsClip> clip, const PanelClock &clock, PacketNo from,
                       StreamLedger::SlotPtr slot)
    : m_clip(std::move(clip))
    , m_clock(clock)
    , m_next(from)
    , m_keyWhole(m_clip->afterKeyFrame(from))
    , m_slot(std::move(slot))
{
}

BodySource::State LiveSource::read(std::string &out, std::size_t max)
{
    const Ticks now = m_clock.ticks();
    const PacketNo due = m_clip->packetAt(now);
    if (due <= m_next)
        return State::Later;
    if (now - m_clip->timeOf(m_next) > kTooLate)
        return State::Reset;
    const PacketNo to = std::min(due, m_next + std::max<PacketNo>(1, PacketNo(max) / kTsPacket));
    m_clip->append(m_next, to, m_clock.stampOffset(), out);
    m_next = to;
    if (m_keyWhole && *m_keyWhole < to) {
        // Whoever measures players reads this: from here on the wait is the player's own.
        const auto since = std::chrono::steady_clock::now().time_since_epoch();
        log::debug("kanal.panel.live",
                   "key_sent_us=" +
                       std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(since).count()));
        m_keyWhole.reset();
    }
    return State::More;
}

SpanSource::SpanSource(std::shared_ptr<const TsClip> clip, Ticks stampOffset, PacketNo from, ByteRange range,
                       StreamLedger::SlotPtr slot)
    : m_clip(std::move(clip))
    , m_stampOffset(stampOffset)
    , m_from(from)
    , m_range(range)
    , m_slot(std::move(slot))
{
}

BodySource::State SpanSource::read(std::string &out, std::size_t max)
{
    if (m_sent >= m_range.length)
        return State::End;
    const std::int64_t at = m_range.first + m_sent;
    std::int64_t count = std::min<std::int64_t>(m_range.length - m_sent, std::int64_t(max));
    if (count > kTsPacket && count < m_range.length - m_sent)
        count -= (at + count) % kTsPacket; // whole packets, for whoever works on them on the way
    const PacketNo first = m_from + at / kTsPacket, last = m_from + (at + count - 1) / kTsPacket;
    std::string packets;
    m_clip->append(first, last + 1, m_stampOffset, packets);
    out.append(packets, std::size_t(at % kTsPacket), std::size_t(count));
    m_sent += count;
    return State::More;
}

FileSource::FileSource(std::unique_ptr<QFile> file, ByteRange range, StreamLedger::SlotPtr slot)
    : m_file(std::move(file))
    , m_range(range)
    , m_left(range.length)
    , m_slot(std::move(slot))
{
    m_file->seek(range.first);
}

BodySource::State FileSource::read(std::string &out, std::size_t max)
{
    if (m_left == 0)
        return State::End;
    const std::size_t before = out.size();
    out.resize(before + std::size_t(std::min<std::int64_t>(m_left, std::int64_t(max))));
    const qint64 got = m_file->read(out.data() + before, qint64(out.size() - before));
    out.resize(before + std::size_t(std::max<qint64>(0, got)));
    if (got <= 0)
        return State::Reset; // less than was promised: do not pretend it is whole
    m_left -= got;
    return State::More;
}

HttpResponse rangedResponse(const ByteRange &range, std::int64_t size, std::string contentType)
{
    HttpResponse response;
    response.contentType = std::move(contentType);
    response.headers.emplace_back("Accept-Ranges", "bytes");
    if (range.kind == ByteRange::Kind::Unsatisfiable) {
        response.status = 416;
        response.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
    } else if (range.kind == ByteRange::Kind::Part) {
        response.status = 206;
        response.headers.emplace_back("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                                           std::to_string(range.first + range.length - 1) + "/" +
                                                           std::to_string(size));
    }
    return response;
}

} // namespace kanal::panel
