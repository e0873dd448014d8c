// SPDX-License-Identifier: MIT
#include "media_session.h"

#include "hls_source.h"
#include "http_file_source.h"
#include "http_live_source.h"

#include <kanal/core/text.h>
#include <kanal/core/url.h>

namespace kanal::playback
{

namespace
{

bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && equalsIgnoringCase(text.substr(text.size() - end.size()), end);
}

std::unique_ptr<ByteSource> makeHlsSource(const SessionShared &shared, SourceListener listener)
{
    HlsPolicy policy;
    policy.slot = shared.parts.slot;
    policy.cookies = shared.cookies;
    policy.surfaceHeight = [&presenter = shared.parts.presenter] { return presenter.wish().height; };
    policy.quality = [&options = shared.parts.options] { return options.quality.load(); };
    return std::make_unique<HlsSource>(shared.request, shared.parts.net, shared.parts.clock, std::move(listener),
                                       std::move(policy));
}

/// Our own source for what comes over HTTP; null for other protocols, which libavformat opens.
std::unique_ptr<ByteSource> makeSource(const SessionShared &shared, SourceListener listener)
{
    const MediaRequest &request = shared.request;
    const auto url = Url::parse(request.url);
    if (!url || (url->scheme != "http" && url->scheme != "https"))
        return nullptr;
    if (request.format == MediaFormat::Hls || endsWith(url->path, ".m3u8"))
        return makeHlsSource(shared, std::move(listener));
    const EngineParts &parts = shared.parts;
    if (request.kind == MediaKind::Live) {
        LivePolicy policy;
        policy.slot = parts.slot;
        policy.cookies = shared.cookies;
        return std::make_unique<HttpLiveSource>(request, parts.net, parts.clock, std::move(listener), policy);
    }
    FilePolicy policy;
    policy.slot = parts.slot;
    policy.cookies = shared.cookies;
    policy.longestSkip = parts.limits.skippedBytes;
    return std::make_unique<HttpFileSource>(request, parts.net, parts.clock, std::move(listener), policy);
}

SourceListener listenerOf(const std::shared_ptr<SessionShared> &shared)
{
    return [weak = std::weak_ptr(shared)](const SourceEvent &event) {
        if (const auto alive = weak.lock())
            alive->post(event);
    };
}

} // namespace

MediaSession::MediaSession(EngineParts parts, MediaRequest request, std::uint64_t id, SessionPost post)
    : m_shared(std::make_shared<SessionShared>(std::move(parts), std::move(request), id, std::move(post)))
    , m_demux(*m_shared, makeSource(*m_shared, listenerOf(m_shared)),
              [this] { return makeHlsSource(*m_shared, listenerOf(m_shared)); })
    , m_video(*m_shared)
    , m_audio(*m_shared)
{
    m_shared->chooseTrack = [this](TrackKind kind, int id) { m_demux.requestTrack(kind, id); };
}

MediaSession::~MediaSession()
{
    cancel();
}

void MediaSession::start()
{
    m_demuxThread = std::jthread([this](std::stop_token stop) { m_demux.run(stop); });
    m_videoThread = std::jthread([this](std::stop_token stop) { m_video.run(stop); });
    m_audioThread = std::jthread([this](std::stop_token stop) { m_audio.run(stop); });
}

void MediaSession::cancel()
{
    m_demuxThread.request_stop();
    m_videoThread.request_stop();
    m_audioThread.request_stop();
    m_demux.cancel();
}

} // namespace kanal::playback
