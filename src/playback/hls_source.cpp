// SPDX-License-Identifier: MIT
#include "hls_source.h"

#include "hls_feed.h"

namespace kanal::playback
{

HlsSource::HlsSource(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, HlsPolicy policy)
    : m_feed(std::make_shared<HlsFeed>(std::move(request), net, clock, std::move(listener), std::move(policy)))
{
}

HlsSource::~HlsSource()
{
    m_feed->cancel();
    m_feed->forgetListener();
}

void HlsSource::start()
{
    m_feed->start();
}
Result<std::size_t> HlsSource::read(std::span<std::byte> into)
{
    return m_feed->parts.read(into);
}
Result<> HlsSource::seek(std::int64_t)
{
    return fail(ErrorKind::Unsupported, "a playlist is sought by time");
}
bool HlsSource::seekable() const
{
    return m_feed->durationUs > 0;
}
std::int64_t HlsSource::bytesReceived() const
{
    return m_feed->received;
}
std::size_t HlsSource::buffered() const
{
    return m_feed->parts.size();
}
void HlsSource::cancel()
{
    m_feed->cancel();
}
Result<std::optional<PartStart>> HlsSource::nextPart()
{
    return m_feed->parts.next();
}
Result<> HlsSource::seekTime(std::chrono::microseconds position)
{
    if (!seekable())
        return fail(ErrorKind::Unsupported, "a stream without length cannot be sought");
    m_feed->seek(position);
    return {};
}
std::chrono::microseconds HlsSource::duration() const
{
    return std::chrono::microseconds(m_feed->durationUs);
}
void HlsSource::noteQueued(std::chrono::microseconds queued)
{
    m_feed->queuedUs = queued.count();
}
bool HlsSource::needsLavf() const
{
    return m_feed->needsLavf;
}

} // namespace kanal::playback
