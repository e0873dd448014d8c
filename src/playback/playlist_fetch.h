// SPDX-License-Identifier: MIT
// Fetches the text of a playlist through our own HTTP (status first, redirects through the gate, instant cancel),
// before libavformat is let at it. fetch() on the demux thread; cancel() from any.
#pragma once

#include "net_thread.h"

#include <kanal/core/media_request.h>

#include <memory>

namespace kanal::playback
{

struct FetchedText {
    std::string text;
    std::string url; ///< where it came from, after redirects
};

class PlaylistFetch
{
public:
    explicit PlaylistFetch(NetThread &net);
    ~PlaylistFetch();

    /// Blocks; fails with what the status means, WebPage, Timeout, BadAnswer beyond limits::kPlaylistBytes, Cancelled.
    Result<FetchedText> fetch(const MediaRequest &request, SlotId slot, std::shared_ptr<CookieJar> cookies = nullptr);
    void cancel();

private:
    class Handler;
    NetThread &m_net;
    std::shared_ptr<Handler> m_handler;
};

} // namespace kanal::playback
