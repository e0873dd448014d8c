// SPDX-License-Identifier: MIT
// A live stream over HTTP that heals itself: it notices stalls, drops and refusals, comes back with back-off from the
// original address, and splices the new connection to the old one. read() on the demux thread, events on the net
// thread.
#pragma once

#include "byte_source.h"
#include "net_thread.h"

#include <kanal/core/media_request.h>

#include <memory>

namespace kanal::playback
{

struct LivePolicy {
    std::chrono::milliseconds connect{4000};
    std::chrono::milliseconds firstByte{
        8000}; ///< from the request to the first byte of the body; on-demand servers are slow
    std::chrono::milliseconds stall{4000};    ///< silence that is told
    std::chrono::milliseconds drop{8000};     ///< silence after which a new connection is made
    std::chrono::milliseconds steady{10000};  ///< of data, after which the back-off begins anew
    std::chrono::milliseconds giveUp{300000}; ///< of outage
    std::size_t ringBytes = 4 << 20;
    std::shared_ptr<CookieJar> cookies; ///< of the session; null: its own
    SlotId slot;                        ///< shared with the streams that may not overlap with this one; none: its own
    std::uint32_t jitterSeed = 0;       ///< 0: random
};

class HttpLiveSource final : public ByteSource
{
public:
    /// `net` and `clock` must outlive it. The listener is not called once the destructor has returned.
    HttpLiveSource(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, LivePolicy policy = {});
    ~HttpLiveSource() override;

    void start() override;
    Result<std::size_t> read(std::span<std::byte> into) override;
    Result<> seek(std::int64_t offset) override; ///< always Unsupported
    std::int64_t size() const override { return -1; }
    bool seekable() const override { return false; }
    std::int64_t bytesReceived() const override;
    std::size_t buffered() const override;
    void cancel() override;
    double keySentMs() const override;

private:
    class Feed;
    std::shared_ptr<Feed> m_feed;
};

} // namespace kanal::playback
