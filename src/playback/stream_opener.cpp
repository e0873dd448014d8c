// SPDX-License-Identifier: MIT
#include "stream_opener.h"

#include <kanal/core/log.h>

#include <utility>

namespace kanal::playback
{

namespace
{

constexpr int kBadPartsAtMost = 5;

} // namespace

StreamOpener::StreamOpener(const SessionShared &shared, std::unique_ptr<ByteSource> source, MakeSource playlistSource)
    : m_shared(shared)
    , m_playlistSource(std::move(playlistSource))
    , m_source(std::move(source))
{
}

void StreamOpener::start()
{
    if (m_source)
        m_source->start();
}

std::optional<std::chrono::microseconds> StreamOpener::takePartStart()
{
    return std::exchange(m_partStart.at, std::nullopt);
}

void StreamOpener::cancel()
{
    std::lock_guard lock(m_mutex);
    m_cancelled = true;
    if (m_source)
        m_source->cancel();
    if (m_demuxer)
        m_demuxer->interrupt();
}

void StreamOpener::wake()
{
    std::lock_guard lock(m_mutex);
    if (m_source)
        m_source->wake();
}

void StreamOpener::forgetWake()
{
    std::lock_guard lock(m_mutex);
    if (m_source)
        m_source->forgetWake();
}

Result<> StreamOpener::openDemuxer()
{
    auto demuxer = std::make_unique<Demuxer>(m_shared.request, m_source.get(), m_shared.parts.clock, m_shared.parts.net,
                                             m_shared.parts.slot, m_shared.cookies);
    Demuxer &opened = *demuxer;
    if (m_shared.waiting)
        opened.onKeyPicture(m_onKeyPicture);
    std::unique_ptr<Demuxer> old;
    {
        std::lock_guard lock(m_mutex);
        if (m_cancelled)
            return fail(ErrorKind::Cancelled, "open");
        old = std::exchange(m_demuxer, std::move(demuxer));
    }
    old.reset(); // its sockets first
    return opened.open();
}

Result<> StreamOpener::openOnce()
{
    if (parted()) {
        const auto part = parted()->nextPart();
        if (!part)
            return tl::unexpected(part.error());
        if (!*part)
            return fail(ErrorKind::BadAnswer, "the stream is empty");
        m_partStart = **part;
    }
    return openDemuxer();
}

/// The old one's socket is closed before the new one connects.
void StreamOpener::replaceSource(std::unique_ptr<ByteSource> source)
{
    std::unique_ptr<ByteSource> old;
    std::unique_ptr<Demuxer> reader;
    {
        std::lock_guard lock(m_mutex);
        old = std::exchange(m_source, nullptr);
        reader = std::exchange(m_demuxer, nullptr);
    }
    reader.reset();
    old.reset();
    std::lock_guard lock(m_mutex);
    m_source = std::move(source);
    if (m_source && !m_cancelled)
        m_source->start();
}

Result<> StreamOpener::open()
{
    Result<> opened = openOnce();
    if (!m_playlistSource)
        return opened;
    if (!opened && m_demuxer && m_demuxer->foundPlaylist()) {
        replaceSource(m_playlistSource());
        opened = openOnce();
    }
    if (!opened && parted() && parted()->needsLavf()) {
        replaceSource(nullptr);
        opened = openOnce();
    }
    return opened;
}

Result<bool> StreamOpener::nextPart()
{
    Error why;
    for (int bad = 0; bad < kBadPartsAtMost; ++bad) {
        const auto part = parted()->nextPart();
        if (!part)
            return tl::unexpected(part.error());
        if (!*part)
            return false;
        m_partStart.at = (*part)->at ? (*part)->at : m_partStart.at;
        const Result<> opened = openDemuxer();
        if (opened)
            return true;
        why = opened.error();
        if (why.kind == ErrorKind::Cancelled)
            break;
        log::info("kanal.playback.demux", "a part was left out: " + why.detail);
    }
    return tl::unexpected(why);
}

} // namespace kanal::playback
