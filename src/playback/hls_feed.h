// SPDX-License-Identifier: MIT
// The net-thread half of HlsSource: which request comes next, what its answer means, what to do when it fails. The
// decisions about playlists, variants and bytes are in HlsTracker, hls_rate and HlsSegmentReader.
#pragma once

#include "backoff.h"
#include "hls_parts.h"
#include "hls_rate.h"
#include "hls_segment_reader.h"
#include "hls_source.h"
#include "hls_tracker.h"
#include "source_feed.h"

#include <map>
#include <mutex>

namespace kanal::playback
{

class HlsFeed final : public SourceFeed
{
public:
    HlsFeed(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, HlsPolicy policy);

    // Reader's thread.
    void start();
    void seek(std::chrono::microseconds position);

    // Any thread.
    HlsParts parts;
    std::atomic<std::int64_t> durationUs{0}; ///< of what has an end; 0: not known, or none
    std::atomic<std::int64_t> segmentUs{0};  ///< what the list says that its segments last
    void noteQueued(std::chrono::microseconds queued);
    std::atomic<bool> needsLavf{false};
    // Beside the variant; known when the first part is there.
    std::vector<HlsRendition> sounds() const;
    std::vector<HlsRendition> subtitles() const;
    bool isPublicNet() const { return m_publicNet; }

    // Net thread.
    HeadVerdict onHead(const NetHead &head) override;
    BodyVerdict onBody(std::span<const std::byte> bytes) override;
    void onDone(const NetDone &done) override;

private:
    enum class Job {
        Entry,  ///< the address that was asked for: a master or a media playlist
        Reload, ///< the media playlist we follow
        Switch, ///< that of another variant
        Key,
        Map,
        Segment,
    };
    static constexpr bool isPlaylist(Job job) { return job <= Job::Switch; }

    // hls_feed.cpp: what comes next, and failures.
    void wakeReader() override { parts.cancel(); }
    void onRoom();
    void step();
    void enter();
    void ask(Job job, const std::string &url, HlsSpan span = {});
    Patience patience() const override;
    bool awaitsFirstByte() const override { return m_job != Job::Segment || !m_anyByte; }
    StreamProgress streamProgress() const override;
    BodyVerdict takeText(std::span<const std::byte> bytes);
    void dispatch();
    void failed(Error error) override;
    void retry(std::chrono::milliseconds in);
    bool isEndless() const;
    void skip(Error why);
    void passOver(const std::string &why);
    void tryQuietly();
    enum class Lasting { AsTheErrorSays, Outage };
    void lost(Error error, Lasting lasting = Lasting::AsTheErrorSays);
    void giveUp(Error error);
    void handToLavf(const char *why);
    void finish();
    bool live() const { return m_request.kind == MediaKind::Live; }
    std::string_view text() const { return {reinterpret_cast<const char *>(m_body.data()), m_body.size()}; }

    // hls_feed_media.cpp: playlists, variants, segments.
    void takeEntry();
    void takeRendition(const std::vector<HlsRendition> &renditions);
    void note(std::vector<HlsRendition> &known, std::vector<HlsRendition> now);
    bool isText() const; ///< subtitles
    void takeMedia();
    HlsWish wish() const;
    std::size_t firstVariant() const;
    HlsSituation situation() const;
    std::chrono::microseconds level() const;
    void considerVariant();
    HlsProgress progress() const;
    void considerBreakingOff();
    void lookAtSegment();
    void handOutKept();
    void handOut(Bytes piece);
    void takeNext();
    bool prepare(const HlsSegment &segment);
    bool haveKey(const std::shared_ptr<const HlsKey> &key);
    void takeKey();
    void takeMap();
    void beginSegment();
    BodyVerdict takeSegment(std::span<const std::byte> bytes);
    void deliver(Bytes piece);
    void segmentDone();

    const HlsPolicy m_policy;
    std::optional<UrlPolicy> m_gate;

    std::atomic<std::int64_t> m_queuedUs{0}, m_queuedAtNs{0}; ///< what lay before the decoders, and when

    mutable std::mutex m_renditionsMutex; ///< the next two
    std::vector<HlsRendition> m_sounds, m_subtitles;

    // Net thread only.
    HlsParts::Round m_round = 0;
    std::optional<std::chrono::microseconds> m_seekTo; ///< when the playlist is there
    std::optional<Error> m_finalError;

    // The request under way.
    Job m_job = Job::Entry;
    NetHead m_head;
    std::optional<Error> m_refusal;
    std::vector<std::byte> m_body; ///< of all but segments
    Nanos m_askedAt{};
    bool m_anyByte = false, m_wasPaused = false;

    // Where we are.
    HlsTracker m_tracker;
    std::vector<HlsVariant> m_variants;
    std::size_t m_variant = 0;
    std::optional<std::size_t> m_wanted; ///< the variant to change to
    std::string m_playlistUrl;           ///< of the media playlist we follow; empty: to be found through the entry
    ThroughputMeter m_meter;
    Nanos m_noSwitchUntil{};
    std::atomic<bool> m_publicNet{false};
    bool m_waitsForRoom = false;
    bool m_rewind = false; ///< a live stream whose list ended: once more

    // The segment under way, and the part it goes into.
    HlsSegment m_segment;
    HlsSegmentReader m_reader;
    std::int64_t m_segmentBytes = 0;
    std::int64_t m_delivered = 0;          ///< of this segment, by an earlier try
    std::int64_t m_brokeOffAt = 0;         ///< bytes of the try before
    std::optional<std::int64_t> m_endless; ///< number of one that is a live stream by itself
    std::map<std::string, HlsBlock> m_keys;
    std::string m_keyUrl;
    bool m_keyDoubted = false; ///< fetched anew since the last segment that could be read
    std::shared_ptr<const HlsMap> m_map, m_mapAsked;
    std::vector<std::byte> m_mapBytes;
    std::vector<std::byte> m_kept; ///< of this segment: not handed out while it may still be taken from another variant
    bool m_keepsBack = false;
    std::uint64_t m_segmentsAsked = 0;
    bool m_newPart = true, m_stamp = false;
    bool m_segmentBegins = false; ///< nothing of it was handed out yet
    StreamForm m_partForm = StreamForm::Unknown;

    // How it goes.
    bool m_everDelivered = false, m_isLost = false;
    // Where the entry led to another address, a panel counts a session for it, and for a while after its last use.
    bool m_hasSession = false;
    Nanos m_usedAt{};
    bool m_lookAgain = false; ///< at the list of this session, before anything else
    enum class Quietly { Nothing, LookedAgain, Reentered } m_quietly = Quietly::Nothing; ///< tried since a segment came
    bool m_stayed = false; ///< in this session, at the last outage
    int m_retries = 0, m_skipped = 0;
    Situation m_situation;
    Backoff m_backoff;
    int m_boundedFailures = 0;
    std::optional<Nanos> m_outageSince, m_goodSince;
};

} // namespace kanal::playback
