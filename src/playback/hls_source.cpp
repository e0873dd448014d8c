// SPDX-License-Identifier: MIT
#include "hls_source.h"

#include "hls_feed.h"

namespace kanal::playback
{

HlsSource::HlsSource(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, HlsPolicy policy)
    : m_request(std::move(request))
    , m_net(net)
    , m_clock(clock)
    , m_feed(std::make_shared<HlsFeed>(m_request, net, clock, std::move(listener), std::move(policy)))
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
void HlsSource::wake()
{
    m_feed->parts.setWoken(true);
}
void HlsSource::forgetWake()
{
    m_feed->parts.setWoken(false);
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
std::chrono::microseconds HlsSource::pieceLength() const
{
    return std::chrono::microseconds(m_feed->segmentUs);
}
void HlsSource::noteQueued(std::chrono::microseconds queued)
{
    m_feed->noteQueued(queued);
}
SoundOffers HlsSource::sounds() const
{
    SoundOffers offers;
    const std::vector<HlsRendition> sounds = m_feed->sounds();
    for (const HlsRendition &sound : sounds)
        offers.list.push_back({sound.name, sound.language, !sound.url.empty()});
    offers.chosen = chooseSound(sounds, m_request.preferredAudio);
    return offers;
}
std::unique_ptr<ByteSource> HlsSource::openSound(std::size_t number, SoundBegin begin)
{
    return openRendition(HlsRenditionPlace::What::Sound, m_feed->sounds().at(number), begin);
}
std::vector<SubtitleOffer> HlsSource::subtitles() const
{
    std::vector<SubtitleOffer> offers;
    for (const HlsRendition &each : m_feed->subtitles())
        offers.push_back({each.name, each.language, each.forHardOfHearing});
    return offers;
}
std::unique_ptr<PartedSource> HlsSource::openSubtitles(std::size_t number, SoundBegin begin)
{
    return openRendition(HlsRenditionPlace::What::Subtitles, m_feed->subtitles().at(number), begin);
}
/// On a connection of its own: a picture that waits for room must not keep the sound waiting. What it meets is its own
/// affair; the stream is what the picture's source says.
std::unique_ptr<HlsSource> HlsSource::openRendition(HlsRenditionPlace::What what, HlsRendition rendition,
                                                    SoundBegin begin)
{
    HlsPolicy policy;
    policy.cookies = m_feed->cookies();
    policy.rendition = {what, std::move(rendition), m_feed->isPublicNet(), begin};
    return std::make_unique<HlsSource>(m_request, m_net, m_clock, SourceListener(), std::move(policy));
}
bool HlsSource::needsLavf() const
{
    return m_feed->needsLavf;
}

} // namespace kanal::playback
