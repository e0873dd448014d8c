// SPDX-License-Identifier: MIT
// An HLS stream over HTTP, by our own client: playlists, keys and segments through NetThread, one request at a time
// over a connection that is kept. It heals itself as HttpLiveSource does, changes variants at segment borders, and
// seeks in films. read(), nextPart() and seekTime() on the demux thread, events on the net thread. docs/adr says why it
// is ours.
#pragma once

#include "byte_source.h"
#include "hls_master.h"
#include "net_thread.h"

#include <kanal/core/media_request.h>
#include <kanal/playback/playback_options.h>

#include <functional>
#include <memory>

namespace kanal::playback
{

/// A source that is a sound or subtitles beside a variant, out of a list of variants that was read before.
struct HlsRenditionPlace {
    enum class What { Sound, Subtitles } what = What::Sound;
    HlsRendition rendition;
    bool publicNet = false; ///< the list came from a public address
    SoundBegin begin;
};

struct HlsPolicy {
    std::chrono::milliseconds connect{4000};
    std::chrono::milliseconds firstByte{8000}; ///< of a segment; a playlist or a key must be complete by then
    std::chrono::milliseconds stall{4000};
    std::chrono::milliseconds drop{8000};
    std::chrono::milliseconds steady{10000};  ///< of data, after which the back-off begins anew
    std::chrono::milliseconds giveUp{300000}; ///< of outage
    int tries = 6;                            ///< in a row, of what has an end and never began
    std::size_t bytes = 4 << 20;              ///< fetched ahead of the demuxer
    std::shared_ptr<CookieJar> cookies;       ///< of the session; null: its own
    SlotId slot;
    std::uint32_t jitterSeed = 0;                    ///< 0: random
    std::function<int()> surfaceHeight = {};         ///< in pixels; asked on the net thread
    std::function<Quality()> quality = {};           ///< asked on the net thread
    std::optional<HlsRenditionPlace> rendition = {}; ///< instead of a variant
};

class HlsFeed;

class HlsSource final : public PartedSource
{
public:
    /// `net` and `clock` must outlive it. The listener is not called once the destructor has returned.
    HlsSource(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, HlsPolicy policy = {});
    ~HlsSource() override;

    void start() override;
    Result<std::size_t> read(std::span<std::byte> into) override;
    Result<> seek(std::int64_t offset) override; ///< always Unsupported: times are sought
    std::int64_t size() const override { return -1; }
    bool seekable() const override; ///< by time
    std::int64_t bytesReceived() const override;
    std::size_t buffered() const override;
    void cancel() override;
    void wake() override;
    void forgetWake() override;

    Result<std::optional<PartStart>> nextPart() override;
    Result<> seekTime(std::chrono::microseconds position) override;
    std::chrono::microseconds duration() const override;
    std::chrono::microseconds pieceLength() const override;
    void noteQueued(std::chrono::microseconds queued) override;
    SoundOffers sounds() const override;
    std::unique_ptr<ByteSource> openSound(std::size_t number, SoundBegin begin) override;
    std::vector<SubtitleOffer> subtitles() const override;
    std::unique_ptr<PartedSource> openSubtitles(std::size_t number, SoundBegin begin) override;
    bool needsLavf() const override;

private:
    std::unique_ptr<HlsSource> openRendition(HlsRenditionPlace::What what, HlsRendition rendition, SoundBegin begin);

    const MediaRequest m_request;
    NetThread &m_net;
    Clock &m_clock;
    std::shared_ptr<HlsFeed> m_feed;
};

} // namespace kanal::playback
