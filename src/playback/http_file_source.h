// SPDX-License-Identifier: MIT
// A file over HTTP: read ahead, sought by ranges, taken up again where it broke off. Films, episodes and catch-up.
// read() and seek() on the demux thread, events on the net thread.
#pragma once

#include "buffer_limits.h"
#include "byte_source.h"
#include "net_thread.h"

#include <kanal/core/media_request.h>

#include <memory>

namespace kanal::playback
{

struct FilePolicy {
    std::chrono::milliseconds connect{4000};
    std::chrono::milliseconds firstByte{8000};
    std::chrono::milliseconds stall{4000};
    std::chrono::milliseconds drop{6000};     ///< it is taken up where it stopped: that costs little
    int tries = 6;                            ///< in a row, while nothing has come
    std::chrono::milliseconds giveUp{300000}; ///< of outage, once something has
    std::size_t aheadBytes = 4 << 20;
    std::size_t behindBytes = 2 << 20; ///< kept for the small steps back of container formats
    std::int64_t longestSkip = BufferLimits().skippedBytes;
    std::shared_ptr<CookieJar> cookies; ///< of the session; null: its own
    SlotId slot;
    std::uint32_t jitterSeed = 0; ///< 0: random
};

class HttpFileSource final : public ByteSource
{
public:
    /// `net` and `clock` must outlive it. The listener is not called once the destructor has returned.
    HttpFileSource(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, FilePolicy policy = {});
    ~HttpFileSource() override;

    void start() override;
    Result<std::size_t> read(std::span<std::byte> into) override;
    /// Within what is in memory at once; elsewhere by a new request, whose trouble the next read() tells: Unsupported
    /// where the server turns out to have no ranges. Then one may still go back to what was read once.
    Result<> seek(std::int64_t offset) override;
    std::int64_t size() const override; ///< known with the first byte, where the server says it
    bool seekable() const override;     ///< known with the first byte
    std::int64_t bytesReceived() const override;
    std::size_t buffered() const override;
    void cancel() override;
    void wake() override;
    void forgetWake() override;

private:
    class Feed;
    std::shared_ptr<Feed> m_feed;
};

} // namespace kanal::playback
