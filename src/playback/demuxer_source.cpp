// SPDX-License-Identifier: MIT
// What libavformat reads when the bytes are a source's: what they are, whole packets of a live transport stream, and
// waiting that can be woken from.
#include "demuxer.h"
#include "id3_time.h"

#include <algorithm>
#include <cstring>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kSniffBytes = 3 * kTsPacketBytes + 1;

} // namespace

Result<> Demuxer::sniffSource()
{
    m_head.resize(kSniffBytes);
    std::size_t filled = 0;
    const auto seen = [&] { return std::span<const std::byte>(m_head).first(filled); };
    while (filled < kSniffBytes && (m_form == StreamForm::Unknown || id3Bytes(seen()) > filled)) {
        const auto count = readSource(std::span(m_head).subspan(filled));
        if (!count)
            return tl::unexpected(count.error());
        if (*count == 0)
            break;
        filled += *count;
        m_form = sniff(seen());
    }
    m_bareStartTicks = id3TransportTime(seen()).value_or(0);
    m_head.resize(filled);
    m_sourcePosition = std::int64_t(filled);
    if (filled == 0)
        return fail(ErrorKind::BadAnswer, "the stream is empty");
    if (m_form == StreamForm::Html)
        return fail(ErrorKind::WebPage, "the server answered a page instead of a stream");
    return {};
}

Result<std::size_t> Demuxer::readSource(std::span<std::byte> into)
{
    for (;;) {
        auto count = m_source->read(into);
        if (count || !isWoken(count.error()))
            return count;
        if (!m_mayWake)
            continue;
        m_woken = true;
        return count;
    }
}

int Demuxer::onRead(void *self, std::uint8_t *into, int size)
{
    auto *demuxer = static_cast<Demuxer *>(self);
    if (demuxer->m_woken) // until that is told nothing is read
        return AVERROR(EAGAIN);
    if (demuxer->m_watching)
        return demuxer->readWatched(into, std::size_t(size));
    if (demuxer->m_position < std::int64_t(demuxer->m_head.size())) {
        const auto count =
            std::min<std::size_t>(std::size_t(size), demuxer->m_head.size() - std::size_t(demuxer->m_position));
        std::memcpy(into, demuxer->m_head.data() + demuxer->m_position, count);
        demuxer->m_position += std::int64_t(count);
        return int(count);
    }
    if (demuxer->m_sourcePosition != demuxer->m_position) {
        if (!demuxer->m_source->seek(demuxer->m_position))
            return AVERROR(EIO);
        demuxer->m_sourcePosition = demuxer->m_position;
    }
    const auto count = demuxer->readSource(std::span(reinterpret_cast<std::byte *>(into), std::size_t(size)));
    if (demuxer->m_woken)
        return AVERROR(EAGAIN);
    if (!count) {
        demuxer->m_sourceError = count.error();
        return count.error().kind == ErrorKind::Cancelled ? AVERROR_EXIT : AVERROR(EIO);
    }
    demuxer->m_sourceError.reset(); // libavformat may have gone on elsewhere
    demuxer->m_position += std::int64_t(*count);
    demuxer->m_sourcePosition = demuxer->m_position;
    return *count == 0 ? AVERROR_EOF : int(*count);
}

int Demuxer::readWatched(std::uint8_t *into, std::size_t size)
{
    while (m_looked == 0) {
        if (m_programmeChanged)
            return AVERROR_EOF; // the old programme is over; read() begins the new one
        const std::size_t had = m_passing.size();
        m_passing.resize(had + size);
        const auto count = readSource(std::span(m_passing).subspan(had));
        m_passing.resize(had + count.value_or(0));
        if (m_woken)
            return AVERROR(EAGAIN);
        if (!count) {
            m_sourceError = count.error();
            return count.error().kind == ErrorKind::Cancelled ? AVERROR_EXIT : AVERROR(EIO);
        }
        if (*count == 0)
            return AVERROR_EOF;
        look();
        if (isEncrypted())
            return AVERROR(EIO);
    }
    const std::size_t count = std::min(size, m_looked);
    std::memcpy(into, m_passing.data(), count);
    m_passing.erase(m_passing.begin(), m_passing.begin() + std::ptrdiff_t(count));
    m_looked -= count;
    return int(count);
}

/// At what was read and will be handed on.
void Demuxer::look()
{
    const std::size_t whole = m_passing.size() / kTsPacketBytes * kTsPacketBytes;
    const auto change = m_watch.changeIn(std::span(m_passing).first(whole));
    m_programmeChanged = change.has_value();
    m_looked = change.value_or(whole);
    const Bytes packets = std::span(m_passing).first(m_looked);
    m_scrambled.note(packets);
    if (const TsStream *video = m_onKeyPicture && !m_key.done() ? m_watch.video() : nullptr)
        m_keyFound = m_key.feed(packets, *video);
    if (m_context && m_keyFound)
        m_onKeyPicture(*takeKeyPicture());
}

std::int64_t Demuxer::onSeek(void *self, std::int64_t offset, int whence)
{
    auto *demuxer = static_cast<Demuxer *>(self);
    const std::int64_t size = demuxer->m_source->size();
    switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE:
        return size >= 0 ? size : AVERROR(ENOSYS);
    case SEEK_CUR:
        offset += demuxer->m_position;
        break;
    case SEEK_END:
        if (size < 0)
            return AVERROR(ENOSYS);
        offset += size;
        break;
    default:
        break;
    }
    if (offset < 0)
        return AVERROR(EINVAL);
    demuxer->m_position = offset; // the source follows at the next read
    return offset;
}

} // namespace kanal::playback
